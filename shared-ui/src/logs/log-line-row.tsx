import type { Level } from "@quayside/core/model/log-text/line-level.ts";
import { memo } from "preact/compat";
import { Icon } from "../controls/icon.tsx";
import { LineDetails } from "./line-details.tsx";
import type { FieldValue } from "./line-filter.ts";
import { lineTime } from "./line-time.ts";
import type { LineEntry, NoticeEntry } from "./log-entry.ts";
import { noticeIcon, noticeText } from "./notice-text.ts";
import type { Hit } from "./search.ts";
import { segments, styleClass } from "./segments.ts";
import { strings } from "./strings.ts";

const kilo = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

interface LineProps {
  readonly entry: LineEntry;
  readonly hits: readonly Hit[];
  /** Where the current hit begins, if it is in this line. */
  readonly current: number | undefined;
  readonly picked: boolean;
  readonly timestamps: boolean;
  readonly open: boolean;
  readonly onToggle: (key: number) => void;
  readonly onField: (field: FieldValue) => void;
}

const LEVEL_CLASS: Readonly<Partial<Record<Level, string>>> = {
  fatal: "lvl-bad",
  error: "lvl-bad",
  warn: "lvl-warn",
};

function Line({ entry, hits, current, picked, timestamps, open, onToggle, onField }: LineProps) {
  const { line } = entry;
  const { level } = entry.group;
  const levelClass = level === undefined ? "" : (LEVEL_CLASS[level] ?? "");
  const [seconds, milliseconds] = timestamps ? lineTime(line.timestamp) : ["", ""];
  return (
    <div
      class={`le ${line.stream === "stderr" ? "err" : ""} ${levelClass} ${picked ? "picked" : ""} ${open ? "open" : ""}`}
      data-key={entry.key}
    >
      <span class="edge" />
      {timestamps ? (
        <span class="tm" title={line.timestamp}>
          {seconds}
          <span class="hide-760">{milliseconds}</span>
        </span>
      ) : null}
      <button
        type="button"
        class="tw"
        // By keys it is Enter on the list: a stop at each line would keep the rest of the panel away.
        tabIndex={-1}
        aria-expanded={open}
        aria-label={open ? strings.collapse : strings.expand}
        onClick={() => onToggle(entry.key)}
      >
        <Icon name={open ? "down" : "right"} />
      </button>
      <span class="lv">{entry.isHead ? level : undefined}</span>
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
      {open ? <LineDetails entry={entry} onField={onField} /> : null}
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
