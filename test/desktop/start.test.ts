import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, it, onTestFinished } from "vitest";
import { chaosProfiles } from "../../docker-desktop-extension/preview/chaos.ts";
import { parseCommandLine } from "../../docker-desktop-extension/preview/command-line.ts";
import { askLocalEngine } from "../../docker-desktop-extension/preview/local-engine.ts";
import { ownFolder } from "../../docker-desktop-extension/preview/own-folder.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { until } from "../lab/waiting.ts";

const top = fileURLToPath(new URL("../..", import.meta.url));
const desktopFolder = fileURLToPath(new URL("../../docker-desktop-extension", import.meta.url));

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "quayside-start-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const program = [process.execPath, "run.mjs", "docker-desktop-extension/preview/start.ts"] as const;

/** What `npm start` runs, in a terminal of its own: a signal to the group is what Ctrl-C is there. */
function start(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  [command, ...first]: readonly [string, ...string[]] = program,
) {
  const mark = `quayside-start-${Math.random().toString(36).slice(2)}`;
  const folder = temporaryFolder();
  const child = spawn(command, [...first, ...args], {
    cwd: top,
    detached: true,
    env: {
      ...process.env,
      HOME: folder,
      XDG_DATA_HOME: folder,
      XDG_RUNTIME_DIR: folder,
      TMPDIR: folder,
      TEST_MARK: mark,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said.err += text;
  });
  const ended = once(child, "exit").then(([code]) => code as number | null);
  const signalGroup = (signal: NodeJS.Signals) => process.kill(-(child.pid ?? Number.NaN), signal);
  onTestFinished(() => {
    if (child.exitCode === null && child.signalCode === null) signalGroup("SIGKILL");
  });
  const url = () => until(() => /http:\/\/\S+/.exec(said.out)?.[0], { what: "the address", withinMs: 60_000 });
  return { child, said, ended, signalGroup, url, folder, alive: () => processesWith(mark) };
}

/** The processes that inherited this from the one that was started, whoever is their parent now. */
function processesWith(mark: string): string[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, "latin1").includes(mark);
    } catch {
      return false;
    }
  });
}

/** Through the front door: the cookie for the token, then a session with the backend. */
async function openSession(url: string): Promise<unknown> {
  const arrived = await fetch(url, { redirect: "manual" });
  const cookie = arrived.headers.get("set-cookie")?.split(";")[0] ?? "";
  const body = JSON.stringify({ method: "POST", url: "/sessions", headers: {}, body: '{"v":1}' });
  const answer = await fetch(new URL("/dd/service", url), { method: "POST", headers: { cookie }, body });
  return await answer.json();
}

// What is left behind is looked for in /proc.
const { describe: describeHere, test } = needs("engine");

describeHere("npm start with an engine", () => {
  test("uses the engine that docker would use, and Ctrl-C leaves nothing", async () => {
    const [engine]: readonly [EngineAccess, EngineAccess] = sharedEngines();
    const { said, ended, signalGroup, url, alive, folder } = start(["--no-open", "--port", "0"], {
      DOCKER_HOST: engine.dockerHost,
    });
    expect(await openSession(await url())).toMatchObject({ status: 201 });
    await until(() => said.out.includes("Ctrl-C"), { what: "all to be said" });
    expect(said.out).toContain(`Docker engine: Docker 20.10`);
    expect(said.out).not.toContain("demo");
    expect(alive().length).toBeGreaterThanOrEqual(3);
    signalGroup("SIGINT");
    expect(await ended).toBe(0);
    expect(alive()).toEqual([]);
    expect(readdirSync(folder).filter((name) => name.startsWith("quayside-preview"))).toEqual([]);
  });
});

