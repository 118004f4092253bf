import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { type Anchor, anchorOf } from "../controls/menu.tsx";
import { Offsets } from "../virtual/offsets.ts";
import { useViewport } from "../virtual/use-viewport.ts";
import type { ContainersModel } from "./containers-model.ts";
import { indexOfKey } from "./navigation.ts";
import { HEAD_HEIGHT, NARROW, rowHeight } from "./row-height.ts";
import type { Row } from "./rows.ts";
import { strings } from "./strings.ts";
import type { TableController } from "./table-controller.ts";
import { TableHead } from "./table-head.tsx";
import { TableRow, type TableRowEvents } from "./table-row.tsx";
import { useAnchoredScroll } from "./use-anchored-scroll.ts";
import { useKeptPlace } from "./use-kept-place.ts";
import { useTextClock } from "./use-text-clock.ts";

const MARGIN_ROWS = 8;

interface Props {
  readonly model: ContainersModel;
  readonly controller: TableController;
}

/** All hosts in one tree of rows. Only what is seen is in the DOM, and the row that has the focus, wherever it is. */
export function Table({ model, controller }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const lastIndex = useRef(0);
  const wantsFocus = useRef(false);
  const viewport = useViewport(scroller);
  const { rows } = model.table.value;
  const narrow = viewport.width > 0 && viewport.width <= NARROW;
  const offsets = useMemo(() => new Offsets(rows.length, (index) => rowHeight(rows[index], narrow)), [rows, narrow]);

  // When the focused row is gone, the one that took its place gets the focus.
  const found = indexOfKey(rows, controller.active.value, lastIndex.current);
  const active = found < 0 ? Math.min(lastIndex.current, rows.length - 1) : found;
  lastIndex.current = active;
  // Moving a row in the DOM blurs what is in it without an event of the person's: seen here before, mended below after.
  const focused = document.activeElement;
  const hadFocus = body.current?.contains(focused) === true;
  useLayoutEffect(() => {
    if (!wantsFocus.current && !(hadFocus && body.current?.contains(document.activeElement) !== true)) return;
    const stays = !wantsFocus.current && focused instanceof HTMLElement && focused.isConnected;
    wantsFocus.current = false;
    const key = rows[active]?.key;
    const element = stays ? focused : key === undefined ? undefined : rowElement(body.current, key);
    element?.focus({ preventScroll: true });
  });
  useAnchoredScroll(scroller, {
    rows,
    offsets,
    order: model.order.value,
    restless: model.sortsByUsage,
    focused: hadFocus ? rows[active]?.key : undefined,
  });

  useKeptPlace(scroller, { rows, offsets }, model.place, model.keepPlace);

  const visible = offsets.range(viewport.top, viewport.height - HEAD_HEIGHT, MARGIN_ROWS);
  const drawn: number[] = [];
  if (active >= 0 && active < visible.start) drawn.push(active);
  for (let index = visible.start; index < visible.end; index++) drawn.push(index);
  if (active >= visible.end) drawn.push(active);
  const now = model.now.value;
  useTextClock(
    drawn.flatMap((index) => rows[index] ?? []),
    now,
    () => model.tick(),
  );

  const seen = drawn.flatMap((index) => {
    const row = rows[index];
    return row?.kind === "container" ? [row.container] : [];
  });
  // A narrow panel has no room for what they use, and before it is measured nobody knows.
  const showsUsage = viewport.width > NARROW;
  useLayoutEffect(() => model.watchUsage(showsUsage ? seen : []));
  useLayoutEffect(() => () => model.watchUsage([]), [model]);

  const focusRow = (index: number): void => {
    const element = scroller.current;
    const key = rows[index]?.key;
    if (element === null || key === undefined) return;
    const room = element.clientHeight - HEAD_HEIGHT;
    const bottom = offsets.top(index + 1);
    if (offsets.top(index) < element.scrollTop) element.scrollTop = offsets.top(index);
    else if (bottom > element.scrollTop + room) element.scrollTop = bottom - room;
    if (key === controller.active.peek()) rowElement(body.current, key)?.focus({ preventScroll: true });
    else wantsFocus.current = true;
    controller.active.value = key;
  };
  controller.view = {
    focusRow,
    focusActive: () => focusRow(active),
    page: () => Math.max(1, Math.floor((viewport.height - HEAD_HEIGHT) / 22) - 1),
    anchorOfRow: (key) => menuAnchor(rowElement(body.current, key)),
  };
  return (
    <div class="scroll" ref={scroller}>
      <div
        class="grid"
        role="treegrid"
        aria-label={strings.title}
        aria-rowcount={rows.length + 1}
        aria-multiselectable="true"
      >
        <TableHead model={model} controller={controller} />
        {/* biome-ignore lint/a11y/useSemanticElements: rows that lie at their height can't be a tbody's */}
        <div
          class="rows"
          role="rowgroup"
          ref={body}
          style={{ height: `${offsets.total}px` }}
          onFocusIn={(event) => {
            const key = keyOf(event.target);
            if (key !== undefined) controller.active.value = key;
          }}
          onKeyDown={(event) => {
            const index = indexOfKey(rows, keyOf(event.target), active);
            if (index < 0 || !controller.key(event, index)) return;
            event.preventDefault();
            event.stopPropagation();
          }}
          onContextMenu={(event) => {
            const row = rows[indexOfKey(rows, keyOf(event.target), active)];
            if (row?.kind !== "container") return;
            event.preventDefault();
            const { clientX: left, clientY: top } = event;
            controller.openMenu(row, { left, right: left, top, bottom: top, align: "left" });
          }}
        >
          {drawn.map((index) => {
            const row = rows[index];
            return row === undefined ? null : (
              <TableRow
                key={row.key}
                row={row}
                index={index}
                top={offsets.top(index)}
                now={now}
                selected={model.selection.value.keys.has(row.key)}
                active={index === active}
                pending={model.actions.pending.value.get(row.key)}
                rename={model.rename}
                usage={model.usage}
                events={eventsOf(row, model, controller)}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function eventsOf(row: Row, model: ContainersModel, controller: TableController): TableRowEvents {
  const container = row.kind === "container" ? row : undefined;
  const failure = row.kind === "failure" ? row : undefined;
  const hidesKnown = failure !== undefined && failure.known > 0 && model.settings.value.grouping === "host";
  return {
    onClick: (event) => controller.click(row, event),
    onDoubleClick: () => container !== undefined && controller.command("open", container),
    onCommand: (command) => container !== undefined && controller.command(command, container),
    onToggle: (event) => controller.check(row, event),
    onPort: (port) => container !== undefined && void model.actions.openPort(container.container, port),
    onMenu: (anchor) => container !== undefined && controller.openMenu(container, anchor),
    onRetry: () => failure !== undefined && void model.actions.retry(failure.host.id),
    onLogs: () => void controller.showLogs(row),
    onToggleKnown: hidesKnown ? () => model.setOpen(`host:${failure.host.id}`, !failure.open) : undefined,
  };
}

function rowElement(body: HTMLElement | null, key: string): HTMLElement | undefined {
  return body?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? undefined;
}

function keyOf(target: EventTarget | null): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>("[data-key]")?.dataset.key : undefined;
}

function menuAnchor(element: HTMLElement | undefined): Anchor | undefined {
  return element === undefined ? undefined : anchorOf(element, "right");
}
