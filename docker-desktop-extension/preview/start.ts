// npm start: Quayside's tab in a simulated Docker Desktop, in the browser.
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { thisMachine } from "@quayside/core/hosts/this-machine.ts";
import { buildDesktop } from "../build.ts";
import { BackendProcess } from "./backend-process.ts";
import { type CommandLine, parseCommandLine, usage } from "./command-line.ts";
import { openEditor } from "./editor.ts";
import { askLocalEngine, type FoundLocalEngine } from "./local-engine.ts";
import { openBrowser } from "./open-browser.ts";
import { ownFolder } from "./own-folder.ts";
import { previewContainer } from "./preview-container.ts";
import { type PreviewServer, startPreviewServer } from "./preview-server.ts";

const top = fileURLToPath(new URL("../..", import.meta.url));
const dist = fileURLToPath(new URL("../dist", import.meta.url));
const ownFiles = ownFolder(process.platform, process.env, homedir());
const say = (line: string) => console.log(line);
const ending: (() => Promise<unknown>)[] = [];
let stopping: Promise<void> | undefined;

/** In the reverse order of their beginning; each though another fails. */
function stop(code: number): Promise<void> {
  stopping ??= (async () => {
    for (const end of ending.reverse()) await end().catch((error: unknown) => console.error(error));
    process.exit(code);
  })();
  return stopping;
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));

async function run(line: CommandLine): Promise<void> {
  if (line.help) return say(usage.replace("FOLDER", ownFiles));
  const temporary = await mkdtemp(join(tmpdir(), "quayside-preview-"));
  ending.push(() => rm(temporary, { recursive: true, force: true, maxRetries: 5 }));
  if (line.editor) return await runEditor(line, temporary);

  await buildDesktop();
  const engine = await askLocalEngine(thisMachine(), AbortSignal.timeout(10_000));
  const note = noteFor(engine, line.demo);
  const socket =
    process.platform === "win32"
      ? `\\\\.\\pipe\\quayside-${randomBytes(8).toString("hex")}`
      : join(temporary, "backend.sock");
  const folder = line.demo ? join(temporary, "files") : ownFiles;
  await mkdir(folder, { recursive: true });
  const env = {
    ...process.env,
    QUAYSIDE_SOCKET: socket,
    QUAYSIDE_FOLDER: folder,
    QUAYSIDE_DEMO: demoFor(engine, line.demo),
  };
  const backend = new BackendProcess({ program: join(dist, "backend", "backend.cjs"), env, say });
  ending.push(() => backend.stop());
  await backend.start();
  const preview = await serve(line, socket, note);
  ending.push(() => preview.close());

  const address = line.chaos.length === 0 ? preview.url : `${preview.url}&chaos=${line.chaos.join(",")}`;
  say(`Quayside in a simulated Docker Desktop: ${address}`);
  if (engine.kind === "engine") say(`Docker engine: ${engine.sentence}`);
  if (note !== "") say(note);
  say("Ctrl-C stops it.");
  if (line.open && !(await openBrowser(address, process.platform)))
    say("No browser could be opened: open the address yourself.");
}

async function runEditor({ port }: CommandLine, folder: string): Promise<void> {
  const server = await openEditor({ top, folder, port, say });
  if (server === undefined) return await stop(0);
  ending.push(async () => void server.kill("SIGTERM"));
  server.once("exit", (code) => void stop(code ?? 0));
}

async function serve({ port }: CommandLine, backendSocket: string, note: string): Promise<PreviewServer> {
  const token = randomBytes(24).toString("base64url");
  const container = previewContainer(join(dist, "backend"), backendSocket);
  try {
    return await startPreviewServer({ port, token, folder: dist, backendSocket, container, note });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      throw new Error(`Port ${port} is taken by another program. Choose another: npm start -- --port ${port + 1}`);
    if (code === "EACCES")
      throw new Error(`Your user may not use port ${port}. Choose one above 1023: npm start -- --port 7410`);
    throw error;
  }
}

/** What is there and can't be used is shown too: it may come back. */
function demoFor({ kind }: FoundLocalEngine, wanted: boolean): string {
  if (kind === "none") return "without-engine";
  return kind === "unusable" || wanted ? "always" : "never";
}

function noteFor(engine: FoundLocalEngine, wanted: boolean): string {
  const demo = "The host “demo” is a demo: its containers are made up.";
  if (engine.kind === "engine") return wanted ? demo : "";
  return `${engine.sentence} ${demo}`;
}

try {
  await run(parseCommandLine(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await stop(1);
}
