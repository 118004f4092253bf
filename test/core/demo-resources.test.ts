import { DEMO } from "@quayside/core/hosts/hosts.ts";
import { networkUsers, resourceUse } from "@quayside/core/inventory/resource-use.ts";
import type { PullProgress } from "@quayside/core/model/pull-progress.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until } from "../lab/waiting.ts";
import { listed, type OpenedQuayside, openQuayside } from "./open-quayside.ts";

const { signal } = new AbortController();
const host = DEMO;

describe("the demo’s images, volumes and networks", () => {
  let opened: OpenedQuayside;

  beforeEach(async () => {
    opened = await openQuayside([], { demo: "always" });
    await listed(opened, host);
    await until(present, { what: "the lists" });
  });
  afterEach(() => opened.close());

  const present = () => opened.quayside.resources.get(host);
  const volume = (name: string) => present()?.volumes.find(({ id }) => id === name);
  const network = (wanted: string) => present()?.networks.find(({ name }) => name === wanted);
  const image = (name: string) => present()?.images.find(({ names }) => names.includes(name));

  it("are those that its containers use, and some that nobody does", () => {
    const containers = opened.quayside.inventory.containersOf(host);
    const use = resourceUse(containers);
    const { images = [], volumes = [], networks = [], errors } = present() ?? {};
    expect(errors).toEqual({});
    expect([...use.images.keys()].every((id) => images.some((each) => each.id === id))).toBe(true);
    expect([...use.volumes.keys()].every((id) => volumes.some((each) => each.id === id))).toBe(true);
    const used = networks.filter((each) => networkUsers(use, each).length > 0).map(({ name }) => name);
    expect(used.sort()).toEqual([...new Set(containers.flatMap((each) => each.networks))].sort());
    expect(images.some(({ id, names }) => names.length === 0 && !use.images.has(id))).toBe(true);
    expect(volumes.some(({ id }) => !use.volumes.has(id))).toBe(true);
    expect(networks.filter(({ builtIn }) => builtIn).map(({ name }) => name)).toEqual(["bridge", "host", "none"]);
  });

  it("are created and removed as on a real engine, and refused as there", async () => {
    const { images, volumes, networks, resources } = opened.quayside;
    const made = await volumes.create(host, { name: "mine", labels: { a: "b" } }, signal);
    await until(() => volume("mine")?.labels.a === "b", { what: "the volume" });
    await expect(volumes.create(host, { name: "mine" }, signal)).rejects.toMatchObject({ name: "Conflict" });
    await expect(volumes.create(host, { name: "far", driver: "nfs" }, signal)).rejects.toMatchObject({
      name: "NotFound",
    });
    const net = await networks.create(host, { name: "mine", internal: true, subnet: "10.1.0.0/16" }, signal);
    await until(() => network("mine")?.internal === true, { what: "the network" });
    expect(network("mine")?.subnets).toEqual(["10.1.0.0/16"]);
    await expect(networks.create(host, { name: "mine" }, signal)).rejects.toMatchObject({ name: "Conflict" });
    expect(await volumes.remove([made, { host, id: "shop_data" }], {}, signal)).toMatchObject([
      { ref: made },
      { error: { name: "Conflict", sentence: expect.stringContaining("volume is in use") } },
    ]);
    const shop = network("shop_default");
    expect(await networks.remove([net, { host, id: shop?.id ?? "" }], signal)).toMatchObject([
      { ref: net },
      { error: { name: "EngineError", sentence: expect.stringContaining("has active endpoints") } },
    ]);
    await until(() => volume("mine") === undefined && network("mine") === undefined, { what: "their end" });
    const [used, unused] = [image("postgres:17.2"), image("postgres:15")];
    const results = await images.remove(
      [used, unused].flatMap((each) => each ?? []),
      {},
      signal,
    );
    expect(results.map(({ error }) => error?.name)).toEqual(["Conflict", undefined]);
    await until(() => image("postgres:15") === undefined, { what: "its end" });
    expect(JSON.parse(await images.inspect({ host, id: used?.id ?? "" }, signal))).toMatchObject({ Id: used?.id });
    expect(volume("shop_data")?.size).toBeUndefined();
    await resources.sizeVolumes(host, signal);
    expect(volume("shop_data")?.size).toBeGreaterThan(1_000_000);
  });

  it("can be pulled, in layers, and a pull can be cancelled", async () => {
    const { images } = opened.quayside;
    const cancelling = new AbortController();
    const cancelled = images.pull(host, "redis:8", cancelling.signal, ({ fraction }) => {
      if (fraction > 0.1) cancelling.abort();
    });
    await expect(cancelled).rejects.toMatchObject({ name: "Cancelled" });
    const seen: PullProgress[] = [];
    await images.pull(host, "bitnami/redis", signal, (progress) => seen.push(progress));
    expect(seen.at(-1)).toMatchObject({
      ...{ fraction: 1, status: "Status: Downloaded newer image for bitnami/redis:latest" },
      layers: [{ status: "Pull complete" }, { status: "Pull complete" }, { status: "Pull complete" }],
    });
    await until(() => image("bitnami/redis:latest"), { what: "the image" });
    expect(image("redis:8")).toBeUndefined();
    await expect(images.pull(host, "ghcr.io/team/app", signal, () => {})).rejects.toMatchObject({
      ...{ name: "EngineError", message: expect.stringContaining("the demo has no network") },
    });
  });
});
