import type { InventorySnapshot } from "@quayside/core/model/inventory-change.ts";
import { inventoryOf } from "@quayside/shared-ui/inventory/inventory.ts";
import { describe, expect, it } from "vitest";
import { badgesOf } from "../../docker-desktop-extension/ui/badges.ts";
import { SharedInventory } from "../../docker-desktop-extension/ui/shared-inventory.ts";
import { connected, until } from "../core/panel-pair.ts";
import { snapshot } from "../panels/gallery/hosts-fixture.ts";

const nothing = { hosts: [], removedHosts: [], containers: [], removedContainers: [], listed: [] };

describe("the inventory of Docker Desktop’s page", () => {
  it("is followed once, however many look at it; who comes later gets what is known by then", async () => {
    let streams = 0;
    let change: () => void = () => {};
    const changed = new Promise<void>((resolve) => {
      change = resolve;
    });
    const { panel } = connected({
      "inventory.watch": async function* (_input, signal) {
        streams += 1;
        yield { snapshot };
        await changed;
        yield { change: { ...nothing, removedHosts: ["nas"] } };
        await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      },
    });
    const shared = new SharedInventory(panel);
    const closing = new AbortController();
    const items: unknown[] = [];
    const look = (async () => {
      for await (const item of shared.stream(closing.signal)) items.push(item);
    })();
    await until(() => expect(items).toHaveLength(1));
    change();
    await until(() => expect(items).toHaveLength(2));
    let late: InventorySnapshot | undefined;
    for await (const item of shared.stream(new AbortController().signal)) {
      if ("snapshot" in item) late = item.snapshot;
      break;
    }
    expect(late?.hosts.map(({ id }) => id)).toEqual(snapshot.hosts.map(({ id }) => id).filter((id) => id !== "nas"));
    expect(late?.containers.some(({ host }) => host === "nas")).toBe(false);
    expect(streams).toBe(1);
    closing.abort();
    await look;
  });

  it("tells each who looks why it ended, and begins anew for the next", async () => {
    let streams = 0;
    const { panel } = connected({
      "inventory.watch": async function* () {
        streams += 1;
        yield { snapshot };
        throw new Error("over");
      },
    });
    const shared = new SharedInventory(panel);
    const look = async () => {
      for await (const _item of shared.stream(new AbortController().signal));
    };
    await expect(Promise.all([look(), look()])).rejects.toThrow();
    expect(streams).toBe(1);
    await expect(look()).rejects.toThrow();
    expect(streams).toBe(2);
  });

  it("has badges for what needs a look, of hosts that answer, and for hosts that don’t", () => {
    const inventory = inventoryOf(snapshot);
    const states = (kind: string) => snapshot.hosts.filter(({ state }) => state.kind === kind).length;
    expect(badgesOf(inventory)).toEqual({ containers: 3, hosts: states("unreachable") });
    const away = snapshot.hosts.map((host) => ({ ...host, state: { kind: "disabled" } as const }));
    expect(badgesOf(inventoryOf({ ...snapshot, hosts: away }))).toEqual({ containers: 0, hosts: 0 });
  });
});
