import type { LogHit, SearchedContainer } from "@quayside/core/model/log-search.ts";
import type { Level } from "@quayside/core/model/log-text/line-level.ts";
import { Icon } from "../controls/icon.tsx";
import { number } from "../text/count.ts";
import { visibleText } from "../text/visible-text.ts";
import type { GroupRow } from "./hit-rows.ts";
import { strings } from "./strings.ts";

const LEVEL_CLASS: Readonly<Partial<Record<Level, string>>> = { fatal: "lvl-bad", error: "lvl-bad", warn: "lvl-warn" };

export interface RowPlace {
  readonly id: string;
  readonly active: boolean;
  readonly position: number;
  readonly total: number;
}

interface GroupProps {
  readonly row: GroupRow;
  readonly place: RowPlace;
  readonly hostName: string;
  readonly onClick: () => void;
}

const aria = ({ id, active, position, total }: RowPlace, level: number) => ({
  id,
  "aria-level": level,
  "aria-selected": active,
  "aria-posinset": position + 1,
  "aria-setsize": total,
});

export function GroupHead({ row, place, hostName, onClick }: GroupProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the tree's, which has the focus
    <div
      role="treeitem"
      tabIndex={-1}
      class={`hg ${place.active ? "active" : ""}`}
      {...aria(place, 1)}
      aria-expanded={row.open}
      onClick={onClick}
    >
      <Icon name={row.open ? "down" : "right"} />
      <Icon name="container" />
      <bdi class="b t">{visibleText(row.container.name)}</bdi>
      <bdi class="muted small t">{visibleText(hostName)}</bdi>
      <span class="grow" />
      <span class="badge-count">{number(row.count)}</span>
    </div>
  );
}

interface HitProps {
  readonly hit: LogHit;
  readonly place: RowPlace;
  readonly level: number;
  /** Whose it is, where the rows of several containers stand together. */
  readonly source: { readonly container: SearchedContainer | undefined; readonly hostName: string } | undefined;
  readonly time: string;
  readonly onClick: () => void;
}

export function HitLine({ hit, place, level, source, time, onClick }: HitProps) {
  const levelClass = hit.level === undefined ? "" : (LEVEL_CLASS[hit.level] ?? "");
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the tree's, which has the focus
    <div
      role="treeitem"
      tabIndex={-1}
      class={`hit ${levelClass} ${place.active ? "active" : ""} ${hit.stream === "stderr" ? "err" : ""}`}
      {...aria(place, level)}
      onClick={onClick}
    >
      {place.active ? hit.before.map((text, index) => <Context key={`before ${index}`} text={text} />) : null}
      <span class="edge" />
      <span class="tm" title={hit.timestamp}>
        {time}
      </span>
      {source === undefined ? null : (
        <bdi
          class="so t muted"
          title={strings.onHost(visibleText(source.container?.name ?? ""), visibleText(source.hostName))}
        >
          {visibleText(source.container?.name ?? "")}
        </bdi>
      )}
      <span class="lv hide-760">{hit.level}</span>
      <span class="ms t">
        <Marked hit={hit} />
      </span>
      {hit.stream === "stderr" ? <span class="er hide-760">{strings.stderr}</span> : null}
      {place.active ? hit.after.map((text, index) => <Context key={`after ${index}`} text={text} />) : null}
    </div>
  );
}

function Context({ text }: { text: string }) {
  return <span class="cx t muted">{visibleText(text)}</span>;
}

function Marked({ hit }: { hit: LogHit }) {
  const { text, spans } = hit;
  const pieces = [];
  let at = 0;
  for (const [start, end] of spans) {
    if (start < at) continue;
    pieces.push(visibleText(text.slice(at, start)), <mark key={start}>{visibleText(text.slice(start, end))}</mark>);
    at = end;
  }
  pieces.push(visibleText(text.slice(at)));
  return (
    <>
      {hit.cutBefore === true ? <span class="muted">{strings.longer}</span> : null}
      {pieces}
      {hit.cutAfter === true ? <span class="muted">{strings.longer}</span> : null}
    </>
  );
}
