import type { Ref } from "@quayside/core/model/ref.ts";
import type { ExecOptions } from "@quayside/core/model/terminal-request.ts";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { runContainer, runShellless } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { needs } from "../lab/needs.ts";
import { until } from "../lab/waiting.ts";
import type { OpenedQuayside } from "./open-quayside.ts";
import { TerminalDesk } from "./terminal-desk.ts";
import type { Screen } from "./terminal-screen.ts";

const { describe, test } = needs("engine");
const { signal } = new AbortController();
const size = { columns: 80, rows: 24 };
const users = "root:x:0:0::/root:/bin/sh\napp:x:1234:4321::/tmp:/bin/sh\n";

describe("a terminal with a command, a user, a directory and an environment of one's own", () => {
  let desk: TerminalDesk;
  let engine: EngineAccess;
  let opened: OpenedQuayside;
  let host: string;
  let container: Ref;
  let bare: Ref;

  const add = (make: Promise<string>): Promise<Ref> => desk.add(make);
  const start = (options: ExecOptions, ref = container): Promise<Screen> =>
    desk.openTerminal(ref, { kind: "exec", ...options });
  const processes = async ({ id }: Ref): Promise<string> => engine.docker(["top", id, "-o", "pid,args"]);

  beforeAll(async () => {
    desk = await TerminalDesk.open(size);
    ({ engine, opened, host } = desk);
    container = await add(runContainer(engine, { name: "exec-one" }));
    bare = await add(runShellless(engine, "exec-bare"));
    await engine.docker(["exec", container.id, "sh", "-c", `printf '${users}' > /etc/passwd`]);
  });
  afterEach(async () => {
    await desk?.closeTerminals();
  });
  afterAll(async () => {
    await desk?.close();
  });

  test("runs it as it was asked for, and tells its exit code", async () => {
    const command = ["sh", "-c", 'id; pwd; echo "$QUAY|$1"; exit 7', "x", "a  $(b) *'"];
    const screen = await start({ command, user: "app:0", directory: "/etc", environment: ["QUAY=größe = 1"] });
    expect(await screen.ends()).toEqual({ exitCode: 7 });
    expect(screen.text).toBe("uid=1234(app) gid=0 groups=0\r\n/etc\r\ngröße = 1|a  $(b) *'\r\n");
  });

  test("opens the shell of another user in another directory", async () => {
    const screen = await start({ user: "app", directory: "/tmp" });
    screen.type("echo $(id -u)-$(pwd)\n");
    await screen.shows(/1234-\/tmp\r\n/);
  });

  test("is in the event log with its command, and without what its environment holds", async () => {
    const screen = await start({ command: ["echo", "a b"], user: "app", environment: ["PASSWORD=hunter2"] });
    await screen.ends();
    const events = await opened.quayside.events.query({ host, kinds: ["action"] }, signal);
    const found = events.filter(({ subject }) => subject?.id === container.id);
    expect(found.map(({ command }) => command)).toContain("docker exec -it -u app -e PASSWORD exec-one echo 'a b'");
    expect(JSON.stringify(found)).not.toContain("hunter2");
  });

  const refused = [
    [{ user: "nobodyknows" }, "NotFound", "There is no user “nobodyknows” in exec-one."],
    [{ command: ["id"], user: "0:nogroup" }, "NotFound", "There is no user “0:nogroup” in exec-one."],
    [{ directory: "/nope/x" }, "NotFound", "There is no directory /nope/x in exec-one."],
    [
      { command: ["ls"], directory: "/bin/busybox" },
      "EngineError",
      "/bin/busybox in exec-one can’t be entered: not a directory.",
    ],
    [
      { user: "a b" },
      "InvalidInput",
      "A user is a name or a number, with a group behind a colon where one is meant: node, 1000, 1000:1000.",
    ],
  ] as const;
  test("whose user or directory is not there, or can’t be one, is refused in a sentence", async () => {
    for (const [options, name, message] of refused)
      await expect(start(options)).rejects.toMatchObject({ name, message });
  });

  const failing = [
    [["nope", "-x"], "NotFound", "There is no program “nope” in exec-one."],
    [["/etc"], "EngineError", "“/etc” in exec-one can’t be run: permission denied."],
  ] as const;
  test("whose program is not there says so and shows nothing of the shell between", async () => {
    for (const [command, name, message] of failing) {
      const screen = await start({ command });
      const { error } = await screen.ends();
      expect(error).toMatchObject({ name, message });
      expect(screen.text).toBe("");
    }
  });

  test("needs no shell in the container, and says there what it lacks", async () => {
    const screen = await start({ command: ["sleep", "4720"] }, bare);
    await until(async () => (await processes(bare)).includes("sleep 4720"), { what: "the program" });
    await screen.session.close();
    await until(async () => !(await processes(bare)).includes("sleep 4720"), { what: "its end" });
    expect(await (await start({ command: ["sleep", "0"] }, bare)).ends()).toEqual({ exitCode: 0 });
    const { error } = await (await start({ command: ["nope"] }, bare)).ends();
    expect(error).toMatchObject({ name: "NotFound", message: "There is no program “nope” in exec-bare." });
    await expect(start({ user: "app" }, bare)).rejects.toMatchObject({
      message: expect.stringContaining("no user “app”"),
    });
  });

  test("works on a file system that can only be read", async () => {
    const ref = await add(runContainer(engine, { name: "exec-ro", body: { HostConfig: { ReadonlyRootfs: true } } }));
    const screen = await start({ command: ["sh", "-c", "touch /x; pwd"], directory: "/etc" }, ref);
    expect(await screen.ends()).toEqual({ exitCode: 0 });
    expect(screen.text).toMatch(/Read-only file system\r\n\/etc\r\n$/);
  });

  test("that is closed leaves nothing: no child in the background, in no group, of no other user", async () => {
    const ref = await add(runContainer(engine, { name: "exec-closed" }));
    const before = await processes(ref);
    const command = ["sh", "-c", "set -m; sleep 4721 & sh -c 'sleep 4722 & wait' & exec sleep 4723"];
    const screen = await start({ command, user: "1234" }, ref);
    const all = ["4721", "4722", "4723"];
    const run = async (): Promise<boolean> => {
      const text = await processes(ref);
      return all.every((number) => text.includes(`sleep ${number}`));
    };
    await until(run, { what: "all three" });
    await screen.session.close();
    await until(async () => (await processes(ref)) === before, { what: "all of them to end" });
  });

  test("that is closed ends a program that heeds no hang-up, and leaves what was made to ignore one, as nohup does", async () => {
    const ref = await add(runContainer(engine, { name: "exec-stubborn" }));
    const command = ["sh", "-c", "trap '' HUP; sleep 4724 & while sleep 0.2; do :; done"];
    const screen = await start({ command }, ref);
    const kept = /\d +sleep 4724$/m;
    await until(async () => kept.test(await processes(ref)), { what: "the one in the background" });
    await screen.session.close();
    await until(async () => !/while sleep/.test(await processes(ref)), { what: "the end of the program" });
    expect(await processes(ref)).toMatch(kept);
  });

  test("in a container that is paused or stopped says what to do first", async () => {
    const ref = await add(runContainer(engine, { name: "exec-paused" }));
    const state = (wanted: string) =>
      until(() => opened.quayside.inventory.container(ref)?.state === wanted, { what: wanted });
    await engine.docker(["pause", ref.id]);
    await state("paused");
    await expect(start({}, ref)).rejects.toMatchObject({
      name: "Conflict",
      message: "exec-paused is paused: resume it first.",
    });
    await engine.docker(["kill", ref.id]);
    await state("exited");
    await expect(start({}, ref)).rejects.toMatchObject({
      name: "Conflict",
      message: "exec-paused does not run: start it first.",
    });
  });
});
