import { useSignal } from "@preact/signals";
import { LabelledCheckBox } from "../controls/check-box.tsx";
import { ConfirmSheet } from "../controls/confirm-sheet.tsx";
import { visibleText } from "../text/visible-text.ts";
import type { ContainerActions, Question } from "./container-actions.ts";
import { strings } from "./strings.ts";

/** Asks before containers are destroyed, in core's words. */
export function QuestionSheet({ actions, question }: { actions: ContainerActions; question: Question }) {
  const volumes = useSignal(false);
  const { action, alive, confirmation } = question;
  return (
    <ConfirmSheet
      title={visibleText(confirmation.title)}
      sentences={[visibleText(confirmation.sentence)]}
      button={visibleText(confirmation.button)}
      onConfirm={() => void actions.confirm(action === "remove" ? { force: alive, volumes: volumes.value } : {})}
      onClose={() => {
        actions.question.value = undefined;
      }}
    >
      {action !== "remove" ? null : (
        <div class="choices">
          <LabelledCheckBox
            checked={volumes.value}
            label={strings.withVolumes}
            onToggle={() => {
              volumes.value = !volumes.value;
            }}
          />
        </div>
      )}
    </ConfirmSheet>
  );
}
