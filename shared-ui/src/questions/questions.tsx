import { mayTryAgain } from "@quayside/core/errors/panel-ended.ts";
import { useEffect } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { Notice } from "../controls/notice.tsx";
import { shared } from "../controls/strings.ts";
import { visibleText } from "../text/visible-text.ts";
import { HostKeySheet } from "./host-key-sheet.tsx";
import type { QuestionsModel } from "./questions-model.ts";
import { SecretSheet } from "./secret-sheet.tsx";
import { strings } from "./strings.ts";

/** Beside a panel, in a home that has no way of its own to ask: over whatever the panel shows. */
export function Questions({ model }: { model: QuestionsModel }) {
  useEffect(() => {
    void model.follow();
    return () => model.dispose();
  }, [model]);
  const failure = model.failure.value;
  if (!model.following.value && failure !== undefined)
    // That the connection is over says the panel itself.
    return mayTryAgain(failure) ? (
      <div class="questions-failed">
        <Notice
          tone="warn"
          title={strings.unwatched}
          actions={
            <Button small onClick={() => void model.follow()}>
              {shared.tryAgain}
            </Button>
          }
        >
          <p>{visibleText(failure.sentence)}</p>
        </Notice>
      </div>
    ) : null;
  const pending = model.first.value;
  if (pending === undefined) return null;
  const { id } = pending;
  return pending.kind === "host-key" ? (
    <HostKeySheet
      key={id}
      model={model}
      question={pending.question}
      onAnswer={(answer) => void model.answer({ id, kind: "host-key", answer })}
    />
  ) : (
    <SecretSheet
      key={id}
      model={model}
      question={pending.question}
      onAnswer={(answer) => void model.answer({ id, kind: "secret", answer })}
    />
  );
}
