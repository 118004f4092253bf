import { containerFromInspect, containerFromList } from "@quayside/core/engine/container-record.ts";
import type { Container } from "@quayside/core/model/container.ts";
import { afterAll, beforeAll, expect, test as plainTest } from "vitest";
import { baseImage } from "../lab/base-image.ts";
import {
  createContainer,
  idleScript,
  removeContainer,
  runContainer,
  runRestartLoop,
  runStackService,
  runUnhealthy,
} from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { until } from "../lab/waiting.ts";

const { describe, test } = needs("engine");

describe("a container made from the list equals one made from an inspect", () => {
  let engine: EngineAccess;
  const ids: string[] = [];
  const networks = ["records-one", "records-two"];

  beforeAll(async () => {
    [engine] = sharedEngines();
    for (const Name of networks) await engine.api.json("POST", "/networks/create", { Name });
  });

  afterAll(async () => {
    for (const id of ids) await removeContainer(engine, id);
    for (const name of networks) await engine.api.call("DELETE", `/networks/${name}`);
    await engine.api.call("DELETE", "/images/records-image:1?force=1");
    await engine.api.call("DELETE", "/images/records-other:1?force=1");
    await engine.api.call("DELETE", "/volumes/records-data?force=1");
  });

  const keep = async (make: Promise<string>): Promise<string> => {
    const id = await make;
    ids.push(id);
    return id;
  };
  const fromList = async (id: string): Promise<Container | undefined> => {
    const filters = encodeURIComponent(JSON.stringify({ id: [id] }));
    const [entry] = await engine.api.json<unknown[]>("GET", `/containers/json?all=1&filters=${filters}`);
    return containerFromList("lab", entry, Date.now());
  };
  /** Both ways of one moment: the list says the same before and after the inspect. */
  const bothWays = (id: string, wanted: (container: Container) => boolean) =>
    until(
      async () => {
        const before = await fromList(id);
        const inspected = containerFromInspect("lab", await engine.api.json("GET", `/containers/${id}/json`));
        const after = await fromList(id);
        if (before === undefined || inspected === undefined || after === undefined || !wanted(before)) return undefined;
        const { run: _run, ...listed } = before;
        const { run: _later, ...listedAfter } = after;
        const { run, ...looked } = inspected;
        return JSON.stringify(listed) === JSON.stringify(listedAfter) && { listed, looked, run, listRun: before.run };
      },
      { what: "the container in the wanted state", withinMs: 30_000 },
    );
  const expectEqual = async (id: string, wanted: (container: Container) => boolean = () => true) => {
    const ways = await bothWays(id, wanted);
    expect(ways.looked).toEqual(ways.listed);
    return ways;
  };

  test("when it runs, with spaces in its command", async () => {
    const { listed, run, listRun } = await expectEqual(await keep(runContainer(engine, { name: "records-running" })));
    expect(listed).toMatchObject({ name: "records-running", state: "running", image: baseImage, networks: ["bridge"] });
    expect(listed.command).toContain(`sh -c '${idleScript.slice(0, 20)}`);
    expect(run).toMatchObject({ exact: true });
    expect(Math.abs((run?.since ?? 0) - (listRun?.since ?? 0))).toBeLessThan(5_000);
  });

  test("when it was only created", async () => {
    const { run, listRun } = await expectEqual(await keep(createContainer(engine, { name: "records-created" })));
    expect([run, listRun]).toEqual([undefined, undefined]);
  });

  test("when it ended, its exit code among it", async () => {
    const id = await keep(runContainer(engine, { name: "records-exited", script: "exit 3" }));
    const { run, listRun } = await expectEqual(id, ({ state }) => state === "exited");
    expect([run?.exitCode, listRun?.exitCode]).toEqual([3, 3]);
  });

  test("when it is paused, also one with a health check", async () => {
    const id = await keep(runUnhealthy(engine, "records-paused"));
    await engine.api.json("POST", `/containers/${id}/pause`);
    await expectEqual(id, ({ state }) => state === "paused");
    await engine.api.json("POST", `/containers/${id}/unpause`);
  });

  test("when it restarts again and again", async () => {
    const id = await keep(runRestartLoop(engine, "records-restarting"));
    const { run } = await expectEqual(id, ({ state }) => state === "restarting");
    expect(run).toMatchObject({ exitCode: 3 });
  });

  test("when it is unhealthy", async () => {
    const id = await keep(runUnhealthy(engine, "records-unhealthy"));
    await expectEqual(id, ({ health }) => health === "unhealthy");
  });

  test("with ports published over TCP and UDP, v4 and v6, on several addresses, and ports that are only exposed", async () => {
    const body = {
      ExposedPorts: { "80/tcp": {}, "81/udp": {}, "82/tcp": {}, "82/udp": {}, "90/tcp": {}, "91/udp": {} },
      HostConfig: {
        PortBindings: {
          "80/tcp": [
            { HostIp: "127.0.0.1", HostPort: "18080" },
            { HostIp: "127.0.0.2", HostPort: "18080" },
            { HostIp: "127.0.0.1", HostPort: "18079" },
          ],
          "81/udp": [{ HostPort: "18081" }],
          "82/tcp": [{ HostPort: "18082" }],
          "82/udp": [{ HostPort: "18082" }],
        },
      },
    };
    const { listed } = await expectEqual(await keep(runContainer(engine, { name: "records-ports", body })));
    expect(listed.ports).toEqual([
      { privatePort: 80, protocol: "tcp", publicPort: 18079, address: "127.0.0.1" },
      { privatePort: 80, protocol: "tcp", publicPort: 18080, address: "127.0.0.1" },
      { privatePort: 80, protocol: "tcp", publicPort: 18080, address: "127.0.0.2" },
      { privatePort: 81, protocol: "udp", publicPort: 18081, address: "0.0.0.0" },
      { privatePort: 82, protocol: "tcp", publicPort: 18082, address: "0.0.0.0" },
      { privatePort: 82, protocol: "udp", publicPort: 18082, address: "0.0.0.0" },
      { privatePort: 90, protocol: "tcp" },
      { privatePort: 91, protocol: "udp" },
    ]);
  });

  test("with ports, before it was started", async () => {
    const body = {
      ExposedPorts: { "80/tcp": {} },
      HostConfig: { PortBindings: { "80/tcp": [{ HostPort: "18090" }] } },
    };
    await expectEqual(await keep(createContainer(engine, { name: "records-unpublished", body })));
  });

  test("on several networks", async () => {
    const id = await keep(runContainer(engine, { name: "records-networks" }));
    for (const name of networks) await engine.api.json("POST", `/networks/${name}/connect`, { Container: id });
    expect((await expectEqual(id)).listed.networks).toEqual(["bridge", ...networks]);
  });

  test("with mounts of every kind", async () => {
    const body = {
      Volumes: { "/anonymous": {} },
      HostConfig: {
        Binds: ["/tmp:/host:ro", "records-data:/data"],
        Tmpfs: { "/scratch": "" },
        Mounts: [{ Type: "tmpfs", Target: "/memory" }],
      },
    };
    const { listed } = await expectEqual(await keep(runContainer(engine, { name: "records-mounts", body })));
    expect(listed.mounts).toMatchObject([
      { type: "volume", destination: "/anonymous", writable: true },
      { type: "volume", source: "records-data", destination: "/data" },
      { type: "bind", source: "/tmp", destination: "/host", writable: false },
      { type: "tmpfs", destination: "/memory" },
    ]);
  });

  test("of a compose project", async () => {
    const { listed } = await expectEqual(await keep(runStackService(engine, "records", "web", { number: 2 })));
    expect(listed.stack).toEqual({ stack: "records", service: "web", number: 2 });
  });

  test("that others link to", async () => {
    const id = await keep(runContainer(engine, { name: "records-linked" }));
    const body = { HostConfig: { Links: ["records-linked:aaa"] } };
    await keep(runContainer(engine, { name: "records-a-consumer", body }));
    expect((await expectEqual(id)).listed.name).toBe("records-linked");
  });

  test("of an image named by its id", async () => {
    const { Id } = await engine.api.json<{ Id: string }>("GET", `/images/${baseImage}/json`);
    await expectEqual(await keep(runContainer(engine, { name: "records-by-id", body: { Image: Id } })));
    const short = Id.replace("sha256:", "").slice(0, 12);
    await expectEqual(await keep(runContainer(engine, { name: "records-by-short-id", body: { Image: short } })));
  });

  test("of an image whose name went to another one, but for that name: the list only knows its id", async () => {
    const tag = () => engine.api.json("POST", `/images/${baseImage}/tag?repo=records-image&tag=1`);
    await tag();
    const id = await keep(runContainer(engine, { name: "records-retagged", body: { Image: "records-image:1" } }));
    await expectEqual(id);
    for (const change of ["untagged", "retagged"]) {
      if (change === "untagged") await engine.api.json("DELETE", "/images/records-image:1");
      else {
        await engine.api.json("POST", `/commit?container=${id}&repo=records-other&tag=1`, {});
        await engine.api.json("POST", "/images/records-other:1/tag?repo=records-image&tag=1");
      }
      const { listed, looked } = await bothWays(id, () => true);
      expect(looked.image).toBe("records-image:1");
      expect(listed.image).toBe(listed.imageId);
      expect({ ...looked, image: "" }).toEqual({ ...listed, image: "" });
    }
  });
});

