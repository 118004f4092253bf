import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { HostCandidate } from "@quayside/core/model/host-candidate.ts";
import { afterEach, describe, expect, test as plainTest } from "vitest";
import { runContainer } from "../lab/containers.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { until } from "../lab/waiting.ts";
import { bareMachine, listed, type OpenedQuayside, openQuayside } from "./open-quayside.ts";

const lab = needs("engine");
const { signal } = new AbortController();
const nowhere = (name: string) => ({ name, connection: { kind: "unix", path: `/nowhere/${name}.sock` } }) as const;
const opened: OpenedQuayside[] = [];

async function openOn(...options: Parameters<typeof openQuayside>): Promise<OpenedQuayside> {
  const quayside = await openQuayside(...options);
  opened.push(quayside);
  return quayside;
}
afterEach(async () => {
  for (const quayside of opened.splice(0)) await quayside.close();
});

const names = ({ quayside }: OpenedQuayside) => quayside.hosts.list().map(({ name }) => name);

async function withThree(): Promise<OpenedQuayside & { readonly ids: Readonly<Record<"a" | "b" | "c", string>> }> {
  const one = await openOn([]);
  const [a, b, c] = [
    await one.quayside.hosts.add(nowhere("a"), signal),
    await one.quayside.hosts.add(nowhere("b"), signal),
    await one.quayside.hosts.add(nowhere("c"), signal),
  ];
  return { ...one, ids: { a: a.id, b: b.id, c: c.id } };
}

