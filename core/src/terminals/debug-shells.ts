import { randomUUID } from "node:crypto";
import type { EngineCommands } from "../engine/engine-commands.ts";
import { Conflict, isError, NotFound } from "../errors/errors.ts";
import { orAborted } from "../lifetime/abort.ts";
import { allows, debugNeeds } from "../model/access.ts";
import type { Container } from "../model/container.ts";
import type { Host } from "../model/host.ts";
import type { Ref } from "../model/ref.ts";
import type { TerminalSize } from "../model/terminal.ts";
import type { TerminalFacts } from "../model/terminal-facts.ts";
import type { ContainerSession } from "./container-session.ts";
import { debugCommandLine, debugGreeting } from "./debug-words.ts";
import { type OpeningParts, startExec } from "./open-exec.ts";
import type { TerminalMemory } from "./terminal-memory.ts";

const LABEL = "dev.quayside.debug-shell";
const WINDOW = `${LABEL}.window`;
/** Milliseconds for the removal of a container that has ended. */
const REMOVAL = 10_000;
/** Milliseconds in which an engine tells that a container has ended, after it told that what ran in it has. */
const TELLS_END = 2_000;
/** What a shell ends with that was killed, as all in a container are whose main process ends. */
const KILLED = 137;
/** Milliseconds in which another window may be about to start what it has made. */
const FRESH = 60_000;

export interface DebugShellsOptions extends OpeningParts {
  readonly memory: TerminalMemory;
  readonly host: (id: string) => Host | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface AskedDebugShell {
  readonly ref: Ref;
  /** The container's name. */
  readonly name: string;
  readonly image: string;
}

/** Shells in containers of their own, beside others that have none. */
export class DebugShells {
  readonly #options: DebugShellsOptions;
  /** This window's: what it made and holds no more is a leftover. */
  readonly #window = randomUUID();
  readonly #held = new Set<string>();

  constructor(options: DebugShellsOptions) {
    this.#options = options;
  }

  /** Whether a container was made for this store: it is nothing that people have to do with. */
  isOwn(labels: Readonly<Record<string, string>>): boolean {
    const { storeId } = this.#options.memory;
    return storeId !== undefined && labels[LABEL] === storeId;
  }

