import { CheckBox } from "../controls/check-box.tsx";
import { Icon } from "../controls/icon.tsx";
import type { ContainersModel } from "./containers-model.ts";
import { HeadCell } from "./head-cell.tsx";
import { strings } from "./strings.ts";
import type { TableController } from "./table-controller.ts";
import { type Column, columns } from "./vocabulary.ts";

/** The class that a narrow panel's rules know a column by. */
export function columnClass(column: Column): string {
  return `c-${column === "image" ? "img" : column}`;
}

/** The heads sort; the box picks all that match. */
export function TableHead({ model, controller }: { model: ContainersModel; controller: TableController }) {
  const { sort } = model.settings.value;
  const { matching } = model.table.value;
  const picked = model.selection.value.keys.size;
  const direction = sort.descending ? "descending" : "ascending";
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the buttons in it take the focus
    // biome-ignore lint/a11y/useSemanticElements: a table's own elements can't share the grid of the rows
    <div class="gr th" role="row" aria-rowindex={1}>
      <HeadCell class="ico">
        <CheckBox
          checked={picked === 0 ? false : picked === matching.length ? true : "mixed"}
          label={strings.selectAll}
          onToggle={() => controller.checkAll()}
        />
      </HeadCell>
      <HeadCell class="">
        <span class="sr">{strings.state}</span>
      </HeadCell>
      {columns.map((column) => {
        const sorted = sort.column === column;
        return (
          <HeadCell
            key={column}
            class={`${columnClass(column)} ${sorted ? "sorted" : ""}`}
            sort={sorted ? direction : "none"}
          >
            <button type="button" onClick={() => model.sortBy(column)}>
              {strings.columns[column]}
              {sorted ? <Icon name={sort.descending ? "dn" : "up"} /> : null}
            </button>
          </HeadCell>
        );
      })}
    </div>
  );
}
