import type { Field } from "@quayside/core/model/log-text/json-fields.ts";
import { Button } from "../controls/button.tsx";
import { visibleText } from "../text/visible-text.ts";
import { fieldsOf } from "./line-fields.ts";
import type { FieldValue } from "./line-filter.ts";
import { lineTime } from "./line-time.ts";
import type { LineEntry } from "./log-entry.ts";
import { strings } from "./strings.ts";

/** Of a message that is no field; all of it is in the line above. */
const MESSAGE_CHARACTERS = 2000;

interface Props {
  readonly entry: LineEntry;
  readonly onField: (field: FieldValue) => void;
  readonly actions: LineActions;
}

/** What is done with one line. */
export interface LineActions {
  copyLine(entry: LineEntry): void;
  copyLink(entry: LineEntry): void;
}

/** What an expanded line says: time, level, message, and its fields, the values of which are clicked into the filter. */
export function LineDetails({ entry, onField, actions }: Props) {
  const { line, group } = entry;
  const found = fieldsOf(line.text);
  const message = found === undefined ? entry.text.slice(0, MESSAGE_CHARACTERS) : found.message;
  return (
    <div class="lx">
      <dl>
        <dt>{strings.time}</dt>
        <dd>
          {lineTime(entry.at, "local", 0).join("")} <span class="muted">{visibleText(line.timestamp)}</span>
        </dd>
        <dt>{strings.level}</dt>
        <dd>{group.level ?? strings.noLevel}</dd>
        {message === undefined ? null : (
          <>
            <dt>{strings.message}</dt>
            <dd>{visibleText(message)}</dd>
          </>
        )}
        {found?.fields.map((field, index) => (
          // Names may come twice; the fields of a line never change.
          <FieldRow key={index} field={field} onField={onField} />
        ))}
      </dl>
      <div class="lx-acts">
        <Button small onClick={() => actions.copyLine(entry)}>
          {strings.copyLine}
        </Button>
        {line.timestamp === "" ? null : (
          <Button small onClick={() => actions.copyLink(entry)}>
            {strings.copyLink}
          </Button>
        )}
      </div>
      {found?.more === true ? <p class="muted">{strings.moreFields}</p> : null}
    </div>
  );
}

function FieldRow({ field, onField }: { field: Field; onField: Props["onField"] }) {
  const { name, value, kind } = field;
  const shown = visibleText(value);
  return (
    <>
      <dt>
        <bdi>{visibleText(name)}</bdi>
      </dt>
      <dd>
        <button
          type="button"
          class={`fv ${kind}`}
          title={strings.onlyField(visibleText(name))}
          onClick={() => onField(field)}
        >
          <bdi>{kind === "string" ? `"${shown}"` : shown}</bdi>
        </button>
      </dd>
    </>
  );
}
