import { containerUse, resourceUse } from "@quayside/core/inventory/resource-use.ts";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { baseImage } from "../lab/base-image.ts";
import { createContainer, removeEverything, runContainer } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { until } from "../lab/waiting.ts";
import { caught, type EngineProxy, startEngineProxy } from "./engine-proxy.ts";
import { listed, type OpenedQuayside, openQuayside } from "./open-quayside.ts";

const { describe, test } = needs("engine");
const { signal } = new AbortController();

describe("images, volumes and networks of a host", () => {
  let lab: Lab;
  let engine: LabEngine;
  let proxy: EngineProxy;
  let opened: OpenedQuayside;
  let host: string;

  beforeAll(async () => {
    lab = openLab("resources");
    engine = await lab.startEngine({ name: "resourceful" });
  });
  afterAll(() => lab.close());
  beforeEach(async () => {
    proxy = await startEngineProxy(engine.socket);
  });
  afterEach(async () => {
    await opened?.close();
    await proxy.close();
    await removeEverything(engine);
    await engine.docker(["volume", "prune", "--force"]);
    // What has options is never pruned.
    await engine.docker(["volume", "rm", "--force", "data"]);
    await engine.docker(["network", "prune", "--force"]);
  });

  const open = async () => {
    opened = await openQuayside([{ name: "resourceful", socket: proxy.socket }]);
    host = opened.hosts[0] ?? "";
    await listed(opened, host);
  };
  const present = () => opened.quayside.resources.get(host);
  const openListed = async () => {
    await open();
    await until(present, { what: "the first lists" });
  };
  const volumes = () => present()?.volumes.map(({ id }) => id) ?? [];
  const networks = () => present()?.networks.map(({ name }) => name) ?? [];
  const imageNames = () => present()?.images.flatMap(({ names }) => names) ?? [];
  const asked = (path: RegExp) => proxy.requests.filter((request) => path.test(request)).length;
  const isList = /\/(images\/json|volumes|networks)(\?|$)/;

  test("are listed as the engine has them, and hold back nothing of the containers", async () => {
    await engine.docker(["volume", "create", "--label", "a=b", "--opt", "type=tmpfs", "--opt", "device=tmpfs", "data"]);
    await engine.docker(["network", "create", "--internal", "--subnet", "172.31.9.0/24", "inner"]);
    proxy.treat = (request) => (isList.test(request) ? "hold" : "pass");
    await open();
    expect(present()).toBeUndefined();
    const changes: (readonly string[])[] = [];
    opened.quayside.resources.onDidChange((hosts) => changes.push(hosts));
    await caught(proxy, 1);
    const first = proxy.requests.findIndex((request) => isList.test(request));
    expect(proxy.requests.slice(0, first).some((request) => request.includes("/containers/json"))).toBe(true);
    proxy.treat = () => "pass";
    proxy.release();
    const all = await until(present, { what: "the lists" });
    expect(changes).toEqual([[host]]);
    expect(all.errors).toEqual({});
    const [id, size] = (await engine.docker(["image", "inspect", "--format", "{{.Id}} {{.Size}}", baseImage])).split(
      " ",
    );
    expect(all.images.find(({ names }) => names.includes(baseImage))).toMatchObject({ host, id, size: Number(size) });
    expect(all.volumes).toEqual([
      {
        ...{ host, id: "data", driver: "local", scope: "local", createdAt: expect.any(Number) },
        ...{ mountpoint: expect.stringContaining("/data/volumes/data/_data") },
        ...{ labels: { a: "b" }, options: { type: "tmpfs", device: "tmpfs" } },
      },
    ]);
    expect(all.networks.map(({ name, builtIn }) => [name, builtIn])).toEqual([
      ...[
        ["bridge", true],
        ["host", true],
        ["inner", false],
        ["none", true],
      ],
    ]);
    expect(all.networks[2]).toMatchObject({ driver: "bridge", internal: true, subnets: ["172.31.9.0/24"] });
  });

  test("change on the screen when somebody changes them elsewhere", async () => {
    await openListed();
    await engine.docker(["volume", "create", "seen"]);
    await engine.docker(["network", "create", "seen"]);
    await engine.docker(["tag", baseImage, "seen:1"]);
    await until(() => volumes().includes("seen"), { what: "the volume" });
    await until(() => networks().includes("seen"), { what: "the network" });
    await until(() => imageNames().includes("seen:1"), { what: "the image’s name" });
    await engine.docker(["volume", "rm", "seen"]);
    await engine.docker(["network", "rm", "seen"]);
    await engine.docker(["image", "rm", "seen:1"]);
    await until(() => !volumes().includes("seen"), { what: "the volume to go" });
    await until(() => !networks().includes("seen"), { what: "the network to go" });
    await until(() => !imageNames().includes("seen:1"), { what: "the image’s name to go" });
  });

  test("also show an image that a commit makes, and a volume that a container brings along", async () => {
    await openListed();
    const before = present()?.images.length ?? 0;
    await runContainer(engine, { name: "resources-maker", body: { Volumes: { "/data": {} } } });
    await until(() => volumes().some((name) => /^[0-9a-f]{64}$/.test(name)), { what: "the anonymous volume" });
    await engine.docker(["commit", "resources-maker"]);
    const made = await until(() => present()?.images.find(({ names }) => names.length === 0), { what: "the image" });
    expect(present()?.images).toHaveLength(before + 1);
    await engine.docker(["image", "rm", made.id]);
    await until(() => present()?.images.length === before, { what: "the image to go" });
  });

  test("are not asked for again when containers only use them, or when nothing happens", async () => {
    await engine.docker(["volume", "create", "used"]);
    await engine.docker(["network", "create", "used"]);
    const HostConfig = { Binds: ["used:/data"], NetworkMode: "used" };
    // At this the engine tells of the volume as if it were new.
    const id = await createContainer(engine, { name: "resources-user", body: { HostConfig } });
    await openListed();
    await engine.docker(["start", id]);
    await engine.docker(["network", "connect", "bridge", id]);
    await engine.docker(["rm", "--force", id]);
    await engine.docker(["volume", "create", "marker"]);
    await until(() => volumes().includes("marker"), { what: "the marker" });
    expect([asked(/\/images\/json/), asked(/\/volumes(\?|$)/), asked(/\/networks(\?|$)/)]).toEqual([1, 2, 1]);
  });

  test("are listed together for a burst of changes, one list at a time, but not only when it ends", async () => {
    await openListed();
    let made = 0;
    for (; made < 5_000 && !volumes().includes("burst-0"); made += 1)
      await engine.api.json("POST", "/volumes/create", { Name: `burst-${made}` });
    expect(made).toBeLessThan(5_000);
    expect(made).toBeGreaterThan(3);
    expect(asked(/\/volumes(\?|$)/)).toBeLessThanOrEqual(3);

    proxy.treat = (request) => (/\/volumes(\?|$)/.test(request) ? "hold" : "pass");
    const before = asked(/\/volumes(\?|$)/);
    const held = proxy.caught.length;
    await engine.docker(["volume", "create", "during-1"]);
    await caught(proxy, held + 1);
    await engine.docker(["volume", "create", "during-2"]);
    const refreshing = opened.quayside.resources.refresh(host, signal);
    await engine.docker(["network", "create", "during"]);
    await until(() => networks().includes("during"), { what: "the network meanwhile" });
    expect(asked(/\/volumes(\?|$)/)).toBe(before + 1);
    proxy.treat = () => "pass";
    proxy.release();
    await refreshing;
    expect(volumes()).toContain("during-2");
  });

  test("tell in both directions which container uses what", async () => {
    await openListed();
    await engine.docker(["network", "create", "shop"]);
    const HostConfig = { Binds: ["shop-data:/data", "/tmp:/host"], NetworkMode: "shop" };
    const id = await runContainer(engine, { name: "resources-shop", body: { HostConfig } });
    const ref = { host, id };
    const container = await until(() => opened.quayside.inventory.container(ref), { what: "the container" });
    await until(() => volumes().includes("shop-data") && networks().includes("shop"), { what: "what it uses" });
    const image = present()?.images.find(({ names }) => names.includes(baseImage));
    expect(containerUse(container)).toEqual({ image: image?.id, volumes: ["shop-data"], networks: ["shop"] });
    const use = resourceUse(opened.quayside.inventory.containersOf(host));
    expect(use.images.get(image?.id ?? "")).toEqual([ref]);
    expect(use.volumes.get("shop-data")).toEqual([ref]);
    expect(use.networks.get("shop")).toEqual([ref]);
  });

  test("have their volumes’ sizes only when they are asked for, and keep them while a volume is the same", async () => {
    await runContainer(engine, {
      name: "resources-writer",
      script: "head -c 3000000 /dev/zero > /data/blob",
      body: { HostConfig: { Binds: ["sized:/data"] } },
    });
    await engine.docker(["wait", "resources-writer"]);
    await engine.docker(["volume", "create", "empty"]);
    await openListed();
    const size = (name: string) => present()?.volumes.find(({ id }) => id === name)?.size;
    expect(asked(/\/system\/df/)).toBe(0);
    expect(size("sized")).toBeUndefined();
    await opened.quayside.resources.sizeVolumes(host, signal);
    expect(size("sized")).toBeGreaterThanOrEqual(3_000_000);
    expect(size("empty")).toBe(0);
    await engine.docker(["volume", "create", "later"]);
    await until(() => volumes().includes("later"), { what: "the next list" });
    expect(size("sized")).toBeGreaterThanOrEqual(3_000_000);
    expect(size("later")).toBeUndefined();

    await engine.docker(["rm", "resources-writer"]);
    const createdAt = () => present()?.volumes.find(({ id }) => id === "sized")?.createdAt ?? 0;
    const before = createdAt();
    // The engine tells whole seconds.
    await until(() => Date.now() - before > 1500, { what: "another second" });
    // At once, so that no list falls between.
    await engine.api.json("DELETE", "/volumes/sized");
    await engine.api.json("POST", "/volumes/create", { Name: "sized" });
    await until(() => createdAt() > before, { what: "another of its name" });
    expect(size("sized")).toBeUndefined();
    expect(asked(/\/system\/df/)).toBe(1);
  });

  test("that can’t be listed say so, the others stand beside, and a refresh mends it", async () => {
    proxy.treat = (request) => (/\/volumes(\?|$)/.test(request) ? "cut" : "pass");
    await openListed();
    expect(present()).toMatchObject({
      errors: { volumes: { name: "HostUnreachable", title: "The connection to resourceful broke" } },
      volumes: [],
    });
    expect(Object.keys(present()?.errors ?? {})).toEqual(["volumes"]);
    expect(networks()).toContain("bridge");
    expect(imageNames()).toContain(baseImage);
    await expect(opened.quayside.resources.refresh(host, signal)).rejects.toMatchObject({ name: "HostUnreachable" });
    proxy.treat = () => "pass";
    await engine.docker(["volume", "create", "mended"]);
    await opened.quayside.resources.refresh(host, signal);
    expect(present()?.errors).toEqual({});
    expect(volumes()).toContain("mended");
  });

  test("stay as they were last known while the host is away, and are true again when it is back", async () => {
    await engine.docker(["volume", "create", "stays"]);
    await engine.docker(["volume", "create", "goes"]);
    await openListed();
    const known = present();
    await proxy.unplug();
    await until(() => opened.quayside.hosts.get(host)?.state.kind === "unreachable", { what: "the host to be away" });
    await expect(opened.quayside.resources.refresh(host, signal)).rejects.toMatchObject({ name: "HostUnreachable" });
    expect(present()).toBe(known);
    await engine.docker(["volume", "rm", "goes"]);
    await engine.docker(["volume", "create", "new"]);
    await proxy.plugIn();
    await until(() => volumes().includes("new"), { what: "the host to be back" });
    expect(volumes()).toEqual(["new", "stays"]);
    expect(present()?.errors).toEqual({});
  });

  test("are forgotten with their host, and nobody else’s are asked for", async () => {
    await openListed();
    const changes: (readonly string[])[] = [];
    opened.quayside.resources.onDidChange((hosts) => changes.push(hosts));
    await opened.quayside.hosts.remove(host, signal);
    expect(present()).toBeUndefined();
    expect(changes).toEqual([[host]]);
    await expect(opened.quayside.resources.refresh(host, signal)).rejects.toMatchObject({ name: "NotFound" });
    await expect(opened.quayside.resources.sizeVolumes(host, signal)).rejects.toMatchObject({ name: "NotFound" });
  });

  test("give up waiting for a refresh that is cancelled", async () => {
    await openListed();
    proxy.treat = (request) => (isList.test(request) ? "hold" : "pass");
    const giving = new AbortController();
    const refreshing = opened.quayside.resources.refresh(host, giving.signal);
    await caught(proxy, 1);
    giving.abort();
    await expect(refreshing).rejects.toMatchObject({ name: "Cancelled" });
    proxy.treat = (request) => (/\/system\/df/.test(request) ? "hold" : "pass");
    proxy.release();
    const sizing = new AbortController();
    const sizes = opened.quayside.resources.sizeVolumes(host, sizing.signal);
    await until(() => proxy.latest.some((request) => request.includes("/system/df")), { what: "the walk" });
    sizing.abort();
    await expect(sizes).rejects.toMatchObject({ name: "Cancelled" });
    await until(() => !proxy.latest.some((request) => request.includes("/system/df")), { what: "its end" });
  });
});

