import type { HeldTerminal } from "@quayside/core/model/held-terminal.ts";
import { visibleText } from "../text/visible-text.ts";
import { strings } from "./strings.ts";

/** By id. The second terminal in a container is told from the first; hosts are named where there are several. */
export function tabNames(
  held: readonly HeldTerminal[],
  hostName: (host: string) => string | undefined,
): ReadonlyMap<string, string> {
  const severalHosts = new Set(held.map(({ ref }) => ref.host)).size > 1;
  const seen = new Map<string, number>();
  return new Map(
    held.map(({ id, ref, name }) => {
      const host = severalHosts ? hostName(ref.host) : undefined;
      const base = host === undefined ? visibleText(name) : strings.on(visibleText(name), visibleText(host));
      const number = (seen.get(base) ?? 0) + 1;
      seen.set(base, number);
      return [id, number === 1 ? base : strings.again(base, number)];
    }),
  );
}
