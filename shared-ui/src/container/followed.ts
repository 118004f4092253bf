import type { Container } from "@quayside/core/model/container.ts";
import type { Host } from "@quayside/core/model/host.ts";
import { refKey } from "@quayside/core/model/ref.ts";
import type { ContainerInput } from "../app/panel-input.ts";
import type { Inventory } from "../inventory/inventory.ts";

export type Standing =
  /** Its host has not said yet which containers it has. */
  | "waiting"
  /** It is there, and what is known of it is of now. */
  | "here"
  /** Its host doesn't answer: what is known of it is old. */
  | "away"
  /** It was there while the page was open, and is removed. */
  | "gone"
  /** Its host has none of that name. */
  | "missing";

/** The container of the page, as far as it is known. */
export interface Followed {
  readonly standing: Standing;
  /** As it is, or as it was last. */
  readonly container?: Container;
  readonly host?: Host;
  /** Since when it is away or gone. Epoch milliseconds. */
  readonly since?: number;
  /** When another took its place while the page was open. Epoch milliseconds. */
  readonly recreatedAt?: number;
}

export interface Wanted extends ContainerInput {
  /** What it was called when the page was left, where that is another name. */
  readonly renamed?: string | undefined;
}

function present(inventory: Inventory, { host, name, renamed }: Wanted, before: Container | undefined) {
  const same = before && inventory.containers.get(refKey(before));
  if (same !== undefined) return same;
  // One that was renamed meanwhile is created anew under its last name.
  const wanted = before?.name ?? name;
  let otherwise: Container | undefined;
  for (const container of inventory.containers.values()) {
    if (container.host !== host) continue;
    if (container.name === wanted) return container;
    if (container.id === name || (before === undefined && container.name === renamed)) otherwise = container;
  }
  return otherwise;
}

/**
 * Follows one container as the logs do: by its id while that is there, else by its name, under which it is created
 * anew. `now` is epoch milliseconds.
 */
export function follow(before: Followed, inventory: Inventory, input: Wanted, now: number): Followed {
  const host = inventory.hosts.get(input.host);
  const found = present(inventory, input, before.container);
  const container = found ?? before.container;
  const facts = {
    ...(container === undefined ? {} : { container }),
    ...((host ?? before.host) === undefined ? {} : { host: host ?? before.host }),
    ...(recreatedAt(before, found, now) ?? {}),
  };
  if (host === undefined) {
    if (container === undefined) return { ...facts, standing: "missing" };
    return { ...facts, standing: "gone", since: sinceOf(before, "gone", now) };
  }
  const { state } = host;
  const isListed = inventory.listed.has(host.id);
  if (state.kind === "online" && isListed) {
    if (found !== undefined) return { ...facts, standing: "here" };
    if (container === undefined) return { ...facts, standing: "missing" };
    return { ...facts, standing: "gone", since: sinceOf(before, "gone", now) };
  }
  const waits = container === undefined && (state.kind === "connecting" || state.kind === "online");
  if (waits) return { ...facts, standing: "waiting" };
  // A removal that was seen stands, whatever its host does later.
  if (before.standing === "gone" && found === undefined)
    return { ...facts, standing: "gone", since: sinceOf(before, "gone", now) };
  return {
    ...facts,
    standing: "away",
    since: state.kind === "unreachable" ? state.since : sinceOf(before, "away", now),
  };
}

function sinceOf(before: Followed, standing: Standing, now: number): number {
  return before.standing === standing && before.since !== undefined ? before.since : now;
}

function recreatedAt(before: Followed, found: Container | undefined, now: number) {
  if (found !== undefined && before.container !== undefined && found.id !== before.container.id)
    return { recreatedAt: now };
  return before.recreatedAt === undefined ? undefined : { recreatedAt: before.recreatedAt };
}
