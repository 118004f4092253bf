import type { Field } from "@quayside/core/model/log-text/json-fields.ts";
import { spansOf, type TextFinder } from "@quayside/core/model/log-text/text-finder.ts";
import { Button } from "../controls/button.tsx";
import { visibleText } from "../text/visible-text.ts";
import { fieldsOf } from "./line-fields.ts";
import type { FieldValue } from "./line-filter.ts";
import { lineTime } from "./line-time.ts";
import type { LineEntry } from "./log-entry.ts";
import type { SourcePlace } from "./source-places.ts";
import { strings } from "./strings.ts";

/** Of a message that is no field; all of it is in the line above. */
const MESSAGE_CHARACTERS = 2000;

interface Props {
  readonly entry: LineEntry;
  readonly onField: (field: FieldValue) => void;
  readonly onSource: (entry: LineEntry, place: SourcePlace) => void;
  readonly opensSources: boolean;
  /** What is searched for: it is marked here, too. */
  readonly finder: TextFinder | undefined;
  readonly actions: LineActions;
}

/** What is done with one line. */
export interface LineActions {
  copyLine(entry: LineEntry): void;
  copyLink(entry: LineEntry): void;
}

/** What an expanded line says: time, level, message, and its fields, the values of which are clicked into the filter. */
export function LineDetails({ entry, onField, onSource, opensSources, finder, actions }: Props) {
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
            <dd>
              <Found text={visibleText(message)} finder={finder} />
            </dd>
          </>
        )}
        {entry.places.length === 0 ? null : (
          <>
            <dt>{strings.source}</dt>
            <dd>
              {entry.places.map((place) => {
                const named = visibleText([place.path, place.line].join(":"));
                return (
                  <button
                    type="button"
                    class="place"
                    key={place.start}
                    title={opensSources ? strings.openSource(named) : strings.copySource(named)}
                    onClick={() => onSource(entry, place)}
                  >
                    <bdi>{named}</bdi>
                  </button>
                );
              })}
            </dd>
          </>
        )}
        {found?.fields.map((field, index) => (
          // Names may come twice; the fields of a line never change.
          <FieldRow key={index} field={field} onField={onField} finder={finder} />
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

const MOST_MARKS = 100;

function Found({ text, finder }: { text: string; finder: Props["finder"] }) {
  const spans = finder === undefined ? [] : spansOf(finder, text, MOST_MARKS);
  if (spans.length === 0) return <>{text}</>;
  let at = 0;
  return (
    <>
      {spans.map(([start, end]) => {
        const before = text.slice(at, start);
        at = end;
        return [before, <mark key={start}>{text.slice(start, end)}</mark>];
      })}
      {text.slice(at)}
    </>
  );
}

function FieldRow({ field, onField, finder }: { field: Field; onField: Props["onField"]; finder: Props["finder"] }) {
  const { name, value, kind } = field;
  const shown = visibleText(value);
  return (
    <>
      <dt>
        <bdi>
          <Found text={visibleText(name)} finder={finder} />
        </bdi>
      </dt>
      <dd>
        <button
          type="button"
          class={`fv ${kind}`}
          title={strings.onlyField(visibleText(name))}
          onClick={() => onField(field)}
        >
          <bdi>
            <Found text={kind === "string" ? `"${shown}"` : shown} finder={finder} />
          </bdi>
        </button>
        <button
          type="button"
          class="fv-not"
          title={strings.withoutLines(visibleText(name))}
          aria-label={strings.withoutLines(visibleText(name))}
          onClick={() => onField({ name, value, not: true })}
        />
      </dd>
    </>
  );
}
