import { useSignal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { ProcessTable } from "@quayside/core/model/process-table.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";
import { useEffect } from "preact/hooks";
import { record } from "../app/record.ts";
import { isAlive } from "../containers/commands.ts";
import { EmptyState } from "../controls/empty-state.tsx";
import { FailedState } from "../controls/failed-state.tsx";
import { Icon } from "../controls/icon.tsx";
import { OutOfDateNotice } from "../controls/out-of-date-notice.tsx";
import { bytes } from "../text/bytes.ts";
import { clockSeconds } from "../text/clock-time.ts";
import { visibleText } from "../text/visible-text.ts";
import { CommandText } from "./command-text.tsx";
import type { PageProps } from "./page.ts";
import { isCounted, type ProcessSort, sortedRows } from "./process-rows.ts";
import { SectionWaits } from "./section-waits.tsx";
import { ShowAll } from "./show-all.tsx";
import { strings } from "./strings.ts";

/** Milliseconds between two looks. */
const PAUSE = 2000;
const FIRST = 200;

/** What a narrow panel leaves out. */
const narrowed: Readonly<Record<string, string>> = {
  ...{ PPID: "hide-760", STAT: "hide-760", TTY: "hide-760", C: "hide-760", STIME: "hide-560", TIME: "hide-560" },
  ...{ "%MEM": "hide-560", ELAPSED: "hide-560" },
};

function cellClass(table: ProcessTable, title: string): string {
  return `${isCounted(table, title) ? "num" : ""} ${narrowed[title] ?? ""}`;
}

/** What runs in it: asked for while it is looked at, and not a moment longer. */
export function Processes(props: PageProps) {
  const { page, container } = props;
  const table = useSignal<ProcessTable | undefined>(undefined);
  const failure = useSignal<ErrorInfo | undefined>(undefined);
  const tries = useSignal(0);
  const here = page.followed.value.standing === "here";
  const alive = isAlive(container);
  const asks = here && alive && page.seen.value;
  const { host, id } = container;
  useEffect(() => {
    if (!asks) return;
    const leaving = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      try {
        const found = await page.api.call("containers.processes", { ref: { host, id } }, leaving.signal);
        if (leaving.signal.aborted) return;
        table.value = found;
        failure.value = undefined;
      } catch (error) {
        if (leaving.signal.aborted) return;
        failure.value = errorInfo(error);
      }
      timer = setTimeout(() => void look(), PAUSE);
    };
    void look();
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [page, host, id, asks, tries.value]);
  // Those of an earlier one of the same name are none of this one's.
  useEffect(() => {
    table.value = undefined;
    failure.value = undefined;
  }, [id, table, failure]);
  const again = (): void => {
    tries.value++;
  };
  if (here && !alive)
    return (
      <EmptyState
        icon="container"
        title={strings.notRunning(visibleText(container.name))}
        sentence={strings.notRunningSentence}
      />
    );
  if (table.value === undefined)
    return failure.value === undefined || !here ? (
      <div class="scroll overview">
        <SectionWaits page={page} />
      </div>
    ) : (
      <FailedState error={failure.value} onTryAgain={again} />
    );
  return (
    <>
      {failure.value === undefined || !here ? null : (
        <OutOfDateNotice error={failure.value} outOfDate={strings.outOfDate} onTryAgain={again} />
      )}
      <Table {...props} table={table.value} />
    </>
  );
}

function readSort(value: unknown): ProcessSort | undefined {
  const { title, descending } = record(value);
  return typeof title === "string" ? { title, descending: descending === true } : undefined;
}

function Table({ page, table }: PageProps & { table: ProcessTable }) {
  const memory = page.remembered("processes");
  const sort = useSignal(readSort(memory.get()));
  const most = useSignal(FIRST);
  const { titles, more, readAt } = table;
  const rows = sortedRows(table, sort.value);
  const pid = titles.indexOf("PID");
  const sortBy = (title: string): void => {
    const before = sort.value;
    // Of numbers one looks for the most.
    const first = isCounted(table, title) && title !== "PID" && title !== "PPID";
    sort.value = { title, descending: before?.title === title ? !before.descending : first };
    memory.set(sort.value);
  };
  return (
    <div class="scroll overview">
      <table class="processes" aria-label={strings.tabs.processes}>
        <thead>
          <tr>
            {titles.map((title) => (
              <Head key={title} title={title} table={table} sort={sort.value} onSort={() => sortBy(title)} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, most.value).map((row, index) => (
            <tr key={row[pid] ?? index}>
              {titles.map((title, column) => (
                <td key={title} class={cellClass(table, title)}>
                  <Cell title={title} text={row[column] ?? ""} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ShowAll most={most} count={rows.length} />
      <p class="muted small below">{strings.processesAt(rows.length + more, more, clockSeconds(readAt))}</p>
    </div>
  );
}

interface HeadProps {
  readonly title: string;
  readonly table: ProcessTable;
  readonly sort: ProcessSort | undefined;
  readonly onSort: () => void;
}

function Head({ title, table, sort, onSort }: HeadProps) {
  const sorted = sort?.title === title;
  const descending = sort?.descending === true;
  return (
    <th
      scope="col"
      class={cellClass(table, title)}
      aria-sort={sorted ? (descending ? "descending" : "ascending") : "none"}
    >
      <button type="button" onClick={onSort}>
        {visibleText(title)}
        {sorted ? <Icon name={descending ? "dn" : "up"} /> : null}
      </button>
    </th>
  );
}

function Cell({ title, text }: { title: string; text: string }) {
  // ps counts it in units of 1024 bytes.
  if (title === "RSS" && /^\d+$/.test(text)) return <>{bytes(Number(text) * 1024)}</>;
  if (/^(?:COMMAND|CMD|ARGS)$/.test(title)) return <CommandText words={text.split(" ")} />;
  return <bdi>{visibleText(text)}</bdi>;
}
