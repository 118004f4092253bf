import type { Host } from "@quayside/core/model/host.ts";

/** Hosts that stand together: those of no group first, then each group where its first host is. */
export interface Section {
  readonly group: string | undefined;
  readonly hosts: readonly Host[];
}

/** `hosts` in their order, which they keep. */
export function sectionsOf(hosts: readonly Host[]): readonly Section[] {
  const groups = new Map<string | undefined, Host[]>([[undefined, []]]);
  for (const host of hosts) {
    const section = groups.get(host.group);
    if (section === undefined) groups.set(host.group, [host]);
    else section.push(host);
  }
  return [...groups].flatMap(([group, members]) => (members.length === 0 ? [] : [{ group, hosts: members }]));
}

/** Where `hosts.move` is to put it; `before` is absent for the end. */
export interface Move {
  readonly before?: string;
}

export interface Moves {
  readonly up: Move | undefined;
  readonly down: Move | undefined;
}

/** One place up and down among the added hosts of its section; those that were found have no place of their own. */
export function movesOf(hosts: readonly Host[], id: string): Moves {
  const added = hosts.filter(({ found }) => !found);
  const own = added.find((host) => host.id === id);
  const peers = own === undefined ? [] : added.filter(({ group }) => group === own.group);
  const at = peers.findIndex((host) => host.id === id);
  const [above, below] = [peers[at - 1], peers[at + 1]];
  const behind = below === undefined ? undefined : added[added.indexOf(below) + 1];
  return {
    up: at <= 0 || above === undefined ? undefined : { before: above.id },
    down: at < 0 || below === undefined ? undefined : behind === undefined ? {} : { before: behind.id },
  };
}
