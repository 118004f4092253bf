import { memo } from "preact/compat";
import { Icon } from "../controls/icon.tsx";
import { clockSeconds } from "../text/clock-time.ts";
import type { LineEntry, NoticeEntry } from "./log-entry.ts";
import { noticeIcon, noticeText } from "./notice-text.ts";
import type { Hit } from "./search.ts";
import { segments, styleClass } from "./segments.ts";
import { strings } from "./strings.ts";

/** RFC 3339 with nanoseconds → local time in two parts: seconds, and milliseconds that a narrow panel leaves out. */
function lineTime(timestamp: string): readonly [seconds: string, milliseconds: string] {
  const time = Date.parse(timestamp.replace(/(\.\d{3})\d*/, "$1"));
  if (Number.isNaN(time)) return ["", ""];
  return [clockSeconds(time), `.${String(time % 1000).padStart(3, "0")}`];
}

const kilo = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

interface LineProps {
  readonly entry: LineEntry;
  readonly hits: readonly Hit[];
  /** Where the current hit begins, if it is in this line. */
  readonly current: number | undefined;
  readonly picked: boolean;
  readonly timestamps: boolean;
}

function Line({ entry, hits, current, picked, timestamps }: LineProps) {
  const { line } = entry;
  const [seconds, milliseconds] = timestamps ? lineTime(line.timestamp) : ["", ""];
  return (
    <div class={`le ${line.stream === "stderr" ? "err" : ""} ${picked ? "picked" : ""}`} data-key={entry.key}>
      <span class="edge" />
      {timestamps ? (
        <span class="tm" title={line.timestamp}>
          {seconds}
          <span class="hide-760">{milliseconds}</span>
        </span>
      ) : null}
      <span class="ms">
        {segments(entry.spans, hits).map(({ text, style, hit }, index) => {
          const names = styleClass(style);
          // Pieces have no name but their place; they are made anew with the line.
          if (hit !== undefined) {
            return (
              <mark key={index} class={`${names} ${hit.start === current ? "now" : ""}`}>
                {text}
              </mark>
            );
          }
          return names === "" ? (
            text
          ) : (
            <span key={index} class={names}>
              {text}
            </span>
          );
        })}
        {entry.hidden === 0 ? null : <span class="muted">{strings.longer(entry.hidden)}</span>}
        {line.cutFrom === undefined ? null : <span class="cut">{strings.cut(kilo(line.cutFrom))}</span>}
      </span>
      {line.stream === "stderr" ? <span class="er">{strings.stderr}</span> : null}
    </div>
  );
}

export const LineRow = memo(Line);

export function NoticeRow({ entry }: { entry: NoticeEntry }) {
  const text = noticeText(entry.notice);
  return (
    <div class="gapline" data-key={entry.key}>
      <Icon name={noticeIcon(entry.notice)} />
      <span class="t" title={text}>
        {text}
      </span>
    </div>
  );
}
