import { useSignal } from "@preact/signals";
import type { ContainerAction } from "@quayside/core/model/action.ts";
import type { ContainerRename } from "./container-rename.ts";
import { ContainerCells, type RowEvents } from "./container-row.tsx";
import { FailureCells, HostCells, NoneCells, StackCells, WaitingCells } from "./group-rows.tsx";
import { isGroup, levelOf } from "./navigation.ts";
import type { Row } from "./rows.ts";
import type { UsageModel } from "./usage-model.ts";

export interface TableRowEvents extends RowEvents {
  readonly onClick: (event: MouseEvent) => void;
  readonly onDoubleClick: () => void;
  readonly onRetry: () => void;
  /** Of all in a group. */
  readonly onLogs: () => void;
  readonly onToggleKnown: (() => void) | undefined;
}

interface Props {
  readonly row: Row;
  /** Counts from 0 among all rows. */
  readonly index: number;
  readonly top: number;
  readonly now: number;
  readonly selected: boolean;
  /** Holds the focus, or would get it by Tab. */
  readonly active: boolean;
  readonly pending: ContainerAction | undefined;
  readonly rename: ContainerRename;
  readonly usage: UsageModel;
  readonly events: TableRowEvents;
}

function classOf(row: Row, selected: boolean, stale: boolean): string {
  const nested = levelOf(row) > 2 ? "d1" : "";
  switch (row.kind) {
    case "host":
      return row.host.state.kind === "disabled" ? "gh dim" : "gh";
    case "stack":
      return `gh sub ${row.level > 1 ? "" : "top"}`;
    case "container":
      return `gr ${nested} ${selected ? "is-sel" : ""} ${stale ? "stale" : ""}`;
    case "failure":
      return "gr failure-row";
    // Where the names of containers in a stack will stand, as most do.
    case "waiting":
      return `gr ${row.level > 1 ? "d1" : ""}`;
    default:
      return `gr ${nested}`;
  }
}

/** One row, set at its height: the table draws only those that are seen. */
export function TableRow({ row, index, top, now, selected, active, pending, rename, usage, events }: Props) {
  const hovered = useSignal(false);
  const stale = row.kind === "container" && row.host?.state.kind === "unreachable";
  const tabIndex = active ? 0 : -1;
  const renaming = rename.open.value?.key === row.key ? rename.open.value : undefined;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the table handles the keys of all its rows
    // biome-ignore lint/a11y/useSemanticElements: a table's own elements can't lie at a height of their own
    <div
      class={`vrow ${classOf(row, selected, stale)} ${renaming === undefined ? "" : "front"}`}
      role="row"
      data-key={row.key}
      tabIndex={tabIndex}
      // The row of the heads is the first.
      aria-rowindex={index + 2}
      aria-level={levelOf(row)}
      aria-selected={row.kind === "container" ? selected : undefined}
      aria-expanded={isGroup(row) ? row.open : undefined}
      style={{ top: `${top}px` }}
      onMouseEnter={() => {
        hovered.value = true;
      }}
      onMouseLeave={() => {
        hovered.value = false;
      }}
      onClick={events.onClick}
      onDblClick={events.onDoubleClick}
    >
      {row.kind === "host" ? (
        <HostCells row={row} now={now} tabIndex={tabIndex} onLogs={events.onLogs} />
      ) : row.kind === "stack" ? (
        <StackCells row={row} tabIndex={tabIndex} onLogs={events.onLogs} />
      ) : row.kind === "container" ? (
        <ContainerCells
          row={row}
          now={now}
          selected={selected}
          active={active}
          hovered={hovered.value}
          pending={pending}
          rename={rename}
          usage={usage}
          renaming={renaming}
          {...events}
        />
      ) : row.kind === "failure" ? (
        <FailureCells
          row={row}
          now={now}
          tabIndex={tabIndex}
          onRetry={events.onRetry}
          onToggleKnown={events.onToggleKnown}
        />
      ) : row.kind === "waiting" ? (
        <WaitingCells host={row.host} />
      ) : (
        <NoneCells />
      )}
    </div>
  );
}
