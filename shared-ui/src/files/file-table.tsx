import type { ContainerFile } from "@quayside/core/model/container-file.ts";
import { useId, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { HeadCell } from "../containers/head-cell.tsx";
import { Icon } from "../controls/icon.tsx";
import { Offsets } from "../virtual/offsets.ts";
import { useViewport } from "../virtual/use-viewport.ts";
import type { SortKey } from "./facts.ts";
import { shownName } from "./facts.ts";
import { FileRow } from "./file-row.tsx";
import type { FilesModel } from "./files-model.ts";
import { strings } from "./strings.ts";

/** Known to theme/files.css. */
const ROW = 22;
const HEAD = 26;
const MARGIN_ROWS = 10;

/** The entries; only those that are seen are in the DOM. The grid has the focus, and says which of its rows is meant. */
export function FileTable({ model }: { model: FilesModel }) {
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const viewport = useViewport(scroller);
  const rows = model.rows.value;
  const offsets = useMemo(() => new Offsets(rows.length, () => ROW), [rows.length]);
  const { start, end } = offsets.range(viewport.top, viewport.height, MARGIN_ROWS);
  const active = model.active.value;
  const index = active === undefined ? -1 : rows.findIndex(({ path }) => path === active);
  const naming = model.naming.value;

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || index < 0) return;
    const top = index * ROW;
    const seen = element.clientHeight - HEAD;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + ROW > element.scrollTop + seen) element.scrollTop = top + ROW - seen;
  }, [index]);
  useLayoutEffect(() => {
    // A field that was there had it.
    if (naming === undefined && document.activeElement === document.body) scroller.current?.focus();
  }, [naming]);

  const moveTo = (next: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, next))];
    if (row !== undefined) model.active.value = row.path;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey) return;
    if (event.altKey && event.key !== "ArrowUp") return;
    const page = Math.max(1, Math.floor(viewport.height / ROW) - 2);
    if (act(event, rows[index])) event.preventDefault();
    else {
      const step = steps(index, rows.length, page)[event.key];
      if (step === undefined) return;
      event.preventDefault();
      moveTo(step);
    }
  };
  const act = ({ key, altKey }: KeyboardEvent, row: ContainerFile | undefined): boolean => {
    if (key === "Backspace" || (key === "ArrowUp" && altKey) || (key === "ArrowLeft" && !altKey)) model.up();
    else if (row === undefined) return false;
    else if (key === "Enter" || key === "ArrowRight") model.open(row);
    else if (key === "F2" && model.mayNot(row) === undefined) model.naming.value = { kind: "rename", path: row.path };
    else if (key === "Delete") void model.remove(row);
    else if (key === "d") model.download(row);
    else return false;
    return true;
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table's own elements can't lie at a height of their own
    <div
      class="scroll files"
      ref={scroller}
      role="grid"
      aria-label={strings.of(shownName(model.input?.place.name ?? ""))}
      aria-rowcount={rows.length + 1}
      aria-activedescendant={index >= start && index < end ? `${id}-${index}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={() => {
        if (index < 0) moveTo(0);
      }}
    >
      <Heads model={model} />
      {/* biome-ignore lint/a11y/useSemanticElements: rows that lie at their height can't be a tbody's */}
      <div class="rows" role="rowgroup" style={{ height: `${offsets.total}px` }}>
        {rows.slice(start, end).map((file, at) => (
          <FileRow
            key={file.path}
            model={model}
            file={file}
            id={`${id}-${start + at}`}
            index={start + at}
            top={offsets.top(start + at)}
          />
        ))}
      </div>
    </div>
  );
}

function steps(index: number, length: number, page: number): Readonly<Record<string, number>> {
  return {
    ArrowDown: index + 1,
    ArrowUp: index < 0 ? length - 1 : index - 1,
    PageDown: index + page,
    PageUp: index - page,
    Home: 0,
    End: length - 1,
  };
}

const heads: readonly { readonly key: SortKey; readonly class: string }[] = [
  { key: "size", class: "f-size" },
  { key: "owner", class: "f-owner hide-760" },
  { key: "modified", class: "f-time hide-560" },
];

function Heads({ model }: { model: FilesModel }) {
  const head = (key: SortKey) => heads.find((each) => each.key === key)?.class ?? "f-name";
  const cell = (key: SortKey, words: string) => {
    const { sort, descending } = model.settings.value;
    const direction = sort !== key ? undefined : descending ? "descending" : "ascending";
    return (
      <HeadCell class={head(key)} sort={direction ?? "none"}>
        <button type="button" class={direction === undefined ? "" : "sorted"} onClick={() => model.sortBy(key)}>
          {words}
          {direction === undefined ? null : <Icon name={descending ? "dn" : "up"} />}
        </button>
      </HeadCell>
    );
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: see above
    <div role="rowgroup" class="heads">
      {/* biome-ignore lint/a11y/useFocusableInteractive: the buttons in it take the focus */}
      {/* biome-ignore lint/a11y/useSemanticElements: a table's own elements can't share the grid of the rows */}
      <div class="fr th" role="row" aria-rowindex={1}>
        <HeadCell class="ico">
          <span class="sr">{strings.kinds.file}</span>
        </HeadCell>
        {cell("name", strings.name)}
        <HeadCell class="f-mark">
          <span class="sr">{strings.mark}</span>
        </HeadCell>
        {cell("size", strings.size)}
        <HeadCell class="f-mode hide-760">{strings.mode}</HeadCell>
        {cell("owner", strings.owner)}
        {cell("modified", strings.changed)}
      </div>
    </div>
  );
}
