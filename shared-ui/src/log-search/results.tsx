import type { LogHit } from "@quayside/core/model/log-search.ts";
import { refKey } from "@quayside/core/model/ref.ts";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { clockSeconds } from "../text/clock-time.ts";
import { Offsets } from "../virtual/offsets.ts";
import { useViewport } from "../virtual/use-viewport.ts";
import type { ResultRow } from "./hit-rows.ts";
import type { LogSearchModel } from "./log-search-model.ts";
import { GroupHead, HitLine, type RowPlace } from "./result-row.tsx";
import { strings } from "./strings.ts";

/** Known to log-search.css. */
const HEIGHT = { group: 26, hit: 22 } as const;
const CONTEXT_HEIGHT = 20;
const MARGIN_ROWS = 8;

function heightOf(row: ResultRow | undefined, active: string | undefined): number {
  if (row === undefined) return 0;
  if (row.kind === "group" || row.key !== active) return HEIGHT[row.kind];
  return HEIGHT.hit + CONTEXT_HEIGHT * (row.hit.before.length + row.hit.after.length);
}

/** "14:31:57", with its day where that is another than today's. */
export function hitTime({ timestamp }: Pick<LogHit, "timestamp">, now: number): string {
  const time = Date.parse(timestamp.replace(/(\.\d{3})\d*/, "$1"));
  if (Number.isNaN(time)) return "";
  const date = new Date(time);
  const two = (value: number): string => String(value).padStart(2, "0");
  if (date.toDateString() === new Date(now).toDateString()) return clockSeconds(time);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clockSeconds(time)}`;
}

/** The hits; only those that are seen are in the DOM. The one that the keys are at shows the lines around it. */
export function Results({ model, now }: { model: LogSearchModel; now: () => number }) {
  const scroller = useRef<HTMLDivElement>(null);
  const viewport = useViewport(scroller);
  const rows = model.rows.value;
  const active = model.active.value;
  const offsets = useMemo(() => new Offsets(rows.length, (index) => heightOf(rows[index], active)), [rows, active]);
  const moves = model.moves.value;
  useLayoutEffect(() => {
    const element = scroller.current;
    const index = rows.findIndex(({ key }) => key === active);
    if (element === null || index === -1 || moves === 0) return;
    const bottom = offsets.top(index + 1);
    if (offsets.top(index) < element.scrollTop) element.scrollTop = offsets.top(index);
    else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
  }, [moves]);
  const { start, end } = offsets.range(viewport.top, viewport.height, MARGIN_ROWS);
  const hosts = model.inventory.value?.hosts;
  const hostName = (id: string): string => hosts?.get(id)?.name ?? "";
  const grouped = model.grouped.value;
  const idOf = (index: number): string => `hit-${index}`;
  const at = active === undefined ? -1 : rows.findIndex(({ key }) => key === active);
  const isDrawn = at >= start && at < end;
  const today = now();
  const isDated = hitTime({ timestamp: model.list.oldest }, today).includes(" ");
  return (
    <div
      class={`scroll hits-list ${grouped ? "" : "in-time"} ${isDated ? "dated" : ""}`}
      ref={scroller}
      role="tree"
      aria-label={strings.resultsLabel}
      tabIndex={0}
      aria-activedescendant={isDrawn ? idOf(at) : undefined}
      onKeyDown={(event) => {
        if (listKey(event, model, Math.max(1, Math.floor(viewport.height / HEIGHT.hit) - 1))) event.preventDefault();
      }}
    >
      <div class="hits-space" style={{ height: `${offsets.total}px` }} role="presentation">
        <div class="hits-block" style={{ transform: `translateY(${offsets.top(start)}px)` }} role="presentation">
          {rows.slice(start, end).map((row, offset) => {
            const index = start + offset;
            const place: RowPlace = {
              id: idOf(index),
              active: row.key === active,
              position: index,
              total: rows.length,
            };
            if (row.kind === "group")
              return (
                <GroupHead
                  key={row.key}
                  row={row}
                  place={place}
                  hostName={hostName(row.container.ref.host)}
                  onClick={() => model.toggle(row.key)}
                />
              );
            const { hit } = row;
            return (
              <HitLine
                key={row.key}
                hit={hit}
                place={place}
                level={grouped ? 2 : 1}
                time={hitTime(hit, today)}
                source={
                  grouped
                    ? undefined
                    : { container: model.list.container(refKey(hit.ref)), hostName: hostName(hit.ref.host) }
                }
                onClick={() => void model.open(row)}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** True when the key was for the list. */
function listKey(event: KeyboardEvent, model: LogSearchModel, page: number): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  switch (event.key) {
    case "ArrowDown":
      model.move(1);
      return true;
    case "ArrowUp":
      model.move(-1);
      return true;
    case "PageDown":
      model.move(page);
      return true;
    case "PageUp":
      model.move(-page);
      return true;
    case "Home":
      model.move(Number.NEGATIVE_INFINITY);
      return true;
    case "End":
      model.move(Number.POSITIVE_INFINITY);
      return true;
    case "ArrowLeft":
      model.fold(false);
      return true;
    case "ArrowRight":
      model.fold(true);
      return true;
    case "Enter":
      void model.enter();
      return true;
    default:
      return false;
  }
}
