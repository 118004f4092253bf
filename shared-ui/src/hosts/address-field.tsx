import type { RefObject } from "preact";
import { Icon } from "../controls/icon.tsx";
import { TextField } from "../controls/text-field.tsx";
import { visibleText } from "../text/visible-text.ts";
import type { HostForm } from "./host-form.ts";
import type { HostsModel } from "./hosts-model.ts";
import { strings } from "./strings.ts";

/** Said while it is typed only once it can't become an address any more. */
function isBeyondRepair(address: string): boolean {
  const schemes = ["ssh://", "tcp://", "unix:///", "npipe://"];
  return !schemes.some((scheme) => scheme.startsWith(address) || address.startsWith(scheme));
}

/** "me@nas": a name that ssh would take. */
const looksLikeSsh = (text: string): boolean => /^[\w.-]+(@[\w.-]+)?(:\d+)?$/.test(text);

function Candidates({ model, form }: { model: HostsModel; form: HostForm }) {
  const candidates = (model.candidates.value ?? []).filter(({ problem }) => problem === undefined);
  if (candidates.length === 0) return null;
  return (
    <ul class="candidates" aria-label={strings.foundTitle}>
      {candidates.map((candidate) => (
        <li key={`${candidate.source} ${candidate.name} ${candidate.address}`}>
          <button type="button" class="candidate" onClick={() => form.pick(candidate)}>
            <Icon name="host" />
            <bdi class="t">{visibleText(candidate.name)}</bdi>
            <span class="mono muted t">{visibleText(candidate.address)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

interface Props {
  readonly model: HostsModel;
  readonly form: HostForm;
  readonly inputRef: RefObject<HTMLInputElement | null>;
}

export function AddressField({ model, form, inputRef }: Props) {
  const { address } = form.draft.value;
  const typed = address.trim();
  const unknown = typed !== "" && form.parsed.value === null;
  const error = unknown && isBeyondRepair(typed) ? form.problems.value.address : form.problem("address");
  const twin = form.twin.value;
  return (
    <>
      <TextField
        label={strings.address}
        value={address}
        placeholder="ssh://me@nas"
        mono
        inputRef={inputRef}
        onInput={(text) => form.typeAddress(text)}
        onBlur={() => typed !== "" && form.touch("address")}
        error={error}
        hint={twin === undefined ? strings.addressHint : strings.addressTwin(visibleText(twin.name))}
      />
      {unknown && looksLikeSsh(typed) ? (
        <button
          type="button"
          class="link meant"
          onClick={() => {
            form.typeAddress(`ssh://${typed}`);
            inputRef.current?.focus();
          }}
        >
          {strings.meant(`ssh://${visibleText(typed)}`)}
        </button>
      ) : null}
      {typed === "" && form.host === undefined ? <Candidates model={model} form={form} /> : null}
    </>
  );
}
