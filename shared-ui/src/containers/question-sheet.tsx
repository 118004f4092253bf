import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { LabelledCheckBox } from "../controls/check-box.tsx";
import { Sheet } from "../controls/sheet.tsx";
import { visibleText } from "../text/visible-text.ts";
import type { ContainerActions, Question } from "./container-actions.ts";
import { strings } from "./strings.ts";

/** Asks before something is destroyed, in core's words. The focus is on Cancel: Enter in haste destroys nothing. */
export function QuestionSheet({ actions, question }: { actions: ContainerActions; question: Question }) {
  const cancel = useRef<HTMLButtonElement>(null);
  const volumes = useSignal(false);
  useLayoutEffect(() => cancel.current?.focus(), []);
  const { action, alive, confirmation } = question;
  const close = (): void => {
    actions.question.value = undefined;
  };
  return (
    <Sheet
      title={visibleText(confirmation.title)}
      closeLabel={strings.close}
      onClose={close}
      footer={
        <>
          <Button buttonRef={cancel} onClick={close}>
            {strings.cancel}
          </Button>
          <span class="grow" />
          <Button
            kind="primary"
            onClick={() => void actions.confirm(action === "remove" ? { force: alive, volumes: volumes.value } : {})}
          >
            {visibleText(confirmation.button)}
          </Button>
        </>
      }
    >
      <p class="ask">{visibleText(confirmation.sentence)}</p>
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
    </Sheet>
  );
}
