import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Ref } from "@quayside/core/model/ref.ts";
import { shellCommand } from "@quayside/core/terminals/shell.ts";
import { afterAll, afterEach, beforeAll, expect, test as plainTest } from "vitest";
import { createContainer, removeContainer, runContainer, runShellless } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { until } from "../lab/waiting.ts";
import { listed, type OpenedQuayside, openQuayside } from "./open-quayside.ts";
import { removeFolder, temporaryFolder } from "./storage-processes.ts";
import { TerminalDesk } from "./terminal-desk.ts";
import { Screen } from "./terminal-screen.ts";

const { describe, test } = needs("engine");
const { signal } = new AbortController();
const size = { columns: 80, rows: 24 };

describe("a terminal", () => {
  let desk: TerminalDesk;
  let engine: EngineAccess;
  let opened: OpenedQuayside;
  let host: string;
  let container: Ref;

  const add = (make: Promise<string>): Promise<Ref> => desk.add(make);
  const start = (ref: Ref): Promise<Screen> => desk.openTerminal(ref);
  /** The command lines of what runs in the container. */
  const processes = async ({ id }: Ref): Promise<string> => engine.docker(["top", id, "-o", "pid,args"]);

  beforeAll(async () => {
    desk = await TerminalDesk.open(size);
    ({ engine, opened, host } = desk);
    container = await add(runContainer(engine, { name: "terminals-one" }));
  });
  afterEach(async () => {
    await desk?.closeTerminals();
  });
  afterAll(async () => {
    await desk?.close();
  });

  test("echoes what is typed and shows what the shell says", async () => {
    const screen = await start(container);
    screen.type("echo $((6*7))-here\n");
    await screen.shows(/42-here\r\n/);
  });

  test("shows nothing that the person didn't cause", async () => {
    const screen = await start(container);
    screen.type("exit\n");
    await screen.ends();
    // The banner and the prompt of busybox, and what was typed; nothing of how the shell was started.
    expect(screen.text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|command -v/);
  });

  test("passes every byte as it is, both ways", async () => {
    const screen = await start(container);
    screen.type("stty raw -echo; echo ready; cat\n");
    await screen.shows(/ready\n/);
    const before = screen.bytes.length;
    const all = Buffer.from(Array.from({ length: 4 * 256 }, (_, value) => value % 256));
    screen.session.write(all);
    await until(() => screen.bytes.length >= before + all.length, { what: "all bytes back" });
    expect(screen.bytes.subarray(before).equals(all)).toBe(true);
  });

  test("has the size that it was opened with, and each new one", async () => {
    const screen = await start(container);
    await screen.shows(/\/ # /);
    // Without the shell's line editor, which draws its line anew when the size changes.
    screen.type("while read x; do stty size; done\n");
    const sized = (text: string) =>
      until(
        async () => {
          screen.bytes = Buffer.alloc(0);
          screen.type("x\n");
          return (await screen.shows(/\r\n(\d+ \d+)\r\n/))[1] === text;
        },
        { what: `the size ${text}` },
      );
    await sized("24 80");
    screen.session.resize(120, 40);
    screen.session.resize(132, 50);
    await sized("50 132");
    screen.type("\u0003");
  });

  test("tells the exit code, each time", async () => {
    for (const code of [0, 1, 7, 42, 255]) {
      const screen = await start(container);
      screen.type(`exit ${code}\n`);
      expect(await screen.ends()).toEqual({ exitCode: code });
    }
  });

  test("in a container without a shell ends with a clear error and nothing of the engine's own text", async () => {
    const ref = await add(runShellless(engine, "terminals-shellless"));
    const screen = await start(ref);
    const { error } = await screen.ends();
    expect(error).toMatchObject({
      name: "NotFound",
      message: "terminals-shellless has no shell: neither bash nor ash nor sh is in its image.",
    });
    expect(screen.text).toBe("");
  });

  test("that is over before anybody listens tells how it ended whoever comes late", async () => {
    const ref = await add(runShellless(engine, "terminals-late"));
    const session = await opened.quayside.terminals.open(ref, { columns: 80, rows: 24 }, signal);
    const ends = () => new Promise<unknown>((resolve) => session.onExit(({ error }) => resolve(error)));
    // When this one has heard of it, it is over.
    await ends();
    expect(await ends()).toMatchObject({ name: "NotFound" });
  });

  test("in a stopped container is refused: Conflict", async () => {
    const ref = await add(createContainer(engine, { name: "terminals-stopped" }));
    await expect(start(ref)).rejects.toMatchObject({ name: "Conflict" });
  });

  test("in a container that is not there is refused: NotFound", async () => {
    await expect(start({ host, id: "feedfacefeedface" })).rejects.toMatchObject({ name: "NotFound" });
  });

  test("whose container is removed ends", async () => {
    const ref = await add(runContainer(engine, { name: "terminals-removed" }));
    const screen = await start(ref);
    screen.type("echo $((1+1))\n");
    await screen.shows(/2\r\n/);
    await removeContainer(engine, ref.id);
    const { exitCode, error } = await screen.ends();
    expect(exitCode ?? 137).toBe(137);
    if (error !== undefined) expect(error).toMatchObject({ name: expect.stringMatching(/NotFound|Conflict/) });
  });

  test("that is closed ends its shell and what runs in it", async () => {
    const ref = await add(runContainer(engine, { name: "terminals-closed" }));
    const screen = await start(ref);
    screen.type("sleep 4711\n");
    await until(async () => (await processes(ref)).includes("sleep 4711"), { what: "the sleep" });
    screen.session.dispose();
    await screen.ends();
    await until(async () => !/4711|\bash\b/.test(await processes(ref)), { what: "the shell to end" });
  });

  test("that is closed before anyone looked at it ends its shell, too", async () => {
    const ref = await add(runContainer(engine, { name: "terminals-unseen" }));
    const before = await processes(ref);
    const session = await opened.quayside.terminals.open(ref, size, signal);
    await until(async () => (await processes(ref)) !== before, { what: "the shell" });
    await session.close();
    await until(async () => (await processes(ref)) === before, { what: "the shell to end" });
  });

  test("loses no byte of what came before anyone listened", async () => {
    const session = await opened.quayside.terminals.open(container, size, signal);
    session.write(Buffer.from("sleep 4712 & seq 1 200000; echo en''d\n"));
    await until(async () => (await processes(container)).includes("sleep 4712"), { what: "the command to run" });
    const screen = new Screen(session);
    await screen.shows(/\r\nend\r\n/);
    const numbers = screen.text.split("\r\n").filter((line) => /^\d+$/.test(line));
    expect(numbers).toEqual(Array.from({ length: 200_000 }, (_, index) => String(index + 1)));
    await session.close();
  });

  test("is in the event log with its command", async () => {
    await start(container);
    const events = await opened.quayside.events.query({ host, kinds: ["action"] }, signal);
    expect(events.find(({ subject }) => subject?.id === container.id)).toMatchObject({
      type: "exec",
      command: "docker exec -it terminals-one sh",
      exitCode: 0,
    });
  });

  test("that is open when Quayside closes ends its shell", async () => {
    const ref = await add(runContainer(engine, { name: "terminals-goodbye" }));
    const before = await processes(ref);
    const other = await openQuayside([engine]);
    await listed(other, other.hosts[0] ?? "");
    const screen = new Screen(
      await other.quayside.terminals.open({ host: other.hosts[0] ?? "", id: ref.id }, size, signal),
    );
    screen.type("echo $((1+1))\n");
    await screen.shows(/2\r\n/);
    expect(await processes(ref)).not.toBe(before);
    await other.close();
    await until(async () => (await processes(ref)) === before, { what: "the shell to end" });
  });
});

plainTest.each([
  [["bash", "ash"], "bash"],
  [["bash"], "bash"],
  [["ash"], "ash"],
  [[], "sh"],
])("where there are %j beside sh, the shell is %s, after it has told its process id", async (shells, best) => {
  const folder = await temporaryFolder();
  try {
    // The same `sh` runs the command and is the last resort; as the latter it is given no arguments.
    await script(folder, "sh", '[ $# = 0 ] || exec /bin/sh "$@"; echo this is sh');
    for (const shell of shells) await script(folder, shell, `echo this is ${shell}`);
    const [program = "", ...args] = shellCommand("token");
    const { stdout } = await promisify(execFile)(join(folder, program), args, { env: { PATH: folder } });
    expect(stdout).toMatch(new RegExp(`^token:\\d+\\nthis is ${best}\\n$`));
  } finally {
    await removeFolder(folder);
  }
});

function script(folder: string, name: string, body: string): Promise<void> {
  return writeFile(join(folder, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
}

describe("a terminal whose engine is killed", () => {
  test("ends, says that the connection broke, and nothing crashes", async () => {
    const lab = openLab();
    const engine = await lab.startEngine({ name: "terminals-killed" });
    const opened = await openQuayside([engine]);
    try {
      const host = opened.hosts[0] ?? "";
      await listed(opened, host);
      const id = await runContainer(engine, { name: "killed" });
      const screen = new Screen(await opened.quayside.terminals.open({ host, id }, size, signal));
      screen.type("echo $((1+1))\n");
      await screen.shows(/2\r\n/);
      await engine.kill();
      const { exitCode, error } = await screen.ends();
      expect(exitCode).toBeUndefined();
      expect(error).toMatchObject({ name: "HostUnreachable" });
    } finally {
      await opened.close();
      await lab.close();
    }
  });
});
