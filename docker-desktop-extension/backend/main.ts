// The backend: core behind a unix socket (or a Windows pipe), as a process of its own or the container's only one.
//   QUAYSIDE_SOCKET   where it listens
//   QUAYSIDE_FOLDER   Quayside's own files
//   QUAYSIDE_DEMO     "never", "always" or "without-engine"
//   QUAYSIDE_PARENT   set: it ends when its standard input does, so that no crash of its starter leaves it behind
import { chmod, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { askingHandlers } from "@quayside/core/panel/asking-handlers.ts";
import { panelHandlers } from "@quayside/core/panel/panel-handlers.ts";
import { PanelProblems } from "@quayside/core/panel/panel-problems.ts";
import { PanelPrompter } from "@quayside/core/panel/panel-prompter.ts";
import { Quayside } from "@quayside/core/quayside.ts";
import type { StorageProblem } from "@quayside/core/storage/storage-problem.ts";
import { createBackend } from "./backend-server.ts";
import { Opening } from "./opening.ts";
import { pageOnly } from "./page-only.ts";
import { SecretFile } from "./secret-store.ts";

const socketPath = process.env.QUAYSIDE_SOCKET ?? "/run/guest-services/quayside.sock";
const folder = process.env.QUAYSIDE_FOLDER ?? "/data";
const demo =
  process.env.QUAYSIDE_DEMO === "always" || process.env.QUAYSIDE_DEMO === "without-engine"
    ? process.env.QUAYSIDE_DEMO
    : "never";
/** A container's host name is the beginning of its id, unless somebody gave it another. */
const ownContainer = /^[0-9a-f]{12}$/.test(hostname()) ? hostname() : undefined;
const isPipe = socketPath.startsWith("\\\\");

const log = (problem: unknown) => console.error(problem instanceof Error ? problem.message : problem);

async function run(): Promise<void> {
  const closing: (() => unknown)[] = [];
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    for (const close of closing.reverse()) await close();
    process.exit(0);
  };
  // Before anything else: what is open by then is closed in order.
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => void stop());
  if (process.env.QUAYSIDE_PARENT !== undefined) process.stdin.on("end", () => void stop()).resume();

  const prompter = new PanelPrompter();
  const problems = new PanelProblems();
  const asking = { questions: prompter, problems };
  const report = (problem: StorageProblem) => {
    log(problem.sentence);
    problems.report(problem);
  };
  const secrets = new SecretFile({ folder, report, clock: Date.now });
  closing.push(() => secrets.dispose());
  const opening = new Opening({
    open: () =>
      Quayside.open({
        ...{ folder, now: Date.now, report, demo, prompter, secrets, actor: "Docker Desktop" },
        // What the container has beside its volume is gone at the next update.
        writesSshFiles: false,
        ...(ownContainer === undefined ? {} : { ownContainer }),
      }),
    handlersOf: (quayside) => panelHandlers(quayside, pageOnly, asking),
    always: askingHandlers(asking),
    onProblem: log,
    onOpened: () => backend.endSessions(),
    wait: 3_000,
  });
  await opening.begin();
  closing.push(() => opening.close());
  const backend = createBackend({
    handlers: () => opening.handlers,
    readsFiles: ownContainer === undefined,
    onProblem: log,
  });
  closing.push(() => backend.dispose());

  // A socket that an earlier run left can't be listened on.
  if (!isPipe) await rm(socketPath, { force: true });
  await new Promise<void>((resolve, reject) => {
    backend.server.once("error", reject);
    backend.server.listen(socketPath, resolve);
  });
  // Whoever can reach it has the engine. In a container Docker Desktop's own proxy is root.
  if (!isPipe) await chmod(socketPath, 0o600);
  console.log("ready");
}

run().catch((error: unknown) => {
  log(error);
  process.exit(1);
});