const now = Date.UTC(2026, 0, 2);
const entry = {
  Id: "abc123",
  Names: ["/web"],
  Image: "nginx",
  ImageID: "sha256:1",
  State: "running",
  Status: "Up 3 hours",
};

plainTest.each([
  ["null", null],
  ["a text", "x"],
  ["a number", 5],
  ["an array", [entry]],
  ["no id", { ...entry, Id: undefined }],
  ["an id that is a number", { ...entry, Id: 5 }],
])("an entry that is %s is left out, and throws nothing", (_what, json) => {
  expect(containerFromList("lab", json, now)).toBeUndefined();
  expect(containerFromInspect("lab", json)).toBeUndefined();
});

const odd = [null, 5, "x", [], {}, [null], { x: null }, true, -1, 1e300, Number.NaN];
const listFields = [
  "Names",
  "Image",
  "ImageID",
  "Command",
  "Created",
  "State",
  "Status",
  "Ports",
  "Labels",
  "NetworkSettings",
  "Mounts",
];
const inspectFields = [
  "Name",
  "Image",
  "Config",
  "State",
  "NetworkSettings",
  "Path",
  "Args",
  "Created",
  "Mounts",
  "RestartCount",
];

plainTest.each(listFields)("a list's entry whose %s is missing or odd is a container all the same", (field) => {
  const whole = { ...entry, Ports: [{ PrivatePort: 80, Type: "tcp" }], Labels: { a: "b" }, Mounts: [] };
  for (const value of [undefined, ...odd]) {
    expect(containerFromList("lab", { ...whole, [field]: value }, now)).toMatchObject({ host: "lab", id: "abc123" });
  }
});

