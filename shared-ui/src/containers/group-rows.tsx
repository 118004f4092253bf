import { connectionAddress, type Host } from "@quayside/core/model/host.ts";
import type { ComponentChildren } from "preact";
import { Button, IconButton } from "../controls/button.tsx";
import { Icon, type IconName } from "../controls/icon.tsx";
import { clockTime } from "../text/clock-time.ts";
import { secondsLeft } from "../text/duration.ts";
import { visibleText } from "../text/visible-text.ts";
import { Cell } from "./cell.tsx";
import { UnreachableMark } from "./marks.tsx";
import type { Row } from "./rows.ts";
import { strings } from "./strings.ts";

const ACCESS_ICONS: Readonly<Record<Host["access"], IconName>> = { view: "eye", operate: "play", admin: "key" };

const Chevron = ({ open }: { open: boolean }) => <Icon name={open ? "down" : "right"} class="chevron" />;

function AccessTag({ host }: { host: Host }) {
  return (
    <span class="gh-access hide-560">
      <span class="tag" title={strings.access[host.access]}>
        <Icon name={ACCESS_ICONS[host.access]} />
        {host.access}
      </span>
    </span>
  );
}

function HostFigures({ row, now }: { row: Extract<Row, { kind: "host" }>; now: number }) {
  const { state } = row.host;
  if (state.kind === "unreachable")
    return <span class="muted small hide-560">{strings.lastSeen(clockTime(state.since, now))}</span>;
  if (state.kind === "connecting") return <span class="muted small">{strings.connecting}</span>;
  if (state.kind === "disabled") return <span class="muted small">{strings.disabled}</span>;
  return <span class="muted small">{strings.runningOf(row.tally.running, row.tally.total)}</span>;
}

interface LogsProps {
  readonly name: string;
  readonly tabIndex: number;
  readonly onLogs: () => void;
}

/** The logs of all in the group; it is seen while the pointer or the focus is on its row. */
function GroupLogs({ name, tabIndex, onLogs }: LogsProps) {
  return (
    <IconButton
      icon="logs"
      label={strings.logsOf(visibleText(name))}
      class="gh-logs"
      tabIndex={tabIndex}
      onClick={onLogs}
    />
  );
}

interface GroupProps extends Omit<LogsProps, "name"> {
  readonly now: number;
}

export function HostCells({ row, now, ...logs }: { row: Extract<Row, { kind: "host" }> } & GroupProps) {
  const { host, open } = row;
  const { state } = host;
  return (
    <Cell class="cells">
      {state.kind === "disabled" ? <span class="chevron i" /> : <Chevron open={open} />}
      <span class={state.kind === "unreachable" ? "bad" : ""}>
        <Icon name="host" />
      </span>
      <span class="b t gh-name">
        <bdi>{visibleText(host.name)}</bdi>
      </span>
      {host.connection.kind === "tls" && !host.connection.verify ? (
        <span class="tag warn" title={strings.notVerifiedWhy}>
          {strings.notVerified}
        </span>
      ) : null}
      <span class="muted t small gh-address">{visibleText(connectionAddress(host.connection))}</span>
      {state.kind === "online" ? (
        <span class="muted small hide-760">{visibleText(`${state.engine.product} ${state.engine.version}`)}</span>
      ) : null}
      <span class="grow" />
      {state.kind === "disabled" ? null : <GroupLogs name={host.name} {...logs} />}
      <HostFigures row={row} now={now} />
      <span class="muted small num hide-560 gh-latency">
        {state.kind === "online" ? strings.latency(state.latency) : ""}
      </span>
      <AccessTag host={host} />
    </Cell>
  );
}

export function StackCells({ row, ...logs }: { row: Extract<Row, { kind: "stack" }> } & Omit<GroupProps, "now">) {
  return (
    <Cell class="cells">
      <Chevron open={row.open} />
      <Icon name="stack" />
      <span class="t">
        <bdi>{row.stack === undefined ? strings.noStack : visibleText(row.stack)}</bdi>
      </span>
      {row.hostName === undefined ? null : <span class="muted small t">{visibleText(row.hostName)}</span>}
      <span class="muted small gh-tally">{strings.runningOf(row.tally.running, row.tally.total)}</span>
      {row.stack === undefined ? null : <GroupLogs name={row.stack} {...logs} />}
    </Cell>
  );
}

interface FailureProps {
  readonly row: Extract<Row, { kind: "failure" }>;
  readonly now: number;
  readonly tabIndex: number;
  readonly onRetry: () => void;
  /** Absent where there is nothing to show, or no group to open. */
  readonly onToggleKnown: (() => void) | undefined;
}

export function FailureCells({ row, now, tabIndex, onRetry, onToggleKnown }: FailureProps) {
  const { host, state, known, open } = row;
  const later: ComponentChildren = [
    strings.nextTry(secondsLeft(state.nextTry, now)),
    known === 0 ? "" : ` ${strings.knownAsOf(known, clockTime(state.since, now))}`,
  ];
  return (
    <Cell class="cells failure">
      <span class="failure-mark">
        <UnreachableMark />
      </span>
      <span
        class="failure-text grow"
        title={visibleText(`${state.error.title}. ${state.error.sentence} ${state.error.hint}`)}
      >
        <span class="bad">{visibleText(state.error.title)}.</span>{" "}
        <span class="bad failure-sentence hide-760">{visibleText(state.error.sentence)}</span>{" "}
        <span class="muted">{later}</span>
      </span>
      <Button small tabIndex={tabIndex} onClick={onRetry} title={`${strings.tryNow}: ${host.name}`}>
        {strings.tryNow}
      </Button>
      {onToggleKnown === undefined ? null : (
        <Button small tabIndex={tabIndex} class="hide-560" onClick={onToggleKnown}>
          {open ? strings.hideKnown : strings.showKnown}
        </Button>
      )}
    </Cell>
  );
}

export function WaitingCells({ host }: { host: Host }) {
  return (
    <Cell class="cells waiting">
      <span class="sr">{strings.loadingHost(visibleText(host.name))}</span>
      <span class="skel skel-name" />
      <span class="skel skel-status" />
    </Cell>
  );
}

export function NoneCells() {
  return <Cell class="cells waiting muted">{strings.noContainersHere}</Cell>;
}
