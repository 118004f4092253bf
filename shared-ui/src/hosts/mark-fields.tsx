import { hostColours } from "@quayside/core/model/host.ts";
import { useId } from "preact/hooks";
import { Disclosure } from "../controls/disclosure.tsx";
import { TextField } from "../controls/text-field.tsx";
import type { HostForm } from "./host-form.ts";
import { strings } from "./strings.ts";

/** A name stands beside each colour: who can't tell them apart reads it. */
function ColourField({ form }: { form: HostForm }) {
  const name = useId();
  const { colour: picked } = form.draft.value;
  return (
    <fieldset class="entry colours">
      <legend>{strings.colourLabel}</legend>
      {[undefined, ...hostColours].map((colour) => (
        <label key={colour ?? "none"} class="row-x">
          <input type="radio" name={name} checked={picked === colour} onChange={() => form.change({ colour })} />
          <span class={colour === undefined ? "host-colour hc-none" : `host-colour hc-${colour}`} aria-hidden="true" />
          {colour === undefined ? strings.noColour : strings.colours[colour]}
        </label>
      ))}
    </fieldset>
  );
}

/** How the host is found among others; nothing here concerns the way to it. */
export function MarkFields({ form, groups }: { form: HostForm; groups: readonly string[] }) {
  const { group, tags } = form.draft.value;
  return (
    <Disclosure label={strings.marks} open={form.problem("group") !== undefined || form.problem("tags") !== undefined}>
      <TextField
        label={strings.group}
        value={group}
        offers={groups}
        onInput={(text) => form.change({ group: text })}
        onBlur={() => form.touch("group")}
        error={form.problem("group")}
        hint={strings.groupHint}
      />
      <TextField
        label={strings.tags}
        value={tags}
        onInput={(text) => form.change({ tags: text })}
        onBlur={() => form.touch("tags")}
        error={form.problem("tags")}
        hint={strings.tagsHint}
      />
      <ColourField form={form} />
    </Disclosure>
  );
}