plainTest.each(inspectFields)("an inspect whose %s is missing or odd is a container all the same", (field) => {
  const whole = { Id: "abc123", Name: "/web", Config: { Image: "nginx" }, State: { Status: "running" } };
  for (const value of [undefined, ...odd]) {
    expect(containerFromInspect("lab", { ...whole, [field]: value })).toMatchObject({ host: "lab", id: "abc123" });
  }
});

plainTest("odd parts of ports and mounts spoil only themselves", () => {
  const Ports = [
    null,
    5,
    { PrivatePort: "80" },
    { PrivatePort: 80 },
    { PrivatePort: 81, PublicPort: "x", Type: 7, IP: 9 },
  ];
  const Mounts = [null, { Destination: 5 }, { Type: "bind", Source: "/a", Destination: "/b", RW: "yes" }];
  const container = containerFromList("lab", { ...entry, Ports, Mounts }, now);
  expect(container?.ports).toEqual([
    { privatePort: 80, protocol: "tcp" },
    { privatePort: 81, protocol: "tcp" },
  ]);
  expect(container?.mounts).toHaveLength(3);
});

plainTest("a port that is published on IPv4 and IPv6 alike is one port, from the list as from an inspect", () => {
  const Ports = ["0.0.0.0", "::"].map((IP) => ({ IP, PrivatePort: 80, PublicPort: 8080, Type: "tcp" }));
  const bindings = ["::", "0.0.0.0"].map((HostIp) => ({ HostIp, HostPort: "8080" }));
  const inspected = { Id: "abc123", NetworkSettings: { Ports: { "80/tcp": bindings, "81/sctp": null } } };
  const one = { privatePort: 80, protocol: "tcp", publicPort: 8080, address: "0.0.0.0" };
  expect(containerFromList("lab", { ...entry, Ports }, now)?.ports).toEqual([one]);
  expect(containerFromInspect("lab", inspected)?.ports).toEqual([one, { privatePort: 81, protocol: "sctp" }]);
});

