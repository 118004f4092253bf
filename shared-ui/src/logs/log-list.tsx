import { useSignal } from "@preact/signals";
import { finderOf } from "@quayside/core/model/log-text/text-finder.ts";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { visibleText } from "../text/visible-text.ts";
import { Offsets } from "../virtual/offsets.ts";
import { useViewport } from "../virtual/use-viewport.ts";
import { foldedFrames, isFolded, isFoldHead, isGoingOn } from "./folds.ts";
import { LINE_HEIGHT, LineHeights } from "./line-heights.ts";
import { inRange, pick } from "./line-range.ts";
import { isLine, type LogEntry } from "./log-entry.ts";
import { FoldRow, LineRow, NoticeRow } from "./log-line-row.tsx";
import type { LogsModel } from "./logs-model.ts";
import { type Hit, hitsOf } from "./search.ts";
import { strings } from "./strings.ts";

const MARGIN_ROWS = 10;
/** Nearer to the end than this is at the end. */
const END = 8;
/** The lines begin so many pixels below the top of the scroller. */
const PADDING = 2;
/** Characters of a source's name that are shown. */
const MOST_NAME = 24;
const LEAST_NAME = 8;
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
  const settled = useRef(false);
  const { search } = model;
  const openKeys = model.open.keys.value;
  const query = search.query.value;
  const finder = useMemo(() => (query.text === "" ? undefined : finderOf(query)), [query]);
  const { marked } = model.filter;
  const unfolded = model.folds.unfolded.value;
  const { wrap, timestamps } = model.settings.value;
  const picture = model.picture.value;
  const lines = model.shown;

  const onScroll = useCallback(
    (element: HTMLElement): void => {
      // Where all fits there is no place to keep: with another filter there may be one again.
      if (element.scrollHeight <= element.clientHeight) return;
      const atEnd = element.scrollHeight - element.clientHeight - element.scrollTop < END;
      // Where the list itself has scrolled, nobody asked for the end.
      if (atEnd && element.scrollTop !== lastTop.current) model.catchOn();
      else if (element.scrollTop < lastTop.current) model.letGo();
      lastTop.current = element.scrollTop;
      const index = shown.current.at(element.scrollTop);
      const key = model.shown.at(index)?.key;
      if (key !== undefined) model.seen({ key, above: element.scrollTop - shown.current.top(index) });
    },
    [model],
  );
  const viewport = useViewport(scroller, onScroll);
  heights.keep(viewport.width, model.window.firstKey);
  const heightAt = (entry: LogEntry | undefined): number =>
    heights.of(entry, wrap, entry !== undefined && openKeys.has(entry.key));
  const heightOfIndex = (index: number): number => {
    if (isFolded(lines, index, unfolded)) return 0;
    return isFoldHead(lines, index, unfolded) ? LINE_HEIGHT : heightAt(lines.at(index));
  };
  // The window and the heights change in place; the counts tell when
  const offsets = useMemo(
    () => new Offsets(lines.length, (index) => heightOfIndex(index)),
    [picture, lines, measured.value, wrap, openKeys, unfolded, viewport.width],
  );
  shown.current = offsets;
  const following = model.follow.value.kind === "following";
  const top = following ? Math.max(0, offsets.total - viewport.height) : viewport.top;
  const { start, end } = offsets.range(top, viewport.height, MARGIN_ROWS);
  const entries = lines.slice(start, end);

  useLayoutEffect(() => {
    settled.current = true;
    if ((!wrap && openKeys.size === 0) || block.current === null) return;
    let changed = false;
    for (const child of block.current.children) {
      if (!(child instanceof HTMLElement)) continue;
      const key = Number(child.dataset.key);
      const entry = lines.at(lines.indexOf(key));
      const open = openKeys.has(key);
      if (entry?.key !== key || !isLine(entry) || (!wrap && !open)) continue;
      if (isFoldHead(lines, lines.indexOf(key), unfolded)) continue;
      if (heights.measure(key, child.offsetHeight, heightAt(entry), open)) changed = true;
    }
    if (changed) measured.value++;
    settled.current = !changed;
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
    const index = lines.indexOf(key);
    const wanted = offsets.top(index) + (lines.at(index)?.key === key ? above : 0);
    if (Math.abs(element.scrollTop - wanted) >= 1) element.scrollTop = wanted;
    lastTop.current = element.scrollTop;
  }, [offsets, following, lines]);

  useLayoutEffect(() => {
    const element = scroller.current;
    const { opened } = model.open;
    if (element === null || opened === undefined || !settled.current) return;
    model.open.opened = undefined;
    const index = lines.indexOf(opened);
    const below = offsets.top(index + 1) + PADDING - element.scrollTop - element.clientHeight;
    // A line that is higher than the view is read from its top.
    const by = Math.min(below, offsets.top(index) - element.scrollTop);
    if (by <= 0) return;
    element.scrollTop += by;
    lastTop.current = element.scrollTop;
    const first = offsets.at(element.scrollTop);
    model.seen({ key: lines.at(first)?.key ?? 0, above: element.scrollTop - offsets.top(first) });
  });

  const jumps = search.jumps.value;
  const current = search.current.value;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (jumps === jumped.current || current === undefined || element === null) return;
    jumped.current = jumps;
    const hit = lines.at(lines.indexOf(current.key));
    if (hit !== undefined && isLine(hit) && hit.isVendorFrame && !unfolded.has(hit.group)) {
      model.folds.unfold(hit);
      // Once more when it is there to be seen.
      jumped.current = -1;
      return;
    }
    const index = lines.indexOf(current.key);
    const from = offsets.top(index);
    const seen = from >= element.scrollTop && offsets.top(index + 1) <= element.scrollTop + element.clientHeight;
    if (!seen) {
      model.letGo();
      const to = Math.max(0, Math.round(from - element.clientHeight / 2));
      const first = offsets.at(to);
      model.seen({ key: lines.at(first)?.key ?? 0, above: to - offsets.top(first) });
      element.scrollTop = to;
    }
    // Sideways too, where lines don't wrap; the row itself may be drawn only after this scroll.
    requestAnimationFrame(() =>
      element.querySelector("mark.now")?.scrollIntoView({ block: "nearest", inline: "nearest" }),
    );
  }, [jumps, current, offsets, lines, model]);

  const sources = model.sources.all.value;
  const merged = sources.length > 1;
  const sourceWidth = Math.min(MOST_NAME, Math.max(...sources.map(({ name }) => name.length), LEAST_NAME));
  const now = useNow(timestamps === "relative" ? model.now : undefined);
  const hits = search.hits.value;
  const picked = model.picks.range.value;
  return (
    <div
      class={`scroll log ${wrap ? "wrap" : ""} ${timestamps === "off" ? "no-tm" : ""} ${merged ? "merged" : ""}`}
      style={{ "--src": `${sourceWidth}ch` }}
      ref={scroller}
      role="log"
      // Thousands of lines a second would drown a screen reader; the status tells how many there are.
      aria-live="off"
      aria-label={strings.logLabel(visibleText(model.input.value.title))}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keys
      tabIndex={0}
      onMouseDown={(event) => {
        // With shift the browser would pick the text between as well.
        if (event.shiftKey) event.preventDefault();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || event.target !== event.currentTarget) return;
        event.preventDefault();
        model.toggleLine();
      }}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest(".lx, .tw, .place, .unfold, .src") !== null) return;
        const key =
          event.target instanceof Element ? event.target.closest<HTMLElement>("[data-key]")?.dataset.key : undefined;
        // A drag picks text, not lines.
        if (key !== undefined && document.getSelection()?.isCollapsed !== false) {
          model.picks.range.value = pick(model.picks.range.value, Number(key), event.shiftKey);
        }
      }}
    >
      <div class="log-space" style={{ height: `${offsets.total + PADDING}px` }}>
        <div class="log-block" ref={block} style={{ transform: `translateY(${offsets.top(start)}px)` }}>
          {entries.map((entry, offset) => {
            const source = merged ? model.sources.get(entry.source) : undefined;
            if (!isLine(entry)) return <NoticeRow key={entry.key} entry={entry} source={source} />;
            if (isFolded(lines, start + offset, unfolded)) return null;
            const frames = foldedFrames(lines, start + offset, unfolded);
            const goesOn = isGoingOn(lines, start + offset);
            return frames > 0 ? (
              <FoldRow
                key={entry.key}
                entry={entry}
                frames={frames}
                goesOn={goesOn}
                timestamps={timestamps !== "off"}
                source={source}
                onSourceMenu={model.openSourceMenu}
                onUnfold={(of) => model.folds.unfold(of)}
              />
            ) : (
              <LineRow
                key={entry.key}
                entry={entry}
                hits={hits.length === 0 ? NO_HITS : hitsOf(hits, entry.key)}
                current={current?.key === entry.key ? current.start : undefined}
                picked={inRange(picked, entry.key)}
                timestamps={timestamps}
                now={now}
                source={source}
                onSourceMenu={model.openSourceMenu}
                goesOn={goesOn}
                open={openKeys.has(entry.key)}
                onToggle={model.toggleLine}
                onField={model.onlyField}
                onSource={model.output.openSource}
                opensSources={model.output.opensSources}
                finder={openKeys.has(entry.key) ? finder : undefined}
                marked={marked?.has(entry.key) === true}
                actions={model.output}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** The time, once a second; 0 where there is no clock. */
function useNow(clock: (() => number) | undefined): number {
  const now = useSignal(0);
  useEffect(() => {
    if (clock === undefined) return;
    now.value = clock();
    const timer = setInterval(() => {
      now.value = clock();
    }, 1000);
    return () => clearInterval(timer);
  }, [clock]);
  return clock === undefined ? 0 : now.value || clock();
}
