import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { Button, IconButton } from "../controls/button.tsx";
import { FailedState } from "../controls/failed-state.tsx";
import { OutOfDateNotice } from "../controls/out-of-date-notice.tsx";
import { SearchField } from "../controls/search-field.tsx";
import { Offsets } from "../virtual/offsets.ts";
import { useViewport } from "../virtual/use-viewport.ts";
import { InspectLine } from "./inspect-line.tsx";
import { InspectModel } from "./inspect-model.ts";
import type { PageProps } from "./page.ts";
import { SectionWaits } from "./section-waits.tsx";
import { strings } from "./strings.ts";

const LINE = 20;
const MARGIN_LINES = 12;

/** The engine's own words of the container, in lines that fold and are searched. */
export function Inspect({ page, container }: PageProps) {
  const model = useMemo(() => new InspectModel(page.api), [page, container.id]);
  const here = page.followed.value.standing === "here";
  useLayoutEffect(() => () => model.dispose(), [model]);
  useEffect(() => {
    if (here) void model.read(container);
  }, [model, container, here]);
  const failure = model.failure.value;
  if (model.text.value === undefined)
    return failure === undefined || !here ? (
      <div class="scroll overview">
        <SectionWaits page={page} />
      </div>
    ) : (
      <FailedState error={failure} onTryAgain={() => void model.read(container)} />
    );
  return (
    <>
      {failure === undefined || !here ? null : (
        <OutOfDateNotice error={failure} outOfDate={strings.outOfDate} onTryAgain={() => void model.read(container)} />
      )}
      <Lines model={model} page={page} container={container} />
    </>
  );
}

function Lines({ model, page, container }: PageProps & { model: InspectModel }) {
  const scroller = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const viewport = useViewport(scroller);
  const [lines, seen, hits] = [model.lines.value, model.seen.value, model.hits.value];
  const offsets = useMemo(() => new Offsets(seen.length, () => LINE), [seen.length]);
  const shown = offsets.range(viewport.top, viewport.height, MARGIN_LINES);
  const now = hits[model.at.value];
  const go = (step: number): void => {
    const place = model.go(step);
    const element = scroller.current;
    if (place === undefined || element === null) return;
    const top = place * LINE;
    // The room may still be that of what was folded: it grows before the place is set.
    requestAnimationFrame(() => {
      if (top < element.scrollTop || top + LINE > element.scrollTop + element.clientHeight)
        element.scrollTop = Math.max(0, top - element.clientHeight / 3);
    });
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const control = event.ctrlKey || event.metaKey;
      if (event.key === "F3") go(event.shiftKey ? -1 : 1);
      else if (control && event.key.toLowerCase() === "f") {
        field.current?.focus();
        field.current?.select();
      } else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });
  const copy = (text: string, name: string): void => void page.actions.copy(text, strings.copiedValue(name));
  return (
    <>
      <div class="bar inspect-bar">
        <SearchField
          label={strings.searchInspect}
          placeholder={strings.searchInspect}
          value={model.search.value}
          inputRef={field}
          onInput={(text) => {
            model.look(text);
            go(0);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter") go(event.shiftKey ? -1 : 1);
            else if (event.key === "Escape") model.look("");
            else return;
            event.preventDefault();
          }}
        >
          <span class="small muted hits" role="status">
            {model.search.value === ""
              ? ""
              : hits.length === 0
                ? strings.noHits
                : strings.hitOf(model.at.value + 1, hits.length)}
          </span>
          <IconButton icon="up" label={strings.previousHit} class="in-field" onClick={() => go(-1)} />
          <IconButton icon="dn" label={strings.nextHit} class="in-field" onClick={() => go(1)} />
        </SearchField>
        <span class="grow hide-560" />
        <Button small kind="quiet" class="hide-760" onClick={() => model.foldAll(true)}>
          {strings.foldAll}
        </Button>
        <Button small kind="quiet" class="hide-760" onClick={() => model.foldAll(false)}>
          {strings.unfoldAll}
        </Button>
        <Button
          small
          icon="copy"
          title={strings.copyAll}
          onClick={() => void page.actions.copy(model.text.value ?? "", strings.copiedAll)}
        >
          <span class="hide-560">{strings.copyAll}</span>
        </Button>
        <Button
          small
          icon="link"
          title={strings.openJson}
          onClick={() => void page.actions.run("inspect", [container])}
        >
          <span class="hide-560">{strings.openJson}</span>
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys, too */}
      <section class="scroll json" ref={scroller} tabIndex={0} aria-label={strings.inspectOf}>
        <div class="json-room" style={{ height: `${offsets.total}px` }}>
          {seen.slice(shown.start, shown.end).map((index, place) => {
            const line = lines[index];
            return line === undefined ? null : (
              <InspectLine
                key={line.path}
                model={model}
                line={line}
                top={(shown.start + place) * LINE}
                now={index === now}
                onCopy={copy}
              />
            );
          })}
        </div>
      </section>
    </>
  );
}