plainTest("texts from strangers stay what they are: 4 KB, HTML, ANSI, right-to-left marks", () => {
  const nasty = [
    "x".repeat(4096),
    "<img src=x onerror=alert(1)>",
    "\u001b[31mred\u001b]0;title\u0007",
    "\u202eevil\u2066",
    "__proto__",
  ];
  for (const text of nasty) {
    const json = { ...entry, Names: [`/${text}`], Image: text, Command: text, Labels: { [text]: text } };
    expect(containerFromList("lab", json, now)).toMatchObject({ name: text, image: text, command: text });
    expect(containerFromList("lab", json, now)?.labels[text]).toBe(text);
  }
});

plainTest("labels called __proto__ or constructor are labels like others", () => {
  const Labels = JSON.parse('{"__proto__": "a", "constructor": "b", "com.docker.compose.project": "shop", "odd": 5}');
  const labels = containerFromList("lab", { ...entry, Labels }, now)?.labels ?? {};
  expect(Object.entries(labels)).toEqual([
    ["__proto__", "a"],
    ["constructor", "b"],
    ["com.docker.compose.project", "shop"],
  ]);
  expect(({} as Record<string, unknown>).a).toBeUndefined();
  expect(containerFromList("lab", entry, now)?.labels.toString).toBeUndefined();
});

plainTest.each([
  ["Up 3 hours", { since: now - 3 * 3600_000 }],
  ["Up Less than a second", { since: now }],
  ["Up About a minute (healthy)", { since: now - 60_000 }],
  ["Up About an hour (unhealthy)", { since: now - 3600_000 }],
  ["Up 2 weeks (Paused)", { since: now - 14 * 86_400_000 }],
  ["Exited (137) 4 months ago", { since: now - 4 * 2_592_000_000, exitCode: 137 }],
  ["Restarting (1) 5 seconds ago", { since: now - 5_000, exitCode: 1 }],
])("the status %s is read", (Status, run) => {
  expect(containerFromList("lab", { ...entry, Status }, now)?.run).toEqual({ exact: false, ...run });
});

plainTest.each(["", "Created", "Dead", "Removal In Progress", "Up forever", "Exited (x) y ago"])(
  "the status “%s” tells no run",
  (Status) => {
    expect(containerFromList("lab", { ...entry, Status }, now)?.run).toBeUndefined();
  },
);