describe("a list of hosts", () => {
  plainTest("is put in another order, which holds for who looks later", async () => {
    const one = await withThree();
    const { hosts } = one.quayside;
    await hosts.move(one.ids.c, one.ids.a, signal);
    expect(names(one)).toEqual(["c", "a", "b"]);
    await hosts.move(one.ids.c, undefined, signal);
    await hosts.move(one.ids.b, one.ids.b, signal);
    expect(names(one)).toEqual(["a", "b", "c"]);
    expect(hosts.list().map(({ position }) => position)).toEqual([0, 1, 2]);
    await hosts.move(one.ids.a, one.ids.c, signal);
    const again = await openOn([], { folder: one.folder });
    expect(names(again)).toEqual(["b", "a", "c"]);
    await expect(hosts.move(one.ids.a, "gone", signal)).rejects.toMatchObject({ name: "NotFound" });
  });

  plainTest("keeps tags, group and colour, which can be taken away again", async () => {
    const one = await openOn([]);
    const { hosts } = one.quayside;
    const marks = { group: " home ", tags: ["nas", " nas", "", "backup"], colour: "blue" } as const;
    const { id } = await hosts.add({ ...nowhere("nas"), ...marks }, signal);
    expect(hosts.get(id)).toMatchObject({ group: "home", tags: ["nas", "backup"], colour: "blue" });
    await hosts.update(id, { access: "view" }, signal);
    expect(hosts.get(id)).toMatchObject({ group: "home", tags: ["nas", "backup"], colour: "blue", access: "view" });
    await hosts.update(id, { group: null, tags: [], colour: null }, signal);
    for (const mark of ["group", "tags", "colour"]) expect(hosts.get(id)).not.toHaveProperty(mark);
  });

  plainTest("has one default at most, which goes with its host", async () => {
    const one = await withThree();
    const { hosts } = one.quayside;
    const defaults = () => hosts.list().flatMap(({ name, isDefault }) => (isDefault ? [name] : []));
    expect(defaults()).toEqual([]);
    await hosts.setDefault(one.ids.a, signal);
    await hosts.setDefault(one.ids.b, signal);
    expect(defaults()).toEqual(["b"]);
    await hosts.remove(one.ids.b, signal);
    expect(defaults()).toEqual([]);
    expect(await readFile(join(one.folder, "hosts.json"), "utf8")).not.toContain("defaultHost");
    await hosts.setDefault(one.ids.c, signal);
    await hosts.setDefault(undefined, signal);
    expect(defaults()).toEqual([]);
  });

  plainTest("gets a copy of a host beside it, disabled and under a name of its own", async () => {
    const one = await withThree();
    const { hosts } = one.quayside;
    await hosts.update(one.ids.a, { tags: ["x"], access: "view" }, signal);
    const { id } = await hosts.duplicate(one.ids.a, signal);
    await hosts.duplicate(one.ids.a, signal);
    expect(names(one)).toEqual(["a", "a copy 2", "a copy", "b", "c"]);
    expect(hosts.get(id)).toMatchObject({
      ...{ connection: nowhere("a").connection, access: "view", tags: ["x"], disabled: true },
      state: { kind: "disabled" },
    });
    await expect(hosts.duplicate("gone", signal)).rejects.toMatchObject({ name: "NotFound" });
  });

  plainTest("is carried to another Quayside as text, and what doesn't fit there is named", async () => {
    const one = await withThree();
    await one.quayside.hosts.update(one.ids.b, { tags: ["x"], group: "g" }, signal);
    const text = await one.quayside.hosts.exportHosts(signal);
    expect(text).not.toContain(one.ids.a);
    const json = JSON.parse(text) as { hosts: unknown[] };
    json.hosts.push({ name: "odd", connection: { kind: "carrier pigeon" }, access: "admin" }, "nonsense", null);

    const two = await openOn([]);
    await two.quayside.hosts.add(nowhere("a"), signal);
    const report = await two.quayside.hosts.importHosts(JSON.stringify(json), signal);
    expect(report).toEqual({
      added: ["b", "c"],
      skipped: [
        { name: "a", reason: "There is a host of this name already." },
        { name: "odd", reason: "It can’t be read." },
        { name: "host 5", reason: "It can’t be read." },
        { name: "host 6", reason: "It can’t be read." },
      ],
    });
    expect(names(two)).toEqual(["a", "b", "c"]);
    expect(two.quayside.hosts.list()[1]).toMatchObject({ group: "g", tags: ["x"], ...nowhere("b") });
  });

  plainTest.each([
    ["no JSON", "{", "it is not JSON"],
    ["something else's", '{"hosts": []}', "that Quayside has exported"],
    ["a newer Quayside's", '{"quayside": "hosts", "version": 2, "hosts": []}', "A newer Quayside"],
  ])("takes no text that is %s", async (_what, text, sentence) => {
    const { hosts } = (await openOn([])).quayside;
    await expect(hosts.importHosts(text, signal)).rejects.toMatchObject({
      name: "InvalidInput",
      message: expect.stringContaining(sentence),
    });
  });

  plainTest.each([
    ["an id that is none", { id: "../x" }],
    ["an address that is too long", { connection: { kind: "ssh", host: "h".repeat(300) } }],
    ["a tag that is too long", { tags: ["t".repeat(101)] }],
    ["a group that is too long", { group: "g".repeat(101) }],
  ] as const)("refuses %s, which would make its file unreadable", async (_what, odd) => {
    const one = await withThree();
    await expect(one.quayside.hosts.add({ ...nowhere("odd"), ...odd }, signal)).rejects.toMatchObject({
      name: "InvalidInput",
    });
    const { id: _id, ...change } = { id: "", ...odd };
    if (Object.keys(change).length > 0)
      await expect(one.quayside.hosts.update(one.ids.a, change, signal)).rejects.toMatchObject({
        name: "InvalidInput",
      });
    const again = await openOn([], { folder: one.folder });
    expect(names(again)).toEqual(["a", "b", "c"]);
    expect(again.problems).toEqual([]);
  });

  plainTest("adds none under the id of another", async () => {
    const one = await withThree();
    await expect(one.quayside.hosts.add({ ...nowhere("twin"), id: one.ids.a }, signal)).rejects.toMatchObject({
      name: "Conflict",
    });
    expect(names(one)).toEqual(["a", "b", "c"]);
  });

  plainTest("keeps a pasted key with the host alone, as long as the host takes it", async () => {
    const secrets = new Map<string, string>();
    const store = {
      get: async (key: string) => secrets.get(key),
      set: async (key: string, value: string) => void secrets.set(key, value),
      delete: async (key: string) => void secrets.delete(key),
    };
    const one = await openOn([], { secrets: store });
    const { hosts } = one.quayside;
    const connection = { kind: "ssh", host: "nowhere.invalid", key: "pasted" } as const;
    const { id } = await hosts.add({ name: "a", connection, pastedKey: "-----BEGIN KEY-----" }, signal);
    await hosts.forget(id);
    expect([...secrets.values()].join()).toContain("BEGIN KEY");
    expect(await readFile(join(one.folder, "hosts.json"), "utf8")).not.toContain("BEGIN");
    await hosts.update(id, { tags: ["x"] }, signal);
    expect(secrets.size).toBe(1);
    await hosts.update(id, { connection: { kind: "ssh", host: "nowhere.invalid" } }, signal);
    expect(secrets.size).toBe(0);
    await hosts.update(id, { connection, pastedKey: "-----BEGIN KEY-----" }, signal);
    await hosts.remove(id, signal);
    expect(secrets.size).toBe(0);
  });

  plainTest("names an address of docker's settings that can't be used", async () => {
    const surroundings = { ...bareMachine, env: { DOCKER_HOST: "fd://" } };
    const { hosts } = (await openOn([], { surroundings })).quayside;
    expect(hosts.candidates()).toEqual([{ name: "local", address: "fd://", source: "DOCKER_HOST" } as HostCandidate]);
  });
});

