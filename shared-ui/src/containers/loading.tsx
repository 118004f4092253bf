import { Skeleton } from "../controls/skeleton.tsx";
import { strings } from "./strings.ts";
import { columnClass } from "./table-head.tsx";
import { columns } from "./vocabulary.ts";

const ROWS = 28;

/** As rows of these kinds will stand: a host, its first stack, and containers in it. */
function rowClass(index: number): string {
  const place = index % 7;
  return place === 0 ? "gh" : place === 1 ? "gh sub" : "gr d1";
}

export function ContainersLoading({ waitsFor = strings.waitsFor }: { waitsFor?: string | undefined }) {
  return (
    <Skeleton label={strings.loading} waitsFor={waitsFor}>
      <div class="grid">
        <div class="gr th">
          <span />
          <span />
          {columns.map((column) => (
            <span key={column} class={columnClass(column)}>
              {strings.columns[column]}
            </span>
          ))}
        </div>
        {Array.from({ length: ROWS }, (_, index) => (
          <div key={index} class={rowClass(index)}>
            <span class="cells waiting">
              <span class="skel skel-name" />
              <span class="skel skel-status" />
            </span>
          </div>
        ))}
      </div>
    </Skeleton>
  );
}
