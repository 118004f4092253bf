import { IconButton } from "../controls/button.tsx";
import { shortened } from "../text/shortened.ts";
import { visibleText } from "../text/visible-text.ts";
import type { InspectModel } from "./inspect-model.ts";
import { type JsonLine, valueText } from "./json-lines.ts";
import { Mask } from "./secret.tsx";
import { strings } from "./strings.ts";

/** So much of a value is shown; all of it is copied. */
const LONGEST = 1000;
const INDENT = 16;

interface Props {
  readonly model: InspectModel;
  readonly line: JsonLine;
  readonly top: number;
  /** It is the hit that is looked at. */
  readonly now: boolean;
  readonly onCopy: (text: string, name: string) => void;
}

export function InspectLine({ model, line, top, now, onCopy }: Props) {
  const { depth, name, opens, closes, count, path, more, hiddenFrom } = line;
  const folded = opens !== undefined && model.isFolded(line);
  const revealed = model.isRevealed(line);
  const called = visibleText(shortened(name ?? path.split("/").at(-1) ?? "", 100));
  const search = model.search.value;
  const tail = more ? "," : "";
  return (
    <div class={`json-line ${now ? "now" : ""}`} style={{ top: `${top}px` }}>
      <span class="json-twisty" style={{ marginLeft: `${depth * INDENT}px` }}>
        {opens === undefined ? null : (
          <IconButton
            icon={folded ? "right" : "down"}
            label={folded ? strings.unfold(called) : strings.fold(called)}
            expanded={!folded}
            onClick={() => model.fold(path, !folded)}
          />
        )}
      </span>
      <span class="json-text">
        {name === undefined ? null : (
          <>
            <span class="json-name">
              <Marked text={visibleText(shortened(JSON.stringify(name), LONGEST))} search={search} />
            </span>
            {": "}
          </>
        )}
        {closes !== undefined ? (
          closes + tail
        ) : opens !== undefined ? (
          folded ? (
            <>
              {opens}
              <span class="muted">…</span>
              {opens === "{" ? "}" : "]"}
              {tail} <span class="muted">{count}</span>
            </>
          ) : (
            opens
          )
        ) : (
          <>
            <Value line={line} revealed={revealed} search={search} />
            {tail}
          </>
        )}
      </span>
      {opens !== undefined || closes !== undefined || line.empty !== undefined ? null : (
        <span class="json-acts">
          {hiddenFrom === undefined ? null : (
            <IconButton
              icon="eye"
              label={revealed ? strings.hide(called) : strings.show(called)}
              pressed={revealed}
              onClick={() => model.reveal(path)}
            />
          )}
          <IconButton
            icon="copy"
            label={strings.copyValue(called)}
            onClick={() => onCopy(String(line.value), called)}
          />
        </span>
      )}
    </div>
  );
}

function Value({ line, revealed, search }: { line: JsonLine; revealed: boolean; search: string }) {
  const kind = typeof line.value === "string" ? "json-string" : "json-plain";
  const text = valueText(line, !revealed);
  if (revealed)
    return (
      <bdi class={kind}>
        <Marked text={visibleText(shortened(text, LONGEST))} search={search} />
      </bdi>
    );
  return (
    <bdi class={kind}>
      <Marked text={visibleText(shortened(text.slice(0, -1), LONGEST))} search={search} />
      <Mask />"
    </bdi>
  );
}

/** More marks in a line tell nothing more. */
const MARKS = 50;

function Marked({ text, search }: { text: string; search: string }) {
  if (search === "") return text;
  const wanted = search.toLowerCase();
  const low = text.toLowerCase();
  // Some letters have another length when they are small: then places in one text are none in the other.
  if (low.length !== text.length) return text;
  const parts = [];
  let from = 0;
  for (let at = low.indexOf(wanted); at >= 0 && parts.length < MARKS; at = low.indexOf(wanted, from)) {
    parts.push(text.slice(from, at), <mark key={at}>{text.slice(at, at + wanted.length)}</mark>);
    from = at + wanted.length;
  }
  parts.push(text.slice(from));
  return <>{parts}</>;
}
