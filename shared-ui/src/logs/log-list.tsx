import { useSignal } from "@preact/signals";
import { useCallback, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { visibleText } from "../text/visible-text.ts";
import { Offsets } from "../virtual/offsets.ts";
import { useViewport } from "../virtual/use-viewport.ts";
import { LineHeights } from "./line-heights.ts";
import { inRange, pick } from "./line-range.ts";
import { isLine } from "./log-entry.ts";
import { LineRow, NoticeRow } from "./log-line-row.tsx";
import type { LogsModel } from "./logs-model.ts";
import { type Hit, hitsOf } from "./search.ts";
import { strings } from "./strings.ts";

const MARGIN_ROWS = 10;
/** Nearer to the end than this is at the end. */
const END = 8;
/** The lines begin so many pixels below the top of the scroller. */
const PADDING = 2;
const NO_HITS: readonly Hit[] = [];

/** The lines; only those that are seen are in the DOM. It follows the end until the person scrolls up. */
export function LogList({ model }: { model: LogsModel }) {
  const scroller = useRef<HTMLDivElement>(null);
  const block = useRef<HTMLDivElement>(null);
  const heights = useMemo(() => new LineHeights(), []);
  const measured = useSignal(0);
  const lastTop = useRef(0);
  const shown = useRef<Offsets>(new Offsets(0, () => 0));
  const jumped = useRef(model.search.jumps.peek());
  const { window: lines, search } = model;
  const { wrap, timestamps } = model.settings.value;
  const picture = model.picture.value;

  const onScroll = useCallback(
    (element: HTMLElement): void => {
      const atEnd = element.scrollHeight - element.clientHeight - element.scrollTop < END;
      if (atEnd) model.catchOn();
      else if (element.scrollTop < lastTop.current) model.letGo();
      lastTop.current = element.scrollTop;
      const index = shown.current.at(element.scrollTop);
      const key = lines.firstKey + index;
      model.seen({ key, above: element.scrollTop - shown.current.top(index) });
    },
    [model, lines],
  );
  const viewport = useViewport(scroller, onScroll);
  heights.keep(viewport.width, lines.firstKey);
  // The window and the heights change in place; the counts tell when
  const offsets = useMemo(
    () => new Offsets(lines.length, (index) => heights.of(lines.at(index), wrap)),
    [picture, measured.value, wrap, viewport.width],
  );
  shown.current = offsets;
  const following = model.follow.value.kind === "following";
  const top = following ? Math.max(0, offsets.total - viewport.height) : viewport.top;
  const { start, end } = offsets.range(top, viewport.height, MARGIN_ROWS);
  const entries = lines.slice(start, end);

  useLayoutEffect(() => {
    if (!wrap || block.current === null) return;
    let changed = false;
    for (const child of block.current.children) {
      if (!(child instanceof HTMLElement)) continue;
      const key = Number(child.dataset.key);
      const entry = lines.at(key - lines.firstKey);
      if (entry !== undefined && isLine(entry) && heights.measure(key, child.offsetHeight, heights.of(entry, wrap)))
        changed = true;
    }
    if (changed) measured.value++;
  });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    if (following) {
      element.scrollTop = element.scrollHeight;
      lastTop.current = element.scrollTop;
      return;
    }
    const { key, above } = model.place;
    const index = key - lines.firstKey;
    const wanted = index < 0 ? 0 : offsets.top(index) + above;
    if (Math.abs(element.scrollTop - wanted) >= 1) element.scrollTop = wanted;
    lastTop.current = element.scrollTop;
  }, [offsets, following, lines]);

  const jumps = search.jumps.value;
  const current = search.current.value;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (jumps === jumped.current || current === undefined || element === null) return;
    jumped.current = jumps;
    const index = current.key - lines.firstKey;
    const from = offsets.top(index);
    const seen = from >= element.scrollTop && offsets.top(index + 1) <= element.scrollTop + element.clientHeight;
    if (!seen) {
      model.letGo();
      const to = Math.max(0, Math.round(from - element.clientHeight / 2));
      const first = offsets.at(to);
      model.seen({ key: lines.firstKey + first, above: to - offsets.top(first) });
      element.scrollTop = to;
    }
    // Sideways too, where lines don't wrap; the row itself may be drawn only after this scroll.
    requestAnimationFrame(() =>
      element.querySelector("mark.now")?.scrollIntoView({ block: "nearest", inline: "nearest" }),
    );
  }, [jumps, current, offsets, lines, model]);

  const hits = search.hits.value;
  const picked = model.picked.value;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Ctrl+A and Ctrl+C are the panel's
    <div
      class={`scroll log ${wrap ? "wrap" : ""} ${timestamps ? "" : "no-tm"}`}
      ref={scroller}
      role="log"
      // Thousands of lines a second would drown a screen reader; the status tells how many there are.
      aria-live="off"
      aria-label={strings.logLabel(visibleText(model.input.title))}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keys
      tabIndex={0}
      onMouseDown={(event) => {
        // With shift the browser would pick the text between as well.
        if (event.shiftKey) event.preventDefault();
      }}
      onClick={(event) => {
        const key =
          event.target instanceof Element ? event.target.closest<HTMLElement>("[data-key]")?.dataset.key : undefined;
        // A drag picks text, not lines.
        if (key !== undefined && document.getSelection()?.isCollapsed !== false) {
          model.picked.value = pick(model.picked.value, Number(key), event.shiftKey);
        }
      }}
    >
      <div class="log-space" style={{ height: `${offsets.total + PADDING}px` }}>
        <div class="log-block" ref={block} style={{ transform: `translateY(${offsets.top(start)}px)` }}>
          {entries.map((entry) =>
            isLine(entry) ? (
              <LineRow
                key={entry.key}
                entry={entry}
                hits={hits.length === 0 ? NO_HITS : hitsOf(hits, entry.key)}
                current={current?.key === entry.key ? current.start : undefined}
                picked={inRange(picked, entry.key)}
                timestamps={timestamps}
              />
            ) : (
              <NoticeRow key={entry.key} entry={entry} />
            ),
          )}
        </div>
      </div>
    </div>
  );
}
