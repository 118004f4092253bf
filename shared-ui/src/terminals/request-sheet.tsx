import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { Notice } from "../controls/notice.tsx";
import { Segmented } from "../controls/segmented.tsx";
import { Sheet } from "../controls/sheet.tsx";
import { shared } from "../controls/strings.ts";
import { TextField } from "../controls/text-field.tsx";
import { visibleText } from "../text/visible-text.ts";
import { emptyForm, formOf, type RequestForm, requestOf } from "./request-form.ts";
import { strings } from "./strings.ts";
import type { Asking, TerminalsModel } from "./terminals-model.ts";

/** What a new terminal in a container is to run, as whom and where. */
export function RequestSheet({ model, asking }: { model: TerminalsModel; asking: Asking }) {
  const { choices, failure, ref } = asking;
  const name = visibleText(asking.name);
  // What the person chose and typed stands over what is offered, whenever that comes.
  const typed = useSignal<Partial<RequestForm>>({ kind: asking.kind });
  const form: RequestForm = { ...(choices === undefined ? emptyForm : formOf(choices)), ...typed.value };
  const first = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  const { kind } = form;
  const change = (part: Partial<RequestForm>): void => {
    typed.value = { ...typed.value, ...part };
  };
  const asked = requestOf(form);
  const Fields = fields[kind];
  const busy = model.opening.value !== undefined;
  const forbidden = kind === "debug" ? choices?.debug.forbidden : undefined;
  const reason = busy ? strings.opening : choices === undefined ? strings.asksContainer : forbidden;
  const { [kind]: button } = {
    exec: strings.openTerminal,
    attach: strings.attach,
    debug: visibleText(choices?.debug.button ?? strings.openTerminal),
  };
  const open = (): void => {
    if (reason === undefined && "request" in asked) void model.open(ref, name, asked.request);
  };
  return (
    <Sheet
      title={strings.requestTitle(name)}
      closeLabel={shared.close}
      onClose={() => model.stopPicking()}
      onSubmit={open}
      footer={
        <>
          <Button onClick={() => model.stopPicking()}>{shared.cancel}</Button>
          <span class="grow" />
          <Button
            kind="primary"
            onClick={open}
            reason={reason ?? ("problems" in asked ? strings.mendFirst : undefined)}
          >
            {busy ? strings.opening : button}
          </Button>
        </>
      }
    >
      <p class="muted">{strings.requestOn(visibleText(asking.hostName))}</p>
      <Segmented
        class="request-what"
        label={strings.what}
        options={[
          { value: "exec", label: strings.runs },
          { value: "attach", label: strings.joins },
          { value: "debug", label: strings.debugs },
        ]}
        value={kind}
        onPick={(value) => change({ kind: value })}
      />
      {failure === undefined ? null : (
        <Notice tone="bad" title={visibleText(failure.sentence)}>
          <p class="muted">{visibleText(failure.hint)}</p>
        </Notice>
      )}
      <Fields form={form} change={change} asking={asking} first={first} />
    </Sheet>
  );
}

interface FieldsProps {
  readonly form: RequestForm;
  readonly change: (part: Partial<RequestForm>) => void;
  readonly asking: Asking;
  readonly first: { readonly current: HTMLInputElement | null };
}

const fields: Readonly<Record<RequestForm["kind"], ComponentType<FieldsProps>>> = {
  exec: ExecFields,
  attach: AttachFields,
  debug: DebugFields,
};

function DebugFields({ form, change, asking: { choices }, first }: FieldsProps) {
  const { images = [], sentence = "", forbidden } = choices?.debug ?? {};
  return (
    <>
      <p>{visibleText(sentence)}</p>
      {forbidden === undefined ? null : <p class="bad">{visibleText(forbidden)}</p>}
      <TextField
        label={strings.image}
        value={form.image}
        onInput={(image) => change({ image })}
        placeholder={visibleText(images[0] ?? "")}
        hint={strings.imageHint}
        offers={images}
        inputRef={first}
        mono
      />
    </>
  );
}

function ExecFields({ form, change, asking: { choices }, first }: FieldsProps) {
  const asked = requestOf(form);
  const problems = "problems" in asked ? asked.problems : {};
  const [user = "", directory = ""] = [choices?.users[0], choices?.directories[0]].map((text) =>
    visibleText(text ?? ""),
  );
  return (
    <>
      <TextField
        label={strings.command}
        value={form.command}
        onInput={(command) => change({ command })}
        placeholder={strings.commandPlaceholder}
        hint={strings.commandHint}
        error={problems.command}
        inputRef={first}
        mono
      />
      <TextField
        label={strings.user}
        value={form.user}
        onInput={(text) => change({ user: text })}
        placeholder={user}
        hint={strings.userHint}
        error={problems.user}
        offers={choices?.users ?? []}
      />
      <TextField
        label={strings.directory}
        value={form.directory}
        onInput={(text) => change({ directory: text })}
        placeholder={directory}
        error={problems.directory}
        offers={choices?.directories ?? []}
        mono
      />
      <TextField
        label={strings.environment}
        value={form.environment}
        onInput={(environment) => change({ environment })}
        placeholder={strings.environmentPlaceholder}
        hint={strings.environmentHint}
        error={problems.environment}
        lines={3}
        mono
      />
    </>
  );
}

function AttachFields({ form, change, asking: { choices }, first }: FieldsProps) {
  const asked = requestOf(form);
  const { tty = true, takesInput = true } = choices?.attachment ?? {};
  return (
    <>
      <p>{strings.attachSentence}</p>
      {takesInput ? null : <p class="warn-text">{strings.noInput}</p>}
      {tty ? null : <p class="muted">{strings.noTty}</p>}
      <TextField
        label={strings.detachKeys}
        value={form.detachKeys}
        onInput={(detachKeys) => change({ detachKeys })}
        hint={strings.detachKeysHint}
        error={"problems" in asked ? asked.problems.detachKeys : undefined}
        inputRef={first}
        mono
      />
    </>
  );
}
