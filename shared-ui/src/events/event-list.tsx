import { useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { Offsets } from "../virtual/offsets.ts";
import { useViewport } from "../virtual/use-viewport.ts";
import { BurstLine, DayHead, EventLine, type RowPlace } from "./event-row.tsx";
import type { ListRow } from "./event-rows.ts";
import type { EventsModel } from "./events-model.ts";
import { strings } from "./strings.ts";

/** Known to events.css. */
const HEIGHT = { day: 30, event: 24, burst: 24 } as const;
/** Of an opened row that was not seen yet. */
const OPENED = 180;
const MARGIN_ROWS = 10;

/** The events; only those that are seen are in the DOM. What an opened row takes is measured when it is drawn. */
export function EventList({ model, now }: { model: EventsModel; now: () => number }) {
  const scroller = useRef<HTMLDivElement>(null);
  const block = useRef<HTMLDivElement>(null);
  const viewport = useViewport(scroller);
  const measured = useSignal<ReadonlyMap<string, number>>(new Map());
  const rows = model.rows.value;
  const heights = measured.value;
  const heightOf = (row: ListRow | undefined): number => {
    if (row === undefined) return 0;
    return row.kind === "event" && row.open ? (heights.get(row.key) ?? OPENED) : HEIGHT[row.kind];
  };
  const offsets = useMemo(() => new Offsets(rows.length, (index) => heightOf(rows[index])), [rows, heights]);
  useAnchor(scroller, rows, offsets);
  const active = model.active.value;
  const at = active === undefined ? -1 : rows.findIndex(({ key }) => key === active);
  const moves = model.moves.value;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || at === -1 || moves === 0) return;
    const [top, bottom] = [offsets.top(at), offsets.top(at + 1)];
    if (top < element.scrollTop) element.scrollTop = at <= 1 ? 0 : top;
    else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
  }, [moves]);
  const { start, end } = offsets.range(viewport.top, viewport.height, MARGIN_ROWS);
  useLayoutEffect(() => {
    const found = new Map(measured.peek());
    let changed = false;
    rows.slice(start, end).forEach((row, index) => {
      if (row.kind !== "event" || !row.open) return;
      const height = block.current?.children[index]?.getBoundingClientRect().height ?? 0;
      if (height === 0 || found.get(row.key) === height) return;
      found.set(row.key, height);
      changed = true;
    });
    if (changed) measured.value = found;
  });
  const idOf = (index: number): string => `event-${index}`;
  const today = now();
  return (
    <div
      class="scroll events-list"
      ref={scroller}
      role="tree"
      aria-label={strings.list}
      tabIndex={0}
      aria-activedescendant={at >= start && at < end ? idOf(at) : undefined}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return;
        if (listKey(event, model, Math.max(1, Math.floor(viewport.height / HEIGHT.event) - 1))) event.preventDefault();
      }}
    >
      <div style={{ height: `${offsets.total}px` }} role="presentation">
        <div ref={block} style={{ transform: `translateY(${offsets.top(start)}px)` }} role="presentation">
          {rows.slice(start, end).map((row, offset) => {
            const index = start + offset;
            if (row.kind === "day") return <DayHead key={row.key} row={row} now={today} />;
            const place: RowPlace = { id: idOf(index), active: index === at, position: index, total: rows.length };
            return row.kind === "event" ? (
              <EventLine key={row.key} model={model} row={row} place={place} />
            ) : (
              <BurstLine key={row.key} model={model} row={row} place={place} />
            );
          })}
        </div>
      </div>
      {model.older.value === "none" ? null : (
        <div class="ev-older">
          <Button
            small
            reason={model.older.value === "reading" ? strings.olderReading : undefined}
            onClick={() => void model.showOlder()}
          >
            {model.older.value === "reading" ? strings.olderReading : strings.older}
          </Button>
        </div>
      )}
    </div>
  );
}

/** What is read stays where it is while newer events come above it; at the top the newest are what is read. */
function useAnchor(
  scroller: { readonly current: HTMLElement | null },
  rows: readonly ListRow[],
  offsets: Offsets,
): void {
  const before = useRef<{ readonly rows: readonly ListRow[]; readonly offsets: Offsets }>({ rows, offsets });
  useLayoutEffect(() => {
    const element = scroller.current;
    const last = before.current;
    before.current = { rows, offsets };
    if (element === null || last.rows === rows || element.scrollTop === 0) return;
    const anchor = last.offsets.at(element.scrollTop);
    const key = last.rows[anchor]?.key;
    const index = rows.findIndex((row) => row.key === key);
    if (index === -1) return;
    element.scrollTop += offsets.top(index) - last.offsets.top(anchor);
  }, [rows, offsets]);
}

/** True when the key was for the list. */
function listKey(event: KeyboardEvent, model: EventsModel, page: number): boolean {
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
    case " ":
      model.enter();
      return true;
    default:
      return false;
  }
}
