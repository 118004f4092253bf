import { useSignal } from "@preact/signals";
import type { HostKeyAnswer, HostKeyQuestion } from "@quayside/core/model/prompter.ts";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { Sheet } from "../controls/sheet.tsx";
import { shared } from "../controls/strings.ts";
import { visibleText } from "../text/visible-text.ts";
import { Failure } from "./failure.tsx";
import type { QuestionsModel } from "./questions-model.ts";
import { strings } from "./strings.ts";

/** Where sshd keeps the public half of a key of this type, unless it was told otherwise. */
function compareCommand(type: string): string {
  const name = /ed25519/.test(type) ? "ed25519" : /ecdsa/.test(type) ? "ecdsa" : /rsa/.test(type) ? "rsa" : "*";
  return `ssh-keygen -lf /etc/ssh/ssh_host_${name}_key.pub`;
}

interface Props {
  readonly model: QuestionsModel;
  readonly question: HostKeyQuestion;
  readonly onAnswer: (answer: HostKeyAnswer | null) => void;
}

/** The focus is on Refuse: Enter in haste trusts nobody. */
export function HostKeySheet({ model, question, onAnswer }: Props) {
  const { host, address, key, file } = question;
  const name = useId();
  const refuse = useRef<HTMLButtonElement>(null);
  const kept = useSignal<HostKeyAnswer>(file === undefined ? "quayside" : "ssh");
  useLayoutEffect(() => refuse.current?.focus(), []);
  const answers: readonly (readonly [HostKeyAnswer, string])[] = [
    ...(file === undefined ? [] : [["ssh", strings.keepWithSsh(visibleText(file))] as const]),
    ["quayside", strings.keepIn.quayside],
    ["once", strings.keepIn.once],
  ];
  return (
    <Sheet
      title={strings.hostKeyTitle(visibleText(host))}
      closeLabel={shared.close}
      onClose={() => onAnswer(null)}
      footer={
        <>
          <Button buttonRef={refuse} onClick={() => onAnswer(null)}>
            {strings.refuse}
          </Button>
          <span class="grow" />
          <Button kind="primary" onClick={() => onAnswer(kept.value)}>
            {strings.trust}
          </Button>
        </>
      }
    >
      <p>{strings.hostKeySentence(visibleText(address))}</p>
      <dl class="key">
        <dt class="muted small">{strings.type}</dt>
        <dd class="mono">{visibleText(key.type)}</dd>
        <dt class="muted small">{strings.fingerprint}</dt>
        <dd class="mono fingerprint">{visibleText(key.fingerprint)}</dd>
      </dl>
      <p>{strings.compare}</p>
      <p class="code">{compareCommand(key.type)}</p>
      <p class="muted">{strings.compareWhy}</p>
      <fieldset class="entry answers">
        <legend>{strings.keep}</legend>
        {answers.map(([answer, words]) => (
          <label key={answer} class="choice">
            <input
              type="radio"
              name={name}
              checked={kept.value === answer}
              onChange={() => {
                kept.value = answer;
              }}
            />
            <span>{words}</span>
          </label>
        ))}
      </fieldset>
      <Failure model={model} />
    </Sheet>
  );
}
