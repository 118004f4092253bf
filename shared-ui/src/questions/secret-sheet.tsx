import { useSignal } from "@preact/signals";
import type { SecretAnswer, SecretQuestion } from "@quayside/core/model/prompter.ts";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { LabelledCheckBox } from "../controls/check-box.tsx";
import { Notice } from "../controls/notice.tsx";
import { Sheet } from "../controls/sheet.tsx";
import { TextField } from "../controls/text-field.tsx";
import { visibleText } from "../text/visible-text.ts";
import { Failure } from "./failure.tsx";
import type { QuestionsModel } from "./questions-model.ts";
import { strings } from "./strings.ts";

interface Props {
  readonly model: QuestionsModel;
  readonly question: SecretQuestion;
  readonly onAnswer: (answer: SecretAnswer | null) => void;
}

/** Whatever the server says is text of a stranger, and stands apart from ours. */
export function SecretSheet({ model, question, onAnswer }: Props) {
  const { kind, host, address, prompt, echo, again } = question;
  const input = useRef<HTMLInputElement>(null);
  const text = useSignal("");
  const keep = useSignal(false);
  useLayoutEffect(() => input.current?.focus(), []);
  const send = (): void => {
    if (text.value !== "") onAnswer({ text: text.value, keep: keep.value });
  };
  return (
    <Sheet
      title={strings.secretTitle(kind, visibleText(host))}
      closeLabel={strings.notNow}
      onClose={() => onAnswer(null)}
      onSubmit={send}
      footer={
        <>
          <Button kind="primary" reason={text.value === "" ? strings.empty : undefined} onClick={send}>
            {strings.answer}
          </Button>
          <span class="grow" />
          <Button onClick={() => onAnswer(null)}>{strings.notNow}</Button>
        </>
      }
    >
      {again ? <Notice tone="warn" title={strings.again} /> : null}
      <p class="mono muted">{visibleText(address)}</p>
      {prompt === "" ? null : (
        <div class="entry">
          <span class="entry-label">{kind === "passphrase" ? strings.keyFile : strings.serverSays}</span>
          <p class="code">{visibleText(prompt)}</p>
        </div>
      )}
      <TextField
        label={strings.labels[kind]}
        value={text.value}
        secret={!echo}
        inputRef={input}
        onInput={(value) => {
          text.value = value;
        }}
      />
      {kind === "code" ? null : (
        <div class="entry">
          <LabelledCheckBox
            checked={keep.value}
            label={strings.keepSecret}
            onToggle={() => {
              keep.value = !keep.value;
            }}
          />
          <p class="muted small">{strings.keepSecretElse}</p>
        </div>
      )}
      <Failure model={model} />
    </Sheet>
  );
}