/** A folder with a program that opens no browser, and notes what it was to open. */
function browserStub(): string {
  const folder = temporaryFolder();
  for (const name of ["xdg-open", "open"]) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho "$@" > ${folder}/opened\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

describeHere("npm start, as the README has it", () => {
  for (const options of [[], ["--", "--demo"]]) {
    test(`npm start ${options.join(" ")} opens the browser, and Ctrl-C ends it`, async () => {
      const browser = browserStub();
      const env = { DOCKER_HOST: "unix:///nowhere/docker.sock", PATH: `${browser}:${process.env.PATH}` };
      const { ended, signalGroup, url, alive } = start(options, env, ["npm", "start"]);
      const address = await url();
      expect(await openSession(address)).toMatchObject({ status: 201 });
      const opened = () => existsSync(join(browser, "opened")) && readFileSync(join(browser, "opened"), "utf8").trim();
      expect(await until(opened, { what: "the browser to be opened" })).toBe(address);
      signalGroup("SIGINT");
      await ended;
      await until(() => alive().length === 0, { what: "all its processes to be gone" });
    });
  }
});

describeHere("npm start without an engine", () => {
  test("says so in a sentence and shows the demo, and SIGTERM leaves nothing", async () => {
    const { said, ended, child, url, alive } = start(["--no-open", "--port=0"], {
      DOCKER_HOST: "unix:///nowhere/docker.sock",
    });
    expect(await openSession(await url())).toMatchObject({ status: 201 });
    await until(() => said.out.includes("Ctrl-C"), { what: "all to be said" });
    expect(said.out).toContain("There is nothing at unix:///nowhere/docker.sock. (DOCKER_HOST names it.)");
    expect(said.out).toContain("its containers are made up");
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    await until(() => alive().length === 0, { what: "all its processes to be gone" });
  });

  test("takes its backend along when it is killed itself", async () => {
    const { url, alive } = start(["--no-open", "--port=0", "--demo"], {
      DOCKER_HOST: "unix:///nowhere/docker.sock",
    });
    await url();
    const backend = alive().find((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("backend.cjs"));
    expect(backend).toBeDefined();
    for (const pid of alive()) if (pid !== backend) process.kill(Number(pid), "SIGKILL");
    await until(() => alive().length === 0, { what: "the backend to be gone" });
  });

  test("says in one sentence that the port is taken, and leaves nothing", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const { said, ended, alive } = start(["--no-open", "--demo", "--port", String(port)], {
      DOCKER_HOST: "unix:///nowhere/docker.sock",
    });
    expect(await ended).toBe(1);
    expect(said.err).toBe(
      `Port ${port} is taken by another program. Choose another: npm start -- --port ${port + 1}\n`,
    );
    expect(alive()).toEqual([]);
  });

  test("tells its options, and which it doesn't know", async () => {
    const help = start(["--help"], {});
    expect(await help.ended).toBe(0);
    for (const option of ["--port", "--no-open", "--demo", "--chaos", "partial-theme", "--vscode"])
      expect(help.said.out).toContain(option);
    const wrong = start(["--prot", "80"], {});
    expect(await wrong.ended).toBe(1);
    expect(wrong.said.err).toBe("There is no option --prot. `npm start -- --help` lists them.\n");
  });

  test("has Docker Desktop do what it is told, and names the profiles where there is none of that name", async () => {
    const { url, said } = start(["--no-open", "--port=0", "--demo", "--chaos", "no-theme,data-wrap"], {
      DOCKER_HOST: "unix:///nowhere/docker.sock",
    });
    const address = await url();
    const arrived = await fetch(address, { redirect: "manual" });
    const [cookie = ""] = arrived.headers.get("set-cookie")?.split(";") ?? [];
    const there = new URL(arrived.headers.get("location") ?? "", address);
    expect(there.searchParams.get("chaos")).toBe("no-theme,data-wrap");
    const page = await fetch(new URL(`/ui/index.html${there.search}`, address), { headers: { cookie } });
    expect(await page.text()).toContain(`dd-client.js?chaos=${encodeURIComponent("data-wrap,no-theme")}`);
    expect(said.err).toBe("");
    const wrong = start(["--chaos", "no-them"], {});
    expect(await wrong.ended).toBe(1);
    expect(wrong.said.err).toBe(`--chaos knows no profile “no-them”. It has: ${chaosProfiles.join(", ")}.\n`);
  });

  test("opens VS Code with the extension where that is asked for", async () => {
    const folder = temporaryFolder();
    const program = join(folder, "code");
    writeFileSync(program, `#!/bin/sh\necho "$@" > ${folder}/arguments\n`);
    chmodSync(program, 0o755);
    const { ended, said } = start(["--vscode"], { PATH: `${folder}:/usr/bin:/bin` });
    expect([await ended, said.err]).toEqual([0, ""]);
    expect(readFileSync(join(folder, "arguments"), "utf8")).toBe(
      `--new-window --extensionDevelopmentPath=${join(top, "vscode-extension")}\n`,
    );
    const without = start(["--vscode"], { PATH: temporaryFolder() });
    expect(await without.ended).toBe(1);
    expect(without.said.err).toContain("Neither `code` nor `code-server` is in the PATH.");
  });
});

describe("the engine that npm start finds", () => {
  const around = (env: Readonly<Record<string, string>>) => ({
    platform: "linux" as const,
    env,
    home: "/nowhere",
    readText: () => undefined,
    exists: (path: string) => path === `${env.XDG_RUNTIME_DIR}/docker.sock`,
    readFolder: () => [],
  });
  const signal = new AbortController().signal;

  it("is none where nobody named one and there is none", async () => {
    expect(await askLocalEngine(around({ XDG_RUNTIME_DIR: temporaryFolder() }), signal)).toEqual({
      kind: "none",
      sentence: "There is no Docker engine on this machine.",
    });
  });

  it("is a dead socket, and one sentence says so", async () => {
    const socket = join(temporaryFolder(), "docker.sock");
    const listening = spawn(process.execPath, [
      "-e",
      `require("net").createServer().listen(${JSON.stringify(socket)}, () => console.log(1))`,
    ]);
    await once(listening.stdout, "data");
    listening.kill("SIGKILL");
    await once(listening, "exit");
    const found = await askLocalEngine(around({ DOCKER_HOST: `unix://${socket}` }), signal);
    expect(found.kind).toBe("unusable");
    expect(found.sentence).toContain(`unix://${socket} is there, but nobody answers at it: the engine has stopped.`);
  });

  it("is not reached by TCP without TLS, and one sentence says so", async () => {
    const found = await askLocalEngine(around({ DOCKER_HOST: "tcp://10.0.0.1:2375" }), signal);
    expect(found).toEqual({
      kind: "unusable",
      sentence: "DOCKER_HOST names tcp://10.0.0.1:2375: Quayside can’t reach that kind of address, or not without TLS.",
    });
  });

  // Root may open every socket, so another user asks.
  it.skipIf(process.getuid?.() !== 0)("is a socket that the user may not open, and one sentence says so", async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o755);
    const socket = join(folder, "docker.sock");
    const server = createServer().listen(socket);
    await once(server, "listening");
    onTestFinished(() => void server.close());
    chmodSync(socket, 0o600);
    const stdin = {
      contents: `import { askLocalEngine } from "./preview/local-engine.ts";
        import { thisMachine } from "@quayside/core/hosts/this-machine.ts";
        askLocalEngine(thisMachine(), AbortSignal.timeout(5000)).then(({ kind, sentence }) => console.log(kind + ": " + sentence));`,
      resolveDir: desktopFolder,
    };
    const outfile = join(folder, "ask.cjs");
    await build({
      stdin,
      bundle: true,
      platform: "node",
      format: "cjs",
      outfile,
      external: ["cpu-features"],
      logLevel: "error",
      loader: { ".node": "empty" },
    });
    chmodSync(outfile, 0o644);
    const asking = spawn(process.execPath, [outfile], {
      uid: 65_534,
      gid: 65_534,
      env: { DOCKER_HOST: `unix://${socket}`, HOME: "/" },
      cwd: "/",
    });
    const said = (await asking.stdout.setEncoding("utf8").toArray()).join("");
    expect(said).toContain(
      `unusable: Your user may not open unix://${socket}. (DOCKER_HOST names it.) On Linux: add your user to the group “docker”`,
    );
  });
});

describe("the command line of npm start", () => {
  it("has a port, and refuses what is none", () => {
    expect(parseCommandLine(["--port", "8080", "--no-open"])).toMatchObject({ port: 8080, open: false, demo: false });
    for (const port of ["", "x", "-1", "65536", "1e3"])
      expect(() => parseCommandLine(["--port", port])).toThrow("--port wants");
    expect(() => parseCommandLine(["--port"])).toThrow("--port wants");
  });

  it("keeps its files where each system keeps such", () => {
    expect(ownFolder("linux", {}, "/home/ann")).toBe("/home/ann/.local/share/quayside/preview");
    expect(ownFolder("darwin", {}, "/Users/ann")).toBe("/Users/ann/Library/Application Support/Quayside/preview");
    expect(ownFolder("win32", { LOCALAPPDATA: "C:\\Local" }, "C:\\Users\\ann")).toBe("C:\\Local\\Quayside\\preview");
    expect(dirname(ownFolder("linux", { XDG_DATA_HOME: "/data" }, "/home/ann"))).toBe("/data/quayside");
  });
});