const podmanNeeds = needs("podman");

podmanNeeds.describe("images, volumes and networks of a podman", () => {
  podmanNeeds.test(
    "are shown, its own network marked, and what Quayside changes is seen though podman tells no event of it",
    async () => {
      const lab = openLab("podman-resources");
      const podman = await lab.startPodman({ name: "pod" });
      const opened = await openQuayside([podman]);
      try {
        const [host = ""] = opened.hosts;
        await listed(opened, host);
        const present = () => opened.quayside.resources.get(host);
        await until(present, { what: "the first lists" });
        const own = await until(() => present()?.networks.find(({ builtIn }) => builtIn), { what: "its own network" });
        const { networks, volumes } = opened.quayside;
        expect(await networks.remove([own], signal)).toMatchObject([{ error: { name: "Conflict" } }]);
        const ref = await networks.create(host, { name: "podded", subnet: "10.99.0.0/24" }, signal);
        await until(() => present()?.networks.some(({ id }) => id === ref.id), { what: "the network" });
        await volumes.create(host, { name: "podded" }, signal);
        const HostConfig = { Binds: ["podded:/data"], NetworkMode: "podded" };
        const id = await createContainer(podman, { name: "podded", body: { HostConfig } });
        const container = await until(() => opened.quayside.inventory.container({ host, id }), {
          what: "the container",
        });
        const use = containerUse(container);
        expect(use).toMatchObject({ volumes: ["podded"], networks: ["podded"] });
        expect(present()?.images.some((image) => image.id === use.image)).toBe(true);
        await podman.podman(["rm", "--force", "podded"]);
        expect(await networks.remove([ref], signal)).toEqual([{ ref }]);
        await until(() => !present()?.networks.some(({ name }) => name === "podded"), { what: "its end" });
      } finally {
        await opened.close();
        await lab.close();
      }
    },
  );
});
