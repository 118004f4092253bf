import type { SharedMount, TerminalFacts } from "../model/terminal-facts.ts";
import { array, number, object, text } from "./json.ts";

/** Reads the answer of `/containers/{id}/json`. */
export function terminalFactsFromInspect(json: unknown): TerminalFacts {
  const record = object(json);
  const { User, WorkingDir, Tty, OpenStdin, StdinOnce } = object(record.Config);
  const root = rootOf(text(object(record.HostConfig).PidMode), number(object(record.State).Pid));
  return {
    state: text(object(record.State).Status),
    user: text(User),
    directory: text(WorkingDir),
    mounts: array(record.Mounts).flatMap((mount) => sharedMount(mount) ?? []),
    ...(root === undefined ? {} : { root }),
    tty: Tty === true,
    opensInput: OpenStdin === true,
    // Without a TTY the engine closes the input of such a one when the first who was attached leaves.
    keepsInput: Tty === true || StdinOnce !== true,
  };
}

function sharedMount(value: unknown): SharedMount | undefined {
  const { Type, Name, Source, Destination, RW } = object(value);
  const type = text(Type);
  if (type !== "volume" && type !== "bind") return undefined;
  const source = type === "volume" ? text(Name) : text(Source);
  const destination = text(Destination);
  return source === "" || destination === "" ? undefined : { type, source, destination, writable: RW !== false };
}

/** Its first process is 1, unless it sees those of its host. */
function rootOf(pidMode: string, pid: number | undefined): string | undefined {
  if (pidMode === "host") return pid === undefined ? undefined : `/proc/${pid}/root`;
  return pidMode.startsWith("container:") ? undefined : "/proc/1/root";
}
