import type { HeldTerminal } from "@quayside/core/model/held-terminal.ts";
import { visibleText } from "../text/visible-text.ts";
import { strings } from "./strings.ts";

function joinedTo({ name, request }: HeldTerminal): string {
  const container = visibleText(name);
  if (request.kind === "attach") return strings.attachedTo(container);
  if (request.kind === "debug") return strings.debugOf(container);
  return request.command === undefined ? container : strings.runsIn(container, programName(request.command));
}

/** Without its path. */
export function programName([program = ""]: readonly string[]): string {
  return visibleText(program.slice(program.lastIndexOf("/") + 1));
}

/** By id. The second terminal in a container is told from the first; hosts are named where there are several. */
export function tabNames(
  held: readonly HeldTerminal[],
  hostName: (host: string) => string | undefined,
): ReadonlyMap<string, string> {
  const severalHosts = new Set(held.map(({ ref }) => ref.host)).size > 1;
  const seen = new Map<string, number>();
  return new Map(
    held.map((terminal) => {
      const { id, ref } = terminal;
      const host = severalHosts ? hostName(ref.host) : undefined;
      const what = joinedTo(terminal);
      const base = host === undefined ? what : strings.on(what, visibleText(host));
      const number = (seen.get(base) ?? 0) + 1;
      seen.set(base, number);
      return [id, number === 1 ? base : strings.again(base, number)];
    }),
  );
}
