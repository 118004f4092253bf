import { once } from "node:events";
import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  createMany,
  removeEverything,
  runContainer,
  runLogger,
  runRestartLoop,
  runShellless,
  runStackService,
  runUnhealthy,
} from "./containers.ts";
import type { LabEngine } from "./engine.ts";
import { accessLabEngine } from "./engine-access.ts";
import { type Lab, openLab } from "./lab.ts";
import { needs } from "./needs.ts";
import { sharedEngines } from "./shared-engines.ts";
import { until } from "./waiting.ts";

const { describe } = needs("engine");

interface Inspected {
  readonly RestartCount: number;
  readonly State: { readonly Status: string; readonly Health?: { readonly Status: string } };
}

describe("the shared engines", () => {
  it("are two, each with an id and a host name of its own", async () => {
    type Info = { readonly ID: string; readonly Name: string };
    const infos = await Promise.all(sharedEngines().map((engine) => engine.api.json<Info>("GET", "/info")));
    expect(infos.map(({ Name }) => Name)).toEqual(["north", "south"]);
    expect(infos[0]?.ID).not.toBe(infos[1]?.ID);
  });
});

describe("an engine of the lab", () => {
  let lab: Lab;
  let engine: LabEngine;
  const inspect = (id: string) => engine.api.json<Inspected>("GET", `/containers/${id}/json`);

  beforeAll(async () => {
    lab = openLab();
    engine = await lab.startEngine({ name: "east" });
  });
  afterAll(() => lab.close());

  it("runs a logger, whose lines go to stdout and stderr", async () => {
    const id = await runLogger(engine, "talker", 200);
    const lines = (stream: string) => engine.api.call("GET", `/containers/${id}/logs?${stream}=1`);
    await until(async () => (await lines("stderr")).text.includes("line 100"), { what: "line 100" });
    expect((await lines("stdout")).text).toContain("line 99");
    expect((await lines("stdout")).text).not.toContain("line 100\n");
  });

  it("runs an unhealthy container, one in a restart loop, a stack and one without a shell", async () => {
    const unhealthy = await runUnhealthy(engine, "ill");
    const loop = await runRestartLoop(engine, "loop");
    await runStackService(engine, "shop", "web");
    await runShellless(engine, "bare");
    await until(async () => (await inspect(unhealthy)).State.Health?.Status === "unhealthy", { what: "ill to be ill" });
    await until(async () => (await inspect(loop)).RestartCount > 1, { what: "the loop to loop" });
    expect(
      await engine.docker(["ps", "--filter", "label=com.docker.compose.project=shop", "--format", "{{.Names}}"]),
    ).toBe("shop-web-1\n");
    await expect(engine.docker(["exec", "bare", "sh"])).rejects.toThrow("executable file not found");
  });

  it("makes a hundred stopped containers and removes everything", async () => {
    expect(new Set(await createMany(engine, "crowd", 100)).size).toBe(100);
    await removeEverything(engine);
    expect(await engine.docker(["ps", "--all", "--quiet"])).toBe("");
  });

  it("has its published ports at its own address, until its cable is pulled", async () => {
    const script = "echo ahoy > /tmp/index.html; exec httpd -f -h /tmp";
    const HostConfig = { PortBindings: { "80/tcp": [{ HostPort: "8080" }] } };
    await runContainer(engine, {
      name: "web",
      script,
      body: { ExposedPorts: { "80/tcp": {} }, HostConfig, StopSignal: "KILL" },
    });
    const get = async () => {
      const url = `http://${engine.network.address}:8080/`;
      const answer = await fetch(url, { signal: AbortSignal.timeout(1000) }).catch(() => undefined);
      return await answer?.text();
    };
    await until(async () => (await get()) === "ahoy\n", { what: "the port to be open" });
    await engine.setNetworkUp(false);
    expect(await get()).toBe(undefined);
    await engine.setNetworkUp(true);
    await until(async () => (await get()) === "ahoy\n", { what: "the network to be back" });
  });

  it("doesn't answer while it is frozen, and does afterwards", async () => {
    await engine.freeze();
    const ping = engine.api.call("GET", "/_ping");
    try {
      const silence = new Promise<string>((resolve) => setTimeout(resolve, 300, "silent"));
      expect(await Promise.race([ping.then(() => "answered"), silence])).toBe("silent");
    } finally {
      engine.thaw();
    }
    expect((await ping).status).toBe(200);
  });

  it("comes back on the same socket with its containers after it was killed", async () => {
    await runLogger(engine, "survivor");
    await engine.kill();
    await expect(engine.api.call("GET", "/_ping")).rejects.toThrow();
    await engine.start();
    expect(await engine.docker(["ps", "--all", "--filter", "name=survivor", "--format", "{{.Names}}"])).toBe(
      "survivor\n",
    );
  });

  it("won't take a socket that somebody else made", async () => {
    const socket = join(lab.folder, "foreign.sock");
    const server = createServer().listen(socket);
    await once(server, "listening");
    await expect(lab.startEngine({ name: "thief", socket })).rejects.toThrow("the lab didn't create it");
    expect(() => accessLabEngine(lab.folder, { name: "x", socket, network: engine.network })).toThrow("left alone");

    await engine.kill();
    rmSync(engine.socket);
    const squatter = createServer().listen(engine.socket);
    await once(squatter, "listening");
    await expect(engine.start()).rejects.toThrow("the lab didn't create it");
    for (const each of [server, squatter]) each.close();
  });
});

describe("an engine with live restore", () => {
  it("leaves its containers running while it is away", async () => {
    const lab = openLab();
    try {
      const engine = await lab.startEngine({ name: "west", liveRestore: true });
      const id = await runLogger(engine, "steady");
      const pid = () => engine.docker(["inspect", "--format", "{{.State.Pid}}", id]);
      const before = await pid();
      await engine.kill();
      await engine.start();
      expect(await pid()).toBe(before);
    } finally {
      await lab.close();
    }
  });
});
