import { allows, containerNeeds } from "@quayside/core/model/access.ts";
import type { ContainerAction } from "@quayside/core/model/action.ts";
import type { Container } from "@quayside/core/model/container.ts";
import type { AccessLevel, Host } from "@quayside/core/model/host.ts";
import { strings } from "./strings.ts";
import type { Command } from "./vocabulary.ts";

/** Core refuses by the same levels; here they only save the person a click. */
const needs: Readonly<Partial<Record<Command, AccessLevel>>> = containerNeeds;

const HARMLESS: ReadonlySet<Command> = new Set(["open", "copyName", "copyId", "port"]);

export function isAlive({ state }: Container): boolean {
  return state === "running" || state === "paused" || state === "restarting";
}

function stateForbids(command: Command, container: Container): string | undefined {
  const alive = isAlive(container);
  const paused = container.state === "paused";
  switch (command) {
    case "start":
      return alive ? strings.reason.runs : undefined;
    case "stop":
    case "kill":
      return alive ? undefined : strings.reason.notRunning;
    case "pause":
      if (paused) return strings.reason.pausedAlready;
      return container.state === "running" ? undefined : strings.reason.notRunning;
    case "unpause":
      return paused ? undefined : strings.reason.notPaused;
    case "terminal":
      if (paused) return strings.reason.isPaused;
      return container.state === "running" ? undefined : strings.reason.notRunning;
    case "port":
      return firstPort(container) === undefined ? strings.reason.noPort : undefined;
    default:
      return undefined;
  }
}

/** Why this can't be done now, in a sentence; undefined where it can. */
export function whyNot(
  command: Command,
  container: Container,
  host: Host | undefined,
  pending?: ContainerAction,
): string | undefined {
  if (HARMLESS.has(command)) return stateForbids(command, container);
  if (host === undefined) return strings.reason.gone;
  if (host.state.kind !== "online") return strings.reason.hostAway(host.name);
  const need = needs[command];
  if (need !== undefined && !allows(host.access, need)) return strings.reason.access(host.name, host.access);
  if (need !== undefined && pending !== undefined) return strings.reason.pending(strings.pending[pending]);
  return stateForbids(command, container);
}

export function firstPort(container: Container): number | undefined {
  return container.ports.find((port) => port.publicPort !== undefined)?.publicPort;
}

/** The key that does it while a row has the focus; shown in the menu. */
export const commandKeys: Readonly<Partial<Record<Command, string>>> = {
  open: "Enter",
  logs: "L",
  terminal: "T",
  files: "F",
  port: "O",
  restart: "R",
  stop: "S",
  start: "S",
  inspect: "I",
  rename: "F2",
  remove: "Del",
};

/** The menu, in groups. Start or stop, pause or resume: the one that is of no use is left out. */
export function menuCommands(container: Container): readonly (readonly Command[])[] {
  const alive = isAlive(container);
  return [
    ["open", "logs", "terminal", "files", "port"],
    ["restart", alive ? "stop" : "start", container.state === "paused" ? "unpause" : "pause"],
    ["inspect", "copyName", "copyId"],
    ["rename", "kill", "remove"],
  ];
}

/** The buttons in the row itself: only what can be done now. The menu shows the others with the reason. */
export function rowCommands(
  container: Container,
  host: Host | undefined,
  pending?: ContainerAction,
): readonly Command[] {
  const commands: Command[] = ["logs", "terminal", isAlive(container) ? "restart" : "start", "stop"];
  return commands.filter((command) => whyNot(command, container, host, pending) === undefined);
}
