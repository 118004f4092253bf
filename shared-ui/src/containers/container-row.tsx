import type { ContainerAction } from "@quayside/core/model/action.ts";
import type { ContainerPort } from "@quayside/core/model/container.ts";
import { IconButton } from "../controls/button.tsx";
import { CheckBox } from "../controls/check-box.tsx";
import type { IconName } from "../controls/icon.tsx";
import { type Anchor, anchorOf } from "../controls/menu.tsx";
import { clockTime } from "../text/clock-time.ts";
import { visibleText } from "../text/visible-text.ts";
import { Cell } from "./cell.tsx";
import { isAlive, rowCommands } from "./commands.ts";
import type { ContainerRename, OpenRename } from "./container-rename.ts";
import { portText } from "./facts.ts";
import { LookMark } from "./marks.tsx";
import { RenameField } from "./rename-field.tsx";
import type { Row } from "./rows.ts";
import { lookOf, statusOf, toneOf } from "./status.ts";
import { strings } from "./strings.ts";
import { UsageCells } from "./usage-cells.tsx";
import type { UsageModel } from "./usage-model.ts";
import type { Command } from "./vocabulary.ts";

export const commandIcons: Readonly<Record<Command, IconName>> = {
  open: "container",
  logs: "logs",
  terminal: "terminal",
  files: "folder",
  port: "link",
  start: "play",
  restart: "restart",
  stop: "stop",
  pause: "pause",
  unpause: "play",
  inspect: "eye",
  copyName: "copy",
  copyId: "copy",
  rename: "edit",
  kill: "close",
  remove: "trash",
};

export interface RowEvents {
  readonly onCommand: (command: Command) => void;
  readonly onToggle: (event: MouseEvent) => void;
  readonly onPort: (port: number) => void;
  readonly onMenu: (anchor: Anchor) => void;
}

interface Props extends RowEvents {
  readonly row: Extract<Row, { kind: "container" }>;
  readonly now: number;
  readonly selected: boolean;
  readonly active: boolean;
  /** The pointer is over it. */
  readonly hovered: boolean;
  readonly pending: ContainerAction | undefined;
  readonly rename: ContainerRename;
  readonly usage: UsageModel;
  /** Its name is being typed. */
  readonly renaming: OpenRename | undefined;
}

function Ports({
  ports,
  tabIndex,
  onPort,
}: {
  ports: readonly ContainerPort[];
  tabIndex: number;
  onPort: (port: number) => void;
}) {
  const published = ports.filter((port) => port.publicPort !== undefined);
  return published.map((port, index) => {
    const outer = port.publicPort ?? 0;
    const inner = portText(port).slice(String(outer).length);
    return (
      <span key={`${outer}/${port.protocol}/${port.address ?? ""}`} class={index === 0 ? "" : "more-ports"}>
        <button
          type="button"
          class="link"
          tabIndex={tabIndex}
          title={strings.openPort(outer)}
          onClick={() => onPort(outer)}
        >
          {outer}
        </button>
        <span class="muted hide-760">{inner}</span>{" "}
      </span>
    );
  });
}

/** The cells of one container; the row around them is the table's. Its buttons exist only while they can be seen. */
export function ContainerCells({
  row,
  now,
  selected,
  active,
  hovered,
  pending,
  rename,
  usage,
  renaming,
  onCommand,
  onToggle,
  onPort,
  onMenu,
}: Props) {
  const { container, host, showHost } = row;
  const name = visibleText(container.name);
  const image = visibleText(container.image);
  const look = lookOf(container);
  const stale = host?.state.kind === "unreachable";
  const doing = pending === undefined ? undefined : strings.pending[pending];
  const status = statusOf(container, now);
  const tone = doing !== undefined || stale ? "muted" : toneOf(look);
  const staleSince = host?.state.kind === "unreachable" ? host.state.since : undefined;
  const words =
    doing ?? (staleSince === undefined ? status.words : strings.asOf(strings.looks[look], clockTime(staleSince, now)));
  const detail = doing === undefined && staleSince === undefined ? status.detail : "";
  const tabIndex = active ? 0 : -1;
  const touched = active || hovered;
  return (
    <>
      <Cell class="ico">
        {selected || touched ? (
          <CheckBox checked={selected} label={strings.selectOne(name)} tabIndex={-1} onToggle={onToggle} />
        ) : null}
      </Cell>
      <Cell class="ico dot">
        <LookMark look={look} doing={doing} stale={stale} />
      </Cell>
      {renaming === undefined ? (
        <Cell class="c-name t" title={name}>
          <bdi>{name}</bdi>
          {showHost && host !== undefined ? <span class="muted small on-host">{visibleText(host.name)}</span> : null}
        </Cell>
      ) : (
        <Cell class="c-name renaming">
          <RenameField rename={rename} open={renaming} />
        </Cell>
      )}
      <Cell class={`t ${tone}`} title={words + detail}>
        {words}
        <span class="hide-560">{detail}</span>
      </Cell>
      <UsageCells usage={usage} of={row.key} alive={isAlive(container) && !stale} />
      <Cell class="t c-ports">
        <Ports ports={container.ports} tabIndex={tabIndex} onPort={onPort} />
      </Cell>
      <Cell class="t muted c-img" title={image}>
        <bdi>{image}</bdi>
      </Cell>
      <Cell class="acts">
        {touched && renaming === undefined ? (
          <>
            {rowCommands(container, host, pending).map((command) => (
              <IconButton
                key={command}
                icon={commandIcons[command]}
                label={strings.commands[command]}
                tabIndex={tabIndex}
                class={`act-${command}`}
                onClick={() => onCommand(command)}
              />
            ))}
            <IconButton
              icon="more"
              label={strings.moreActions}
              tabIndex={tabIndex}
              popup
              onClick={(event) => {
                if (event.currentTarget instanceof Element) onMenu(anchorOf(event.currentTarget, "right"));
              }}
            />
          </>
        ) : null}
      </Cell>
    </>
  );
}