  /** Rejects as Terminals.open does; NotFound also where the image is gone, or has no shell either. */
  open({ ref, name, image }: AskedDebugShell, size: TerminalSize, signal: AbortSignal): Promise<ContainerSession> {
    const { gate, memory } = this.#options;
    const subject = { type: "container", id: ref.id, name } as const;
    const action = { host: ref.host, subject, type: "debug", need: debugNeeds, command: debugCommandLine(name, image) };
    return gate.perform(
      action,
      async (commands, abort) => {
        const facts = await this.#facts(ref, name, abort);
        const labels = { [LABEL]: await memory.ownStoreId(abort), [WINDOW]: this.#window, [`${LABEL}.of`]: ref.id };
        const helper = await commands
          .createDebugContainer({ image, target: ref.id, mounts: facts.mounts, labels }, abort)
          .catch((error: unknown) => {
            throw noImage(error, image, this.#hostName(ref));
          });
        this.#held.add(helper);
        const end = () => this.#end(commands, helper);
        try {
          const asked = { ref, name, image, helper, size, facts };
          const session = await this.#join(commands, asked, abort);
          session.onExit(() => void end());
          memory.keepImage(ref.host, image);
          return session;
        } catch (error) {
          await end();
          throw noShellEither(error, image);
        }
      },
      signal,
    );
  }

  /** Removes what this window lost, or another one of this store that is gone, on a host that has just been listed. */
  async sweep(host: string, signal: AbortSignal): Promise<void> {
    const { memory, queries, gate, host: hostOf } = this.#options;
    const { storeId } = memory;
    if (storeId === undefined || !allows(hostOf(host)?.access ?? "view", debugNeeds)) return;
    for (const container of await queries(host).listLabelled(`${LABEL}=${storeId}`, signal)) {
      // An engine that heeds no filter answers with all containers.
      if (!this.isOwn(container.labels) || !this.#isLeft(container)) continue;
      const { id, name } = container;
      const action = { host, subject: { type: "container", id, name }, type: "remove", need: debugNeeds } as const;
      await gate.perform(
        { ...action, note: "a debug shell that was left" },
        (commands, abort) => remove(commands, id, abort),
        signal,
      );
    }
  }

  #isLeft({ id, state, labels, createdAt }: Container): boolean {
    if (labels[WINDOW] === this.#window) return !this.#held.has(id);
    // One that runs is held by its window: it ends by itself with that.
    return state !== "running" && this.#options.now() - createdAt > FRESH;
  }

  async #join(
    commands: EngineCommands,
    { ref, name, image, helper, size, facts }: AskedDebugShell & HelperParts,
    signal: AbortSignal,
  ): Promise<ContainerSession> {
    // Its input: where this connection ends, for whatever reason, the helper does.
    const input = await commands.attachContainer(helper, { stdin: true }, signal);
    input.on("error", () => {});
    input.resume();
    await commands.startContainer(helper, signal);
    const start = {
      ...{ commands, ref: { host: ref.host, id: helper }, asked: { container: image, user: "0" }, size },
      greeting: debugGreeting(name, image, facts),
      exitCode: async (told: () => Promise<number | undefined>) => {
        // The helper may be gone with the container that it looked into: that is told in place of a code.
        const code = await told().catch(() => undefined);
        if (code !== 0) await this.#tellEnd(ref, name, code === undefined || code === KILLED);
        return code;
      },
    };
    const session = await startExec(this.#options, start, signal);
    const failure = await orAborted(session.startFailure(), signal);
    if (failure !== undefined) throw failure.error;
    const over = new AbortController();
    session.onExit(() => {
      over.abort();
      input.destroy();
    });
    // Engines have been seen to keep the terminal of a process that went with another container's.
    const ending = this.#options.queries(ref.host).nextExitCode(ref.id, over.signal);
    ending.then(
      () => session.endWith(ended(name)),
      () => {}, // it is over, or its host is away: that is told by the session itself
    );
    return session;
  }

  /** Throws where not the shell but what it looked into has ended. */
  async #tellEnd(ref: Ref, name: string, killed: boolean): Promise<void> {
    let state = await this.#stateOf(ref);
    if (state === "running" && killed) {
      const signal = AbortSignal.any([this.#options.closed, AbortSignal.timeout(TELLS_END)]);
      // It goes on, or ended before it could be waited for: the state says which.
      await this.#options
        .queries(ref.host)
        .nextExitCode(ref.id, signal)
        .catch(() => undefined);
      state = await this.#stateOf(ref);
    }
    if (state !== "running" && state !== "paused") throw ended(name);
  }

  async #stateOf({ host, id }: Ref): Promise<string> {
    const { queries, closed } = this.#options;
    return await queries(host)
      .terminalFacts(id, closed)
      .then(
        ({ state }) => state,
        (error: unknown) => {
          if (isError(error, "NotFound")) return "removed";
          throw error;
        },
      );
  }

  async #facts(ref: Ref, name: string, signal: AbortSignal): Promise<TerminalFacts> {
    const facts = await this.#options.queries(ref.host).terminalFacts(ref.id, signal);
    if (facts.state !== "running") throw new Conflict(`Container ${name} is ${facts.state}: it is not running.`);
    return facts;
  }

  async #end(commands: EngineCommands, helper: string): Promise<void> {
    // A host that is away removes it itself, or it is found the next time.
    await remove(commands, helper, AbortSignal.timeout(REMOVAL)).catch(() => {});
    this.#held.delete(helper);
  }

  #hostName({ host }: Ref): string {
    return this.#options.host(host)?.name ?? host;
  }
}

function ended(name: string): NotFound {
  return new NotFound(`${name} has ended, and its debug shell with it.`, "Start it, then open another.");
}

interface HelperParts {
  readonly helper: string;
  readonly size: TerminalSize;
  readonly facts: TerminalFacts;
}

/** The engine may be about to do it itself. */
async function remove(commands: EngineCommands, id: string, signal: AbortSignal): Promise<void> {
  try {
    await commands.removeContainer(id, { force: true }, signal);
  } catch (error) {
    if (!isError(error, "NotFound") && !isError(error, "Conflict")) throw error;
  }
}

function noImage(error: unknown, image: string, host: string): unknown {
  if (!isError(error, "NotFound") || !/image/i.test(error.message)) return error;
  return new NotFound(`There is no image ${image} on ${host} any more.`, "Choose another, or pull it again.", {
    cause: error,
  });
}

function noShellEither(error: unknown, image: string): unknown {
  const message = error instanceof Error ? error.message : "";
  if (!/executable file not found|no such file|has no shell/i.test(message)) return error;
  return new NotFound(`The image ${image} has no shell either.`, "Choose one that has, such as busybox or alpine.", {
    cause: error,
  });
}