describe("a host", () => {
  lab.test("that is disabled is not connected to and shows nothing, until it is enabled again", async () => {
    const [engine] = sharedEngines();
    const name = await runContainer(engine, { name: "disabled-host" });
    const one = await openOn([engine]);
    const [id = ""] = one.hosts;
    await listed(one, id);
    const { hosts, inventory, containers } = one.quayside;
    await hosts.setEnabled(id, false, signal);
    expect(hosts.get(id)?.state).toEqual({ kind: "disabled" });
    expect(inventory.snapshot().containers).toEqual([]);
    const [result] = await containers.stop([{ host: id, id: name }], {}, signal);
    expect(result?.error).toMatchObject({
      title: expect.stringContaining("is disabled"),
      hint: "Enable the host first.",
    });
    hosts.retry(id);
    await hosts.update(id, { access: "view" }, signal);
    expect(hosts.get(id)?.state).toEqual({ kind: "disabled" });
    const again = await openOn([], { folder: one.folder });
    expect(again.quayside.hosts.get(id)?.state).toEqual({ kind: "disabled" });

    await hosts.setEnabled(id, true, signal);
    await until(() => inventory.container({ host: id, id: name })?.state === "running", {
      what: "the container again",
    });
    const { events } = one.quayside;
    const told = await events.query({ host: id, kinds: ["host"] }, signal);
    expect(told.map(({ type }) => type)).toContain("disabled");
    await engine.docker(["rm", "-f", name]);
  });

  lab.test("tells of its machine, and by how much its clock is ahead", async () => {
    const [engine] = sharedEngines();
    const one = await openOn([engine], { now: () => Date.now() - 60_000 });
    const [id = ""] = one.hosts;
    const machine = await until(
      () => {
        const state = one.quayside.hosts.get(id)?.state;
        return state?.kind === "online" ? state.machine : undefined;
      },
      { what: "what the engine says of its machine" },
    );
    expect(machine.cpus).toBeGreaterThan(0);
    expect(machine.memory).toBeGreaterThan(1e8);
    expect(machine.name).toBe(engine.name);
    expect(machine.system).not.toBe("");
    expect(Math.abs((machine.clockAhead ?? 0) - 60_000)).toBeLessThan(5_000);
  });
});
