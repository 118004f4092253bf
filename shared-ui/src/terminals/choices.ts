import type { Container } from "@quayside/core/model/container.ts";
import { whyNot } from "../containers/commands.ts";
import type { Inventory } from "../inventory/inventory.ts";

export interface TerminalChoice {
  readonly container: Container;
  readonly hostName: string;
}

/** Containers that a terminal can be opened in now, of which each word says something; in the order of hosts, then by name. */
export function terminalChoices({ hosts, containers }: Inventory, search: string): readonly TerminalChoice[] {
  const words = search.toLowerCase().split(/\s+/);
  const position = (id: string): number => hosts.get(id)?.position ?? 0;
  return [...containers.values()]
    .filter((container) => whyNot("terminal", container, hosts.get(container.host)) === undefined)
    .map((container) => ({ container, hostName: hosts.get(container.host)?.name ?? "" }))
    .filter(({ container: { name, image }, hostName }) => {
      const text = `${name}\n${image}\n${hostName}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .sort(
      ({ container: a }, { container: b }) => position(a.host) - position(b.host) || a.name.localeCompare(b.name, "en"),
    );
}
