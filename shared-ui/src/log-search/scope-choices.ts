import type { Inventory } from "../inventory/inventory.ts";
import type { Place } from "./search-form.ts";
import { strings } from "./strings.ts";

export interface ScopeChoice {
  readonly place: Place;
  readonly name: string;
  readonly kind: string;
}

/** Hosts, then their stacks, then their containers, that have this in their name. */
export function scopeChoices({ hosts, containers }: Inventory, text: string): readonly ScopeChoice[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const hostName = (id: string): string => hosts.get(id)?.name ?? id;
  const choices: ScopeChoice[] = [...hosts.values()].map(({ id, name }) => ({
    place: { kind: "host", host: id },
    name,
    kind: strings.hostKind,
  }));
  const stacks = new Set<string>();
  for (const { host, stack } of containers.values()) {
    const key = JSON.stringify([host, stack?.stack]);
    if (stack === undefined || stacks.has(key)) continue;
    stacks.add(key);
    const place = { kind: "stack", host, name: stack.stack } as const;
    choices.push({ place, name: stack.stack, kind: strings.stackKind(hostName(host)) });
  }
  for (const { host, id, name } of containers.values())
    choices.push({ place: { kind: "container", host, id, name }, name, kind: strings.containerKind(hostName(host)) });
  return choices.filter(({ name, kind }) => {
    const all = `${name} ${kind}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** How a place is called. */
export function placeName(place: Place, inventory: Inventory | undefined): string {
  if (place.kind === "host") return inventory?.hosts.get(place.host)?.name ?? place.host;
  return place.name;
}
