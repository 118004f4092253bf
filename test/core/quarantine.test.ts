import { statSync } from "node:fs";
import { join } from "node:path";
import type { Ref } from "@quayside/core/model/ref.ts";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { createContainer, idleScript, removeContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { until } from "../lab/waiting.ts";
import { type EngineProxy, startEngineProxy } from "./engine-proxy.ts";
import { listed, type OpenedQuayside, openQuayside } from "./open-quayside.ts";
import { described, runRich } from "./quarantine-container.ts";

const { describe, test } = needs("engine");
const { signal } = new AbortController();

describe("a container in quarantine", () => {
  let engine: EngineAccess;
  let proxy: EngineProxy;
  let opened: OpenedQuayside;
  let host: string;

  beforeAll(async () => {
    [engine] = sharedEngines();
    proxy = await startEngineProxy(engine.socket);
    opened = await openQuayside([{ name: "harbour", socket: proxy.socket }]);
    host = opened.hosts[0] ?? "";
    await listed(opened, host);
  });
  afterEach(async () => {
    proxy.treat = () => "pass";
    proxy.release();
    const containers = await engine.api.json<{ Id: string; Names: string[] }[]>("GET", "/containers/json?all=1");
    for (const { Id, Names } of containers)
      if (Names.some((name) => name.startsWith("/quar-"))) await removeContainer(engine, Id);
    const networks = await engine.docker(["network", "ls", "--quiet", "--filter", "name=quar-"]);
    for (const id of networks.split("\n").filter(Boolean)) await engine.docker(["network", "rm", id]);
    const volumes = await engine.docker(["volume", "ls", "--quiet", "--filter", "name=quar-"]);
    for (const name of volumes.split("\n").filter(Boolean)) await engine.docker(["volume", "rm", name]);
  });
  afterAll(async () => {
    await opened?.close();
    await proxy?.close();
  });

  const quarantine = () => opened.quayside.cleanup.quarantine;
  const known = async (id: string): Promise<Ref> => {
    await until(() => opened.quayside.inventory.container({ host, id }), { what: "the container" });
    return { host, id };
  };
  const inspect = (id: string) =>
    engine.api.json<{
      Name: string;
      State: { Status: string; Running: boolean; Paused: boolean };
      HostConfig: { RestartPolicy: { Name: string } };
    }>("GET", `/containers/${id}/json`);
  const entry = async (id: string) => (await quarantine().list(signal)).find((each) => each.id === id);

  test("is stopped, renamed and kept from starting, and comes back as it was", async () => {
    const { id, name } = await runRich(engine, "quar-rich", "10.201");
    const ref = await known(id);
    const before = await described(engine, id);
    const put = await quarantine().put(ref, signal);
    expect(put).toMatchObject({ host, hostName: "harbour", containerId: id, name, wasRunning: true, complete: true });
    expect(put.quarantineName).toMatch(/^quar-rich\.quayside-quarantine-\d{8}T\d{6}Z$/);
    expect(await inspect(id)).toMatchObject({
      ...{ Name: `/${put.quarantineName}`, State: { Status: "exited" }, HostConfig: { RestartPolicy: { Name: "no" } } },
    });
    expect(await entry(put.id)).toEqual(put);
    expect(JSON.stringify(put)).not.toContain("SECRET");
    expect(statSync(join(opened.folder, "quarantine.json")).mode & 0o777).toBe(0o600);
    const restored = await quarantine().restore(put.id, {}, signal);
    expect(restored).toEqual({
      ...{ host, containerId: id, name, madeAgain: false, emptyVolumes: [], leftOutNetworks: [] },
    });
    expect(await described(engine, id)).toEqual(before);
    expect(await entry(put.id)).toBeUndefined();
    const actions = await opened.quayside.events.query({ host, kinds: ["action"], limit: 2 }, signal);
    expect(actions.map(({ type, subject }) => `${type} ${subject?.name}`).sort()).toEqual([
      ...["quarantine quar-rich", "restore quar-rich"],
    ]);
  });

  test("is made again as it was where somebody removed it, with its volumes", async () => {
    const { id, name, volume } = await runRich(engine, "quar-again", "10.202");
    const before = await described(engine, id);
    await engine.docker(["exec", "--user", "0", id, "sh", "-c", "echo kept > /data/f; echo mine > /anonymous/f"]);
    const put = await quarantine().put(await known(id), signal);
    await engine.docker(["rm", put.quarantineName]);
    const restored = await quarantine().restore(put.id, {}, signal);
    expect(restored).toMatchObject({ name, madeAgain: true, emptyVolumes: [], leftOutNetworks: [] });
    expect(restored.containerId).not.toBe(id);
    const after = await described(engine, restored.containerId);
    // The anonymous volume is named among the binds, or the engine would have made another.
    const anonymous = (before.Mounts as { Destination: string; Name: string }[]).find(
      ({ Destination }) => Destination === "/anonymous",
    );
    const bound = [`${volume}:/data`, `${anonymous?.Name}:/anonymous`];
    expect(after).toEqual({
      ...before,
      HostConfig: { ...(before.HostConfig as object), Binds: bound },
      Mounts: expect.anything(),
    });
    const places = (mounts: unknown) =>
      (mounts as Record<string, unknown>[]).map(({ Type, Name, Source, Destination, RW }) => [
        Type,
        Name,
        Source,
        Destination,
        RW,
      ]);
    expect(places(after.Mounts)).toEqual(places(before.Mounts));
    expect(await engine.docker(["exec", name, "cat", "/data/f", "/anonymous/f"])).toBe("kept\nmine\n");
    expect(await entry(put.id)).toBeUndefined();
  });

  test("that was paused, or stood still, is so again", async () => {
    const paused = await runContainer(engine, { name: "quar-paused" });
    await engine.docker(["pause", paused]);
    const still = await createContainer(engine, { name: "quar-still" });
    for (const [id, status] of [
      [paused, "paused"],
      [still, "created"],
    ] as const) {
      const put = await quarantine().put(await known(id), signal);
      expect((await inspect(id)).State.Running).toBe(false);
      await quarantine().restore(put.id, {}, signal);
      expect((await inspect(id)).State.Status).toBe(status);
    }
  });

  test("whose name is taken meanwhile is not restored until that is free, and nothing is half done", async () => {
    const id = await runContainer(engine, { name: "quar-taken" });
    const put = await quarantine().put(await known(id), signal);
    const other = await createContainer(engine, { name: "quar-taken" });
    const standing = await described(engine, id);
    for (const removed of [false, true]) {
      if (removed) await engine.docker(["rm", id]);
      await expect(quarantine().restore(put.id, {}, signal)).rejects.toMatchObject({
        name: "Conflict",
        message: "Another container is called “quar-taken” by now. Rename or remove that one, then restore this one.",
      });
      if (!removed) expect(await described(engine, id)).toEqual(standing);
      expect(await entry(put.id)).toEqual(put);
    }
    await removeContainer(engine, other);
    expect(await quarantine().restore(put.id, {}, signal)).toMatchObject({ name: "quar-taken", madeAgain: true });
  });

  for (const removed of [false, true])
    test(`whose network is gone says which, and comes back without where that is wanted, ${removed ? "removed" : "still there"}`, async () => {
      const { id, networks } = await runRich(engine, "quar-lost", "10.203");
      const put = await quarantine().put(await known(id), signal);
      const [front = "", back = ""] = networks;
      if (removed) await engine.docker(["rm", id]);
      await engine.docker(["network", "rm", front]);
      const standing = removed ? undefined : await described(engine, id);
      await expect(quarantine().restore(put.id, {}, signal)).rejects.toMatchObject({
        ...{
          name: "Conflict",
          message: expect.stringContaining("“quar-lost-front”, on which “quar-lost” was, is a network that is gone."),
        },
      });
      if (!removed) expect(await described(engine, id)).toEqual(standing);
      const restored = await quarantine().restore(put.id, { withoutNetworks: true }, signal);
      expect(restored.leftOutNetworks).toEqual([front]);
      const after = await described(engine, restored.containerId);
      expect(after).toMatchObject({ Name: "/quar-lost", State: { Running: true } });
      expect(Object.keys(after.Networks as object)).toEqual([back]);
    });

  test("whose network was made anew under its name is on the new one", async () => {
    const { id, networks } = await runRich(engine, "quar-anew", "10.204");
    const put = await quarantine().put(await known(id), signal);
    const [front = ""] = networks;
    await engine.docker(["network", "rm", front]);
    const anew = await engine.docker(["network", "create", "--subnet", "10.204.0.0/24", front]);
    await quarantine().restore(put.id, {}, signal);
    expect(await described(engine, id)).toMatchObject({
      Networks: { [front]: { NetworkID: anew.trim(), IPAMConfig: { IPv4Address: "10.204.0.77" } } },
    });
  });

  test("that could not be reached in the midst is kept on record, and goes on where it is tried again", async () => {
    const id = await runContainer(engine, { name: "quar-cut", body: { StopTimeout: 2 } });
    const ref = await known(id);
    proxy.treat = (request) => (request.includes("/stop") ? "hold" : "pass");
    const broken = expect(quarantine().put(ref, signal)).rejects.toMatchObject({ name: "HostUnreachable" });
    await until(() => proxy.caught.length > 0, { what: "the stop" });
    await proxy.unplug();
    await broken;
    const [left] = (await quarantine().list(signal)).filter(({ containerId }) => containerId === id);
    expect(left).toMatchObject({ name: "quar-cut", wasRunning: true, complete: false });
    await expect(quarantine().restore(left?.id ?? "", {}, signal)).rejects.toMatchObject({ name: "HostUnreachable" });
    proxy.treat = () => "pass";
    await proxy.plugIn();
    await until(() => opened.quayside.hosts.get(host)?.state.kind === "online", { what: "the host" });
    await until(async () => !(await inspect(id)).State.Running, { what: "it to be stopped" });
    const put = await quarantine().put(ref, signal);
    expect(put).toEqual({ ...left, complete: true });
    await quarantine().restore(put.id, {}, signal);
    expect(await inspect(id)).toMatchObject({ Name: "/quar-cut", State: { Running: true } });
  });

  test("that was started meanwhile is not purged, and keeps running where it is restored", async () => {
    const id = await runContainer(engine, { name: "quar-woken" });
    const put = await quarantine().put(await known(id), signal);
    await engine.docker(["start", id]);
    expect(await quarantine().purge([put.id], {}, signal)).toMatchObject([
      { id: put.id, error: { name: "Conflict", sentence: expect.stringContaining("was started meanwhile") } },
    ]);
    await quarantine().restore(put.id, {}, signal);
    expect(await inspect(id)).toMatchObject({ Name: "/quar-woken", State: { Running: true } });
  });

  test("that has its name back by another hand is not purged", async () => {
    const id = await createContainer(engine, { name: "quar-mine" });
    const put = await quarantine().put(await known(id), signal);
    await engine.docker(["rename", id, "quar-mine"]);
    expect(await quarantine().purge([put.id], {}, signal)).toMatchObject([{ id: put.id, error: { name: "Conflict" } }]);
    expect((await inspect(id)).Name).toBe("/quar-mine");
    await quarantine().restore(put.id, {}, signal);
  });

  test("is purged for good when that is asked, its anonymous volumes only when told", async () => {
    for (const volumes of [false, true]) {
      const id = await createContainer(engine, { name: "quar-purged", body: { Volumes: { "/v": {} } } });
      const json = await engine.api.json<{ Mounts: { Name: string }[] }>("GET", `/containers/${id}/json`);
      const volume = `/volumes/${json.Mounts[0]?.Name}`;
      const put = await quarantine().put(await known(id), signal);
      expect(await quarantine().purge([put.id, "nothing"], { volumes }, signal)).toMatchObject([
        { id: put.id },
        { id: "nothing", error: { name: "NotFound" } },
      ]);
      expect((await engine.api.call("GET", `/containers/${id}/json`)).status).toBe(404);
      expect((await engine.api.call("GET", volume)).status).toBe(volumes ? 404 : 200);
      await engine.api.call("DELETE", volume);
      expect(await entry(put.id)).toBeUndefined();
    }
  });

  test("of --rm is refused, since the engine would remove it: it runs on", async () => {
    const id = await runContainer(engine, {
      name: "quar-fleeting",
      script: idleScript,
      body: { HostConfig: { AutoRemove: true } },
    });
    await expect(quarantine().put(await known(id), signal)).rejects.toMatchObject({ name: "Conflict" });
    expect(await inspect(id)).toMatchObject({ Name: "/quar-fleeting", State: { Running: true } });
    expect((await quarantine().list(signal)).some(({ containerId }) => containerId === id)).toBe(false);
  });

  test("of a host that may only be operated is left alone", async () => {
    const id = await runContainer(engine, { name: "quar-denied" });
    const ref = await known(id);
    await opened.quayside.hosts.update(host, { access: "operate" }, signal);
    try {
      await expect(quarantine().put(ref, signal)).rejects.toMatchObject({ name: "NotAllowed" });
    } finally {
      await opened.quayside.hosts.update(host, { access: "admin" }, signal);
    }
    expect(await inspect(id)).toMatchObject({ Name: "/quar-denied", State: { Running: true } });
    expect(await quarantine().list(signal)).toEqual([]);
  });

  test("is told to other windows", async () => {
    const other = await openQuayside([], { folder: opened.folder });
    const watching = new AbortController();
    const seen: string[][] = [];
    const watch = async () => {
      for await (const list of other.quayside.cleanup.quarantine.watch(watching.signal))
        seen.push(list.map(({ name }) => name));
    };
    const watched = watch();
    await until(() => seen.length === 1, { what: "the list" });
    const put = await quarantine().put(await known(await createContainer(engine, { name: "quar-seen" })), signal);
    await until(() => seen.at(-1)?.includes("quar-seen"), { what: "it in the other window" });
    await quarantine().purge([put.id], {}, signal);
    await until(() => seen.at(-1)?.length === 0, { what: "its end" });
    watching.abort();
    await watched;
    await other.close();
  });
});
