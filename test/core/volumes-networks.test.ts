import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Ref } from "@quayside/core/model/ref.ts";
import { afterAll, beforeAll, expect } from "vitest";
import { createContainer, removeContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { until } from "../lab/waiting.ts";
import { type EngineProxy, startEngineProxy } from "./engine-proxy.ts";
import { listed, type OpenedQuayside, openQuayside } from "./open-quayside.ts";

const { describe, test } = needs("engine");
const { signal } = new AbortController();

describe("what can be done", () => {
  let engine: EngineAccess;
  let proxy: EngineProxy;
  let opened: OpenedQuayside;
  let host: string;
  const containers: string[] = [];

  beforeAll(async () => {
    [engine] = sharedEngines();
    proxy = await startEngineProxy(engine.socket);
    opened = await openQuayside([{ name: "harbour", socket: proxy.socket }]);
    host = opened.hosts[0] ?? "";
    await listed(opened, host);
    await until(() => opened.quayside.resources.get(host), { what: "the lists" });
  });
  afterAll(async () => {
    for (const id of containers) await removeContainer(engine, id);
    for (const name of ["vn-data", "vn-used", "vn-secret"]) await engine.api.call("DELETE", `/volumes/${name}?force=1`);
    const networks = await engine.docker(["network", "ls", "--quiet", "--filter", "name=vn-"]);
    for (const id of networks.split("\n").filter(Boolean)) await engine.docker(["network", "rm", id]);
    await opened?.close();
    await proxy?.close();
  });

  const changes = () => proxy.requests.filter((request) => !request.startsWith("GET"));
  const lastAction = async () =>
    (await opened.quayside.events.query({ host, kinds: ["action"], limit: 1 }, signal)).at(0);
  const keep = async (make: Promise<string>): Promise<Ref> => {
    const id = await make;
    containers.push(id);
    await until(() => opened.quayside.inventory.container({ host, id }), { what: "the container" });
    return { host, id };
  };
  const volume = (id: string) => opened.quayside.resources.get(host)?.volumes.find((each) => each.id === id);
  const networksNamed = (name: string) =>
    opened.quayside.resources.get(host)?.networks.filter((each) => each.name === name) ?? [];
  const network = (name: string) => until(() => networksNamed(name)[0], { what: name });

  describe("with volumes", () => {
    test("one is created as it is described, can be inspected, and is removed", async () => {
      const { volumes } = opened.quayside;
      const ref = await volumes.create(host, { name: " vn-data ", driver: "local", labels: { team: "a b" } }, signal);
      expect(ref).toEqual({ host, id: "vn-data" });
      const made = await until(() => volume("vn-data"), { what: "the volume" });
      expect(made).toMatchObject({ driver: "local", labels: { team: "a b" } });
      expect(await lastAction()).toMatchObject({
        ...{ type: "create", subject: { type: "volume", id: "vn-data", name: "vn-data" }, exitCode: 0 },
        command: "docker volume create --driver local --label 'team=a b' vn-data",
      });
      expect(JSON.parse(await volumes.inspect(ref, signal))).toMatchObject({ Name: "vn-data", Driver: "local" });
      expect(volumes.confirm([ref])).toEqual({
        title: "Remove vn-data from harbour?",
        sentence: "All that is in it is lost. This can’t be undone.",
        button: "Remove from harbour",
      });
      expect(await volumes.remove([ref], {}, signal)).toEqual([{ ref }]);
      await until(() => volume("vn-data") === undefined, { what: "its end" });
      expect(await lastAction()).toMatchObject({ type: "remove", command: "docker volume rm vn-data" });
    });

    test("one whose name is taken is refused, where the engine would hand out the other without a word", async () => {
      const { volumes } = opened.quayside;
      await volumes.create(host, { name: "vn-data", labels: { of: "the first" } }, signal);
      const before = changes().length;
      await expect(
        volumes.create(host, { name: "vn-data", labels: { of: "the second" } }, signal),
      ).rejects.toMatchObject({ name: "Conflict", message: "There is a volume “vn-data” already." });
      expect(changes()).toHaveLength(before);
      expect(await lastAction()).toMatchObject({ type: "create", level: "error", exitCode: 1 });
      await until(() => volume("vn-data")?.labels.of === "the first", { what: "the first" });
    });

    test("one that a container uses is kept by the engine, forced or not; the question says who uses it", async () => {
      const { volumes } = opened.quayside;
      const HostConfig = { Binds: ["vn-used:/data"] };
      const user = await keep(createContainer(engine, { name: "vn-user", body: { HostConfig } }));
      await until(() => volume("vn-used"), { what: "the volume" });
      const ref = { host, id: "vn-used" };
      expect(volumes.confirm([ref]).sentence).toContain("vn-user uses it, so that the engine refuses.");
      for (const force of [false, true]) {
        expect(await volumes.remove([ref], { force }, signal)).toMatchObject([
          { ref, error: { name: "Conflict", sentence: expect.stringContaining(`volume is in use - [${user.id}]`) } },
        ]);
      }
      await removeContainer(engine, user.id);
      expect(await volumes.remove([ref], { force: true }, signal)).toEqual([{ ref }]);
    });

    test("hostile names never reach the engine", async () => {
      const { volumes } = opened.quayside;
      const before = changes().length;
      for (const name of ["", "a", "../etc", "a/b", "a b", "a?force=1", "vn\0", "-x", "<b>", "vn\u202e"])
        await expect(volumes.create(host, { name }, signal)).rejects.toMatchObject({
          name: "InvalidInput",
          field: "name",
        });
      const ids = ["", "..", "../containers/x", "a/../b", "a//b", "a\\..\\b", "a\0b", "a\nb", "\ud800"];
      const results = await volumes.remove(
        ids.map((id) => ({ host, id })),
        { force: true },
        signal,
      );
      expect(results.map(({ error }) => error?.name)).toEqual(ids.map(() => "NotFound"));
      for (const id of ids)
        await expect(volumes.inspect({ host, id }, signal)).rejects.toMatchObject({ name: "NotFound" });
      expect(changes()).toHaveLength(before);
      expect(proxy.requests.filter((request) => request.includes(".."))).toEqual([]);
      await expect(volumes.inspect({ host, id: "what?is=this&#" }, signal)).rejects.toMatchObject({
        ...{ name: "NotFound", message: expect.stringContaining("what?is=this&#") },
      });
    });

    test("a password among the options is in the engine’s hands alone", async () => {
      const options = { type: "cifs", device: "//nas/share", o: "username=ann,password=hunter2secret" };
      await opened.quayside.volumes.create(host, { name: "vn-secret", options }, signal);
      expect(await lastAction()).toMatchObject({
        command: "docker volume create --opt 'type=…' --opt 'device=…' --opt 'o=…' vn-secret",
      });
      const files = readdirSync(opened.folder, { recursive: true, withFileTypes: true }).filter((file) =>
        file.isFile(),
      );
      expect(files.length).toBeGreaterThan(0);
      for (const { parentPath, name } of files)
        expect(readFileSync(join(parentPath, name), "utf8")).not.toContain("hunter2");
      expect(proxy.requests.join("\n")).not.toContain("hunter2");
      await until(() => volume("vn-secret")?.options.type === "cifs", { what: "the volume" });
    });
  });

  describe("with networks", () => {
    test("one is created as it is described, can be inspected, and is removed", async () => {
      const { networks } = opened.quayside;
      const wanted = { name: "vn-inner", driver: "bridge", internal: true, attachable: true, subnet: "172.31.77.0/24" };
      const ref = await networks.create(host, wanted, signal);
      expect(await network("vn-inner")).toMatchObject({
        ...{ ...ref, driver: "bridge", internal: true, attachable: true, subnets: ["172.31.77.0/24"], builtIn: false },
      });
      expect(await lastAction()).toMatchObject({
        ...{ type: "create", subject: { type: "network", name: "vn-inner" }, exitCode: 0 },
        command: "docker network create --driver bridge --internal --attachable --subnet 172.31.77.0/24 vn-inner",
      });
      expect(JSON.parse(await networks.inspect(ref, signal))).toMatchObject({ Id: ref.id, Internal: true });
      expect(await networks.remove([ref], signal)).toEqual([{ ref }]);
      await until(() => networksNamed("vn-inner").length === 0, { what: "its end" });
      expect(await lastAction()).toMatchObject({ type: "remove", command: "docker network rm vn-inner" });
    });

    test("one of IPv6 is created too", async () => {
      await opened.quayside.networks.create(host, { name: "vn-six", subnet: "fd00:77::/64" }, signal);
      expect((await network("vn-six")).subnets).toContain("fd00:77::/64");
    });

    test("one whose name is taken is refused, though engines before API 1.44 make two of a name", async () => {
      const { networks } = opened.quayside;
      const first = await networks.create(host, { name: "vn-twice" }, signal);
      await expect(networks.create(host, { name: "vn-twice" }, signal)).rejects.toMatchObject({
        ...{ name: "Conflict", message: expect.stringContaining("already exists") },
      });
      await engine.api.json("POST", "/networks/create", { Name: "vn-twice" });
      await until(() => networksNamed("vn-twice").length === 2, { what: "both" });
      // Of two that share a name the right one goes.
      expect(await networks.remove([first], signal)).toEqual([{ ref: first }]);
      await until(() => networksNamed("vn-twice").length === 1, { what: "the other alone" });
      expect(networksNamed("vn-twice")[0]?.id).not.toBe(first.id);
      expect(await lastAction()).toMatchObject({ command: `docker network rm ${first.id}` });
    });

    test("one that a running container is on is kept by the engine; the question says who is on it", async () => {
      const { networks } = opened.quayside;
      const ref = await networks.create(host, { name: "vn-busy" }, signal);
      await network("vn-busy");
      const HostConfig = { NetworkMode: "vn-busy" };
      await keep(runContainer(engine, { name: "vn-runs", body: { HostConfig } }));
      await keep(createContainer(engine, { name: "vn-stands", body: { HostConfig } }));
      const { sentence } = networks.confirm([ref]);
      expect(sentence).toContain("vn-runs uses it, so that the engine refuses.");
      expect(sentence).toContain("vn-stands uses it, and can’t be started any more without that.");
      expect(await networks.remove([ref], signal)).toMatchObject([
        { ref, error: { name: "EngineError", sentence: expect.stringContaining("has active endpoints") } },
      ]);
    });

    test("the engine’s own can’t be removed, nor one of their names created: the engine isn’t even asked", async () => {
      const { networks } = opened.quayside;
      const before = changes().length;
      const own = [await network("bridge"), await network("host"), await network("none")];
      for (const refs of [own, own.map(({ name }) => ({ host, id: name }))])
        expect((await networks.remove(refs, signal)).map(({ error }) => error?.name)).toEqual(
          own.map(() => "Conflict"),
        );
      expect(networks.confirm(own).sentence).toContain("can’t be removed: bridge, host and none.");
      for (const name of ["bridge", "host", "none", "", "a b", "../x", "a/b", "-x", "x\ny", "<b>"])
        await expect(networks.create(host, { name }, signal)).rejects.toMatchObject({ name: "InvalidInput" });
      for (const subnet of [
        "",
        "172.16.0.0",
        "172.16.0.0/33",
        "1.2.3/8",
        "fd00::/129",
        "x/8",
        "172.16.0.0/8/8",
        "::/-1",
      ])
        await expect(networks.create(host, { name: "vn-bad", subnet }, signal)).rejects.toMatchObject({
          ...{ name: "InvalidInput", field: "subnet" },
        });
      const ids = ["", "..", "../containers/x", "a/b", "a\0", "a?x"];
      const results = await networks.remove(
        ids.map((id) => ({ host, id })),
        signal,
      );
      expect(results.map(({ error }) => error?.name)).toEqual(ids.map(() => "NotFound"));
      expect(changes()).toHaveLength(before);
    });
  });

  test("a host that may only be operated gets no volume and no network and loses none, and that is recorded", async () => {
    const { volumes, networks, hosts } = opened.quayside;
    const made = await networks.create(host, { name: "vn-kept" }, signal);
    await network("vn-kept");
    await hosts.update(host, { access: "operate" }, signal);
    const before = changes().length;
    await expect(volumes.create(host, { name: "vn-data" }, signal)).rejects.toMatchObject({ name: "NotAllowed" });
    await expect(networks.create(host, { name: "vn-x" }, signal)).rejects.toMatchObject({ name: "NotAllowed" });
    expect(await volumes.remove([{ host, id: "vn-data" }], { force: true }, signal)).toMatchObject([
      { error: { name: "NotAllowed" } },
    ]);
    expect(await networks.remove([made], signal)).toMatchObject([{ error: { name: "NotAllowed" } }]);
    expect(changes()).toHaveLength(before);
    const recorded = await opened.quayside.events.query({ host, kinds: ["action"], limit: 4 }, signal);
    expect(
      recorded.map(({ type, level, subject }) => `${type} ${subject?.type} ${subject?.name} ${level}`).sort(),
    ).toEqual([
      ...["create network vn-x warning", "create volume vn-data warning"],
      ...["remove network vn-kept warning", "remove volume vn-data warning"],
    ]);
    await hosts.update(host, { access: "admin" }, signal);
  });
});
