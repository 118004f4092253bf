import type { Level } from "@quayside/core/model/log-text/line-level.ts";
import type { TextFinder } from "@quayside/core/model/log-text/text-finder.ts";
import { memo } from "preact/compat";
import { Icon } from "../controls/icon.tsx";
import { type Anchor, anchorOf } from "../controls/menu.tsx";
import { visibleText } from "../text/visible-text.ts";
import { type LineActions, LineDetails } from "./line-details.tsx";
import type { FieldValue } from "./line-filter.ts";
import { lineTime, type TimeStyle } from "./line-time.ts";
import type { LineEntry, NoticeEntry } from "./log-entry.ts";
import type { LogSource } from "./log-sources.ts";
import { noticeIcon, noticeText } from "./notice-text.ts";
import type { Hit } from "./search.ts";
import { segments, styleClass, withPlaces } from "./segments.ts";
import { type SourcePlace, vendorFolder } from "./source-places.ts";
import { strings } from "./strings.ts";

const kilo = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

interface LineProps {
  readonly entry: LineEntry;
  readonly hits: readonly Hit[];
  /** Where the current hit begins, if it is in this line. */
  readonly current: number | undefined;
  readonly picked: boolean;
  readonly timestamps: TimeStyle;
  /** For how long ago it was; 0 where that isn't shown. */
  readonly now: number;
  /** Where there are several. */
  readonly source: LogSource | undefined;
  readonly onSourceMenu: OpenSourceMenu;
  /** With the line above it. */
  readonly goesOn: boolean;
  readonly open: boolean;
  readonly onToggle: (key: number) => void;
  readonly onField: (field: FieldValue) => void;
  readonly onSource: (entry: LineEntry, place: SourcePlace) => void;
  readonly opensSources: boolean;
  readonly finder: TextFinder | undefined;
  /** The filter marks it. */
  readonly marked: boolean;
  readonly actions: LineActions;
}

export type OpenSourceMenu = (source: LogSource, anchor: Anchor) => void;

const LEVEL_CLASS: Readonly<Partial<Record<Level, string>>> = {
  fatal: "lvl-bad",
  error: "lvl-bad",
  warn: "lvl-warn",
};

function Line({
  entry,
  hits,
  current,
  picked,
  timestamps,
  now,
  source,
  onSourceMenu,
  goesOn,
  open,
  onToggle,
  onField,
  onSource,
  opensSources,
  finder,
  marked,
  actions,
}: LineProps) {
  const { line } = entry;
  const { level } = entry.group;
  const levelClass = level === undefined ? "" : (LEVEL_CLASS[level] ?? "");
  const [seconds, milliseconds] = lineTime(entry.at, timestamps, now);
  return (
    <div
      class={`le ${line.stream === "stderr" ? "err" : ""} ${levelClass} ${marked ? "marked" : ""} ${picked ? "picked" : ""} ${goesOn ? "goes-on" : ""} ${open ? "open" : ""}`}
      data-key={entry.key}
    >
      <span class="edge" />
      {timestamps !== "off" ? (
        <span class="tm" title={line.timestamp}>
          {seconds}
          <span class="hide-760">{milliseconds}</span>
        </span>
      ) : null}
      {source === undefined ? null : <SourceName source={source} onMenu={onSourceMenu} />}
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
        {withPlaces(segments(entry.spans, hits), entry.places).map(({ text, style, hit, place }, index) => {
          const names = styleClass(style);
          if (place !== undefined) {
            const named = visibleText([place.path, place.line].join(":"));
            return (
              <button
                type="button"
                key={index}
                class={`place ${hit === undefined ? "" : `hit ${hit.start === current ? "now" : ""}`}`}
                // By keys it is in the line's details.
                tabIndex={-1}
                title={opensSources ? strings.openSource(named) : strings.copySource(named)}
                onClick={() => onSource(entry, place)}
              >
                {hit === undefined ? text : <mark class={hit.start === current ? "now" : ""}>{text}</mark>}
              </button>
            );
          }
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
      {open ? (
        <LineDetails
          entry={entry}
          onField={onField}
          onSource={onSource}
          opensSources={opensSources}
          finder={finder}
          actions={actions}
        />
      ) : null}
    </div>
  );
}

export const LineRow = memo(Line);

/** In the place of frames of packages that stand together. */
export function FoldRow({
  entry,
  frames,
  goesOn,
  timestamps,
  source,
  onSourceMenu,
  onUnfold,
}: {
  entry: LineEntry;
  frames: number;
  goesOn: boolean;
  timestamps: boolean;
  source: LogSource | undefined;
  onSourceMenu: OpenSourceMenu;
  onUnfold: (entry: LineEntry) => void;
}) {
  return (
    <div
      class={`le fold ${goesOn ? "goes-on" : ""} ${LEVEL_CLASS[entry.group.level ?? "info"] ?? ""}`}
      data-key={entry.key}
    >
      <span class="edge" />
      {timestamps ? <span class="tm" /> : null}
      {source === undefined ? null : <SourceName source={source} onMenu={onSourceMenu} />}
      <span />
      <span />
      <span class="ms">
        <button type="button" class="unfold" tabIndex={-1} title={strings.unfold} onClick={() => onUnfold(entry)}>
          {strings.foldedFrames(frames, vendorFolder(entry.line.text))}
        </button>
      </span>
    </div>
  );
}

function SourceName({ source, onMenu }: { source: LogSource; onMenu: OpenSourceMenu }) {
  const name = visibleText(source.name);
  return (
    <button
      type="button"
      class="src"
      // By keys it is the menu of its chip above the lines.
      tabIndex={-1}
      title={strings.sourceOn(name, visibleText(source.hostName))}
      aria-haspopup="menu"
      onClick={(event) => onMenu(source, anchorOf(event.currentTarget, "left"))}
    >
      <span class={`src-mark src-${source.colour}`} />
      <bdi class="t src-name">{name}</bdi>
    </button>
  );
}

/** `source`: where there are several, it says whose it is. */
export function NoticeRow({ entry, source }: { entry: NoticeEntry; source: LogSource | undefined }) {
  const told = noticeText(entry.notice);
  const text = source === undefined ? told : strings.noticeOf(visibleText(source.name), told);
  return (
    <div class="gapline" data-key={entry.key}>
      <Icon name={noticeIcon(entry.notice)} />
      <span class="t" title={text}>
        {text}
      </span>
    </div>
  );
}
