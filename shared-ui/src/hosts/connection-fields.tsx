import { LabelledCheckBox } from "../controls/check-box.tsx";
import { Disclosure } from "../controls/disclosure.tsx";
import { Icon } from "../controls/icon.tsx";
import { TextField } from "../controls/text-field.tsx";
import { type DraftField, isPem } from "./draft.ts";
import { FromFile } from "./from-file.tsx";
import type { HostForm } from "./host-form.ts";
import { strings } from "./strings.ts";

type TextFieldName = Exclude<DraftField, "access" | "verify" | "colour">;

interface FieldProps {
  readonly form: HostForm;
  readonly field: TextFieldName;
  readonly label: string;
  readonly hint?: string;
}

function Field({ form, field, label, ...rest }: FieldProps) {
  return (
    <TextField
      label={label}
      value={form.draft.value[field]}
      mono
      onInput={(text) => form.change({ [field]: text })}
      onBlur={() => form.touch(field)}
      error={form.problem(field)}
      {...rest}
    />
  );
}

function SshFields({ form }: { form: HostForm }) {
  return (
    <>
      <p class="muted small">{strings.asSshHasIt}</p>
      <div class="entries">
        <Field form={form} field="user" label={strings.user} />
        <Field form={form} field="port" label={strings.port} />
      </div>
      <KeyField form={form} label={strings.sshKey} />
      <Field form={form} field="jump" label={strings.jump} hint={strings.jumpHint} />
      <Field form={form} field="socket" label={strings.socket} hint={strings.socketHint} />
    </>
  );
}

/** A key that was pasted is never shown again: only that it is there. */
function KeyField({ form, label }: { form: HostForm; label: string }) {
  const pasted = form.pastedKey.value !== undefined;
  if (!pasted && !form.keyKept.value)
    return (
      <>
        <TextField
          label={label}
          value={form.draft.value.key}
          mono
          lines={2}
          onInput={(text) => form.typeKey(text, isPem(text))}
          hint={strings.keyHint(form.readsFiles)}
          error={form.pathProblem("key")}
        />
        <FromFile what={strings.ofFile.key} onText={(pem) => form.typeKey(pem, true)} />
      </>
    );
  return (
    <div class="entry">
      <span class="entry-label">{label}</span>
      <p class="row-x">
        <Icon name="lock" />
        <span class="grow">{pasted ? strings.keyPasted : strings.keyKept}</span>
        <button type="button" class="link" onClick={() => form.typeKey("", false)}>
          {strings.keyReplace}
        </button>
      </p>
    </div>
  );
}

function PemField({ form, field, label, hint }: FieldProps & { readonly field: "ca" | "cert" }) {
  return (
    <>
      <TextField
        label={label}
        value={form.draft.value[field]}
        mono
        lines={2}
        onInput={(text) => form.change({ [field]: text })}
        hint={hint}
        error={form.pathProblem(field)}
      />
      <FromFile what={strings.ofFile[field]} onText={(pem) => form.change({ [field]: pem })} />
    </>
  );
}

function TlsFields({ form }: { form: HostForm }) {
  const { verify } = form.draft.value;
  return (
    <>
      <PemField form={form} field="ca" label={strings.ca} hint={strings.caHint(form.readsFiles)} />
      <PemField form={form} field="cert" label={strings.cert} hint={strings.pemHint(form.readsFiles)} />
      <KeyField form={form} label={strings.key} />
      <Field form={form} field="serverName" label={strings.serverName} hint={strings.serverNameHint} />
      <LabelledCheckBox checked={!verify} label={strings.noVerify} onToggle={() => form.change({ verify: !verify })} />
      {verify ? null : (
        <p class="hint-box warn-box" role="status">
          {strings.noVerifyWarning}
        </p>
      )}
    </>
  );
}

/** What the way to this kind of host takes beside its address. */
export function ConnectionFields({ form }: { form: HostForm }) {
  const kind = form.parsed.value?.kind;
  // An engine's TCP port nearly always wants certificates; ssh mostly has settings of its own.
  if (kind === "tls")
    return (
      <Disclosure key="tls" label={strings.tlsSettings} open>
        <TlsFields form={form} />
      </Disclosure>
    );
  const wrong = form.problem("port") !== undefined || form.problem("socket") !== undefined;
  return kind === "ssh" ? (
    <Disclosure key="ssh" label={strings.sshSettings} open={wrong}>
      <SshFields form={form} />
    </Disclosure>
  ) : null;
}
