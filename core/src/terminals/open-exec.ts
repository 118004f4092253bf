import { randomUUID } from "node:crypto";
import type { Duplex } from "node:stream";
import { finished } from "node:stream/promises";
import type { Gate } from "../actions/gate.ts";
import type { EngineCommands } from "../engine/engine-commands.ts";
import type { EngineQueries } from "../engine/engine-queries.ts";
import { orAborted } from "../lifetime/abort.ts";
import { containerNeeds } from "../model/access.ts";
import { commandLine } from "../model/command-line.ts";
import type { Ref } from "../model/ref.ts";
import { shellWord } from "../model/shell-word.ts";
import type { TerminalSize } from "../model/terminal.ts";
import { ContainerSession } from "./container-session.ts";
import type { AskedExec } from "./exec-failure.ts";
import { hangUpCommand, launchCommand, shellCommand } from "./shell.ts";

export interface OpeningParts {
  readonly gate: Gate;
  readonly queries: (host: string) => EngineQueries;
  /** Aborts when Quayside closes, after all sessions have. */
  readonly closed: AbortSignal;
}

/** Milliseconds that the end of a shell may take, so that a host that hangs doesn't keep Quayside from closing. */
const HANG_UP = 3_000;
/** Milliseconds for a program to end that is interrupted by keys. */
const HEEDS = 500;

/** A shell or another program in a running container. Rejects as Terminals.open does. */
export function openExec(
  parts: OpeningParts,
  ref: Ref,
  asked: AskedExec,
  size: TerminalSize,
  signal: AbortSignal,
): Promise<ContainerSession> {
  const { container, command, user, directory } = asked;
  const subject = { type: "container", id: ref.id, name: container } as const;
  return parts.gate.perform(
    { host: ref.host, subject, type: "exec", need: containerNeeds.terminal, command: execCommandLine(asked) },
    async (commands, abort) => {
      const start = { commands, ref, asked, size };
      const session = await startExec(parts, start, abort);
      // A plain shell says by itself, in its terminal, why there is none.
      if (command === undefined && user === undefined && directory === undefined) return session;
      const failure = await orAborted(session.startFailure(), abort);
      if (failure === undefined) return session;
      if (failure.lacks !== "shell" || command === undefined) throw failure.error;
      return await startExec(parts, { ...start, bare: true }, abort);
    },
    signal,
  );
}

export interface ExecStart {
  readonly commands: EngineCommands;
  readonly ref: Ref;
  readonly asked: AskedExec;
  readonly size: TerminalSize;
  /** Without the shell that tells the process id: the container has none. */
  readonly bare?: boolean;
  readonly greeting?: string;
  /** In place of the engine's own answer. */
  readonly exitCode?: (told: () => Promise<number | undefined>) => Promise<number | undefined>;
}

export async function startExec(
  { queries, closed }: Pick<OpeningParts, "queries" | "closed">,
  { commands, ref, asked, size, bare = false, greeting, exitCode = (told) => told() }: ExecStart,
  signal: AbortSignal,
): Promise<ContainerSession> {
  const token = randomUUID();
  const { command, user, directory, environment = [] } = asked;
  const as = user === undefined ? {} : { user };
  const request = {
    command: command === undefined ? shellCommand(token) : bare ? command : launchCommand(token, command),
    ...{ tty: true, ...size, ...as, environment: ["TERM=xterm-256color", ...environment] },
    ...(directory === undefined ? {} : { directory }),
  };
  const { id, stream } = await commands.exec(ref.id, request, signal);
  return new ContainerSession({
    ...{ stream, asked, ...(bare ? {} : { token }), ...(greeting === undefined ? {} : { greeting }) },
    resize: (columns, rows) => commands.resizeExec(id, columns, rows, closed),
    hangUp: (pid) => (bare ? interrupt(stream) : hangUp(commands, { ref, pid, ...as })),
    exitCode: () => exitCode(async () => queries(ref.host).execExitCode(id, closed)),
  });
}

/** Belongs to the action that opened the shell. By the same user: root in a container may lack the right to. */
async function hangUp(
  commands: EngineCommands,
  { ref, pid, ...as }: { readonly ref: Ref; readonly pid: Promise<number | undefined>; readonly user?: string },
): Promise<void> {
  const signal = AbortSignal.timeout(HANG_UP);
  const shell = await orAborted(pid, signal);
  if (shell === undefined) return;
  const request = { command: hangUpCommand(shell), tty: false, columns: 80, rows: 24, ...as };
  const { stream } = await commands.exec(ref.id, request, signal);
  stream.on("end", () => stream.destroy());
  await finished(stream.resume(), { writable: false, signal });
}

/** Where there is no shell there is nothing that could send a signal: the terminal's own keys do, to what heeds them. */
async function interrupt(stream: Duplex): Promise<void> {
  stream.write("\u0003\u001c");
  await finished(stream.resume(), { writable: false, signal: AbortSignal.timeout(HEEDS) });
}

/** The same on a command line. What the environment holds may be secret. */
function execCommandLine({ container, command, user, directory, environment = [] }: AskedExec): string {
  const options = [
    ...(user === undefined ? [] : ["-u", shellWord(user)]),
    ...(directory === undefined ? [] : ["-w", shellWord(directory)]),
    ...environment.flatMap((entry) => ["-e", shellWord(entry.slice(0, entry.indexOf("=")))]),
  ];
  return ["docker exec -it", ...options, shellWord(container), commandLine(command ?? ["sh"])].join(" ");
}
