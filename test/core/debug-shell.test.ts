import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Ref } from "@quayside/core/model/ref.ts";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { baseImage, shelllessImage } from "../lab/base-image.ts";
import { run } from "../lab/commands.ts";
import { createContainer, runContainer, runShellless } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { needs } from "../lab/needs.ts";
import { until } from "../lab/waiting.ts";
import { type OpenedQuayside, openQuayside } from "./open-quayside.ts";
import { bundleScript, removeFolder, temporaryFolder, Window } from "./storage-processes.ts";
import { TerminalDesk } from "./terminal-desk.ts";
import type { Screen } from "./terminal-screen.ts";

const { describe, test } = needs("engine");
const { signal } = new AbortController();
const size = { columns: 120, rows: 30 };
const label = "dev.quayside.debug-shell";

describe("a debug shell", () => {
  let desk: TerminalDesk;
  let engine: EngineAccess;
  let opened: OpenedQuayside;
  let host: string;
  let bare: Ref;

  const add = (make: Promise<string>): Promise<Ref> => desk.add(make);
  const start = (ref: Ref, image = baseImage): Promise<Screen> => desk.openTerminal(ref, { kind: "debug", image });
  /** Of those beside this one, by the engine itself. */
  const helpers = async ({ id }: Ref): Promise<string> =>
    (await engine.docker(["ps", "-aq", "--no-trunc", "--filter", `label=${label}.of=${id}`])).trim();
  const noneLeft = (ref: Ref) => until(async () => (await helpers(ref)) === "", { what: "its removal" });

  beforeAll(async () => {
    desk = await TerminalDesk.open(size);
    ({ engine, opened, host } = desk);
    await engine.docker(["volume", "create", "debug-volume"]);
    bare = await add(
      createContainer(engine, {
        name: "debug-bare",
        body: {
          ...{ Image: shelllessImage, Cmd: ["sleep", "3600"], StopSignal: "SIGKILL" },
          HostConfig: { Binds: ["debug-volume:/data", "debug-volume:/bin/data:ro"] },
        },
      }),
    );
    await engine.docker(["start", bare.id]);
    await until(() => opened.quayside.inventory.container(bare)?.state === "running", { what: "it to run" });
  });
  afterEach(async () => {
    await desk?.closeTerminals();
  });
  afterAll(async () => {
    await desk?.close();
    await engine.docker(["volume", "rm", "-f", "debug-volume"]);
  });

  test("sees the processes, the files, the network and the volumes of a container that has no shell", async () => {
    const screen = await start(bare);
    await screen.shows(
      /Debug shell of \S+ beside debug-bare: its processes, network and volumes\. Its files: \/proc\/1\/root/,
    );
    screen.type(
      "ls /proc/1/root/bin; echo here > /data/x; tr '\\0' ' ' < /proc/1/cmdline; hostname; echo end-$((1+1))\n",
    );
    await screen.shows(/busybox[\s\S]*sleep[\s\S]*sleep 3600[\s\S]*end-2/);
    const ip = async (id: string) =>
      (await engine.docker(["exec", id, "sh", "-c", "cat /proc/net/fib_trie | md5sum; cat /data/x"])).trim();
    expect(await ip(await helpers(bare))).toMatch(/here$/);
  });

  test("is no container that people see, and is gone when its terminal ends", async () => {
    const screen = await start(bare);
    await screen.shows(/# /);
    const helper = await helpers(bare);
    expect(helper).toMatch(/^[0-9a-f]{64}$/);
    const marker = await add(runContainer(engine, { name: "debug-marker" }));
    expect(opened.quayside.inventory.container({ host, id: helper })).toBeUndefined();
    const other = await openQuayside([], { folder: opened.folder });
    const on = host;
    await until(() => other.quayside.inventory.container({ host: on, id: marker.id }), {
      what: "another window's list",
    });
    expect(other.quayside.inventory.container({ host: on, id: helper })).toBeUndefined();
    // Another window leaves it alone.
    await other.quayside.dispose();
    screen.type("echo still-$((2+2))\n");
    await screen.shows(/still-4/);
    screen.type("exit 3\n");
    expect(await screen.ends()).toEqual({ exitCode: 3 });
    await noneLeft(bare);
    const events = await opened.quayside.events.query({ host }, signal);
    expect(events.filter(({ subject }) => subject?.id === helper)).toEqual([]);
    expect(events.find(({ type }) => type === "debug")).toMatchObject({
      command: expect.stringContaining("--pid container:debug-bare"),
    });
  });

  test("that is closed leaves nothing, and volumes as they are", async () => {
    const screen = await start(bare);
    screen.type("sleep 4730 & sleep 4731\n");
    // Of the machine: what shares another's processes is in no container's list but its own.
    const running = () => run("ps", ["-eo", "args"]);
    await until(async () => /^sleep 4731$/m.test(await running()), { what: "what it runs" });
    await screen.session.close();
    await noneLeft(bare);
    await until(async () => !/^sleep 473[01]$/m.test(await running()), { what: "what ran in it to end" });
    expect(await engine.docker(["volume", "ls", "-q"])).toContain("debug-volume");
  });

  test("says that its container has ended, and ends with it", async () => {
    const ref = await add(runShellless(engine, "debug-dying"));
    const screen = await start(ref);
    await screen.shows(/# /);
    await engine.docker(["kill", ref.id]);
    expect((await screen.ends()).error).toMatchObject({
      ...{ name: "NotFound", message: "debug-dying has ended, and its debug shell with it." },
    });
    await noneLeft(ref);
  });

  test("of an image that is gone, or has no shell either, says so and leaves nothing", async () => {
    await expect(start(bare, "nowhere/nothing:1")).rejects.toMatchObject({
      ...{ name: "NotFound", message: "There is no image nowhere/nothing:1 on north any more." },
    });
    await expect(start(bare, shelllessImage)).rejects.toMatchObject({
      ...{ name: "NotFound", message: `The image ${shelllessImage} has no shell either.` },
    });
    await noneLeft(bare);
  });

  test("takes the access level that making a container takes, and a container that runs", async () => {
    const stopped = await add(createContainer(engine, { name: "debug-stopped" }));
    await expect(start(stopped)).rejects.toMatchObject({ message: "debug-stopped does not run: start it first." });
    await opened.quayside.hosts.update(host, { access: "operate" }, signal);
    try {
      await expect(start(bare)).rejects.toMatchObject({ name: "NotAllowed" });
      const { debug } = await opened.quayside.terminals.choices(bare, signal);
      expect(debug).toMatchObject({ button: "Create on north", forbidden: expect.stringContaining("“admin”") });
    } finally {
      await opened.quayside.hosts.update(host, { access: "admin" }, signal);
    }
  });

  test("offers the images of the host, and the last one the next time", async () => {
    await start(bare);
    const debug = () => opened.quayside.terminals.choices(bare, signal).then((choices) => choices.debug);
    await until(async () => (await debug()).last === baseImage, { what: "the last one" });
    await until(async () => (await debug()).images.includes(baseImage), { what: "the images" });
  });

  test("that was left by a window that is gone is found by its label and removed; another store's is not", async () => {
    // A store has its id with its first debug shell.
    await start(bare);
    const { id: store } = (
      JSON.parse(await readFile(join(opened.folder, "terminals.json"), "utf8")) as { data: { id: string } }
    ).data;
    const leave = (name: string, owner: string) =>
      createContainer(engine, { name, labels: { [label]: owner, [`${label}.window`]: "gone" } });
    const own = await leave("debug-left", store);
    const foreign = await leave("debug-foreign", "another-store");
    desk.removeAtEnd(own, foreign);
    const later = await openQuayside([], { folder: opened.folder, now: () => Date.now() + 120_000 });
    const names = () => engine.docker(["ps", "-a", "--format", "{{.Names}}"]);
    await until(async () => !(await names()).includes("debug-left"), { what: "its removal" });
    expect(await names()).toContain("debug-foreign");
    await later.quayside.dispose();
  });

  test("whose Quayside is killed is removed by the engine", async () => {
    const folder = await temporaryFolder();
    try {
      const script = await bundleScript("debug-shell-window.ts", folder);
      const killed = new Window(script, join(folder, "store"), engine.socket, bare.id, baseImage);
      expect(await killed.ask("open")).toBe("open");
      expect(await helpers(bare)).not.toBe("");
      await killed.kill();
      await noneLeft(bare);
    } finally {
      await removeFolder(folder);
    }
  });
});
