import type { TerminalFacts } from "../model/terminal-facts.ts";
import { array, object, text } from "./json.ts";

/** Reads the answer of `/containers/{id}/json`. */
export function terminalFactsFromInspect(json: unknown): TerminalFacts {
  const record = object(json);
  const { User, WorkingDir, Tty, OpenStdin, StdinOnce } = object(record.Config);
  const mounts = array(record.Mounts).map((mount) => text(object(mount).Destination));
  return {
    state: text(object(record.State).Status),
    user: text(User),
    directory: text(WorkingDir),
    mounts: mounts.filter((destination) => destination !== "").sort(),
    tty: Tty === true,
    opensInput: OpenStdin === true,
    // Without a TTY the engine closes the input of such a one when the first who was attached leaves.
    keepsInput: Tty === true || StdinOnce !== true,
  };
}
