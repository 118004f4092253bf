import type { Duplex } from "node:stream";
import { Emitter, type Event } from "../lifetime/emitter.ts";
import type { TerminalExit, TerminalSession } from "../model/terminal.ts";
import type { Attachment } from "../model/terminal-facts.ts";
import { type AskedExec, execFailure, launchFailure, type StartFailure } from "./exec-failure.ts";
import { shellStart } from "./shell.ts";

export interface ContainerSessionParts {
  readonly stream: Duplex;
  /** What the shell says before its process id; absent where no shell is between. */
  readonly token?: string;
  readonly asked: AskedExec;
  readonly attachment?: Attachment;
  /** What is shown before all else. */
  readonly greeting?: string;
  readonly resize: (columns: number, rows: number) => Promise<void>;
  /** Ends the shell of this process id, as soon as that is known; in a few seconds it is done or given up. */
  readonly hangUp: (pid: Promise<number | undefined>) => Promise<void>;
  readonly exitCode: () => Promise<number | undefined>;
}

/** Where no process id has come in so many bytes, none will. */
const START_LIMIT = 4096;

/** A shell, or another program, in a container. */
export class ContainerSession implements TerminalSession {
  readonly #parts: ContainerSessionParts;
  readonly attachment?: Attachment;
  readonly #onData = new Emitter<Uint8Array>();
  readonly #onExit = new Emitter<TerminalExit>();
  /** What came before the shell had begun. */
  #start: Buffer | undefined = Buffer.alloc(0);
  readonly #pid: Promise<number | undefined>;
  /** The shell is there and becomes the program: what comes next may be its own last words. */
  #launches = false;
  #begun: (pid: number | undefined) => void = () => {};
  #closing: Promise<void> | undefined;
  #startFailure: StartFailure | undefined;
  #error: unknown;
  #detached = false;
  #ended = false;
  #exit: TerminalExit | undefined;
  /** The last words of what never became a shell, until somebody listens. */
  #unheard: Buffer | undefined;
  #size: readonly [number, number] | undefined;
  #resizing = false;

  readonly onData: Event<Uint8Array> = (listener) => {
    const listening = this.#onData.event(listener);
    if (this.#unheard !== undefined) listener(this.#unheard);
    this.#unheard = undefined;
    this.#parts.stream.resume();
    return listening;
  };
  /** It may be over before anybody could listen: who comes late is told, too. */
  readonly onExit: Event<TerminalExit> = (listener) => {
    const exit = this.#exit;
    if (exit !== undefined) queueMicrotask(() => listener(exit));
    return this.#onExit.event(listener);
  };

  constructor(parts: ContainerSessionParts) {
    this.#parts = parts;
    if (parts.attachment !== undefined) this.attachment = parts.attachment;
    this.#pid = new Promise((resolve) => {
      this.#begun = resolve;
    });
    const { stream } = parts;
    stream.on("error", (error: Error) => {
      this.#error ??= error;
    });
    stream.on("close", () => void this.#end());
    // The engine ends its half when the shell ends, and waits for ours.
    stream.on("end", () => stream.destroy());
    stream.on("data", (chunk: Buffer) => this.#take(chunk));
  }

  write(data: Uint8Array): void {
    if (!this.#ended) this.#parts.stream.write(data);
  }

  pause(): void {
    this.#parts.stream.pause();
  }

  resume(): void {
    this.#parts.stream.resume();
  }

  /** Why nothing was started, once that is told; nothing as soon as it has begun. */
  async startFailure(): Promise<StartFailure | undefined> {
    await this.#pid;
    return this.#startFailure;
  }

  resize(columns: number, rows: number): void {
    if (columns < 1 || rows < 1) return;
    this.#size = [columns, rows];
    void this.#resize();
  }

  close(): Promise<void> {
    this.#closing ??= this.#hangUp();
    return this.#closing;
  }

  /** By its keys: nothing is said to what it was joined to. */
  detach(): void {
    this.#detached = true;
    this.#parts.stream.destroy();
  }

  /** The same as close for a reason that whoever looks at it must hear. */
  endWith(error: Error): void {
    this.#error ??= error;
    void this.close();
  }

  dispose(): void {
    void this.close();
  }

  async #hangUp(): Promise<void> {
    // A container that is paused, or gone with its host, can't be told: its shell is not ours to end any more.
    if (!this.#ended) await this.#parts.hangUp(this.#pid).catch(() => {});
    this.#parts.stream.destroy();
  }

  async #resize(): Promise<void> {
    if (this.#resizing) return;
    this.#resizing = true;
    try {
      while (this.#size !== undefined && !this.#ended) {
        const size = this.#size;
        await this.#parts.resize(...size);
        if (this.#size === size) this.#size = undefined;
      }
    } catch {
      // The shell has just ended, or has not begun: then the size is given again with its next output.
    } finally {
      this.#resizing = false;
    }
  }

  #take(chunk: Buffer): void {
    if (this.#size !== undefined) void this.#resize();
    if (this.#start === undefined) {
      this.#show(chunk);
      return;
    }
    this.#start = Buffer.concat([this.#start, chunk]);
    const { token } = this.#parts;
    const start = token === undefined ? undefined : shellStart(this.#start, token);
    const over = this.#start.length > START_LIMIT || (token === undefined && !mayBeRuntime(this.#start));
    if (start !== undefined || over) this.#begin(start?.pid, start?.output ?? this.#start);
  }

  #show(chunk: Buffer): void {
    const { token } = this.#parts;
    if (this.#launches && token !== undefined && chunk.length > 0) {
      this.#launches = false;
      if (chunk.subarray(0, token.length).toString() === token) {
        // It goes on as before a start: what is shown is why there was none.
        this.#start = chunk;
        return;
      }
    }
    this.#onData.fire(chunk);
  }

  #begin(pid: number | undefined, said: Buffer): void {
    const { stream, asked, greeting = "" } = this.#parts;
    const output = Buffer.concat([Buffer.from(greeting), said]);
    this.#start = undefined;
    this.#launches = pid !== undefined && asked.command !== undefined;
    this.#begun(pid);
    if (output.length === 0 && this.#onData.hasListeners) return;
    if (!this.#onData.hasListeners) {
      stream.pause();
      if (output.length > 0) stream.unshift(output);
    } else {
      this.#show(output);
    }
  }

  async #end(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    const said = this.#start?.toString("utf8") ?? "";
    const rest = this.#start;
    this.#start = undefined;
    const { asked, token } = this.#parts;
    const launched = token !== undefined && said.startsWith(token);
    const failure = launched ? launchFailure(said.slice(token.length), asked) : execFailure(said, asked);
    this.#startFailure = failure;
    this.#error ??= failure?.error;
    this.#begun(undefined);
    if (failure === undefined && rest !== undefined && rest.length > 0) {
      if (this.#onData.hasListeners) this.#onData.fire(rest);
      else this.#unheard = rest;
    }
    const exitCode = this.#detached ? undefined : await this.#exitCode();
    this.#exit = {
      ...(this.#detached ? { detached: true } : {}),
      ...(exitCode === undefined ? {} : { exitCode }),
      ...(this.#error === undefined ? {} : { error: this.#error }),
    };
    this.#onExit.fire(this.#exit);
    this.#onData.dispose();
    this.#onExit.dispose();
  }

  #exitCode(): Promise<number | undefined> {
    return this.#parts.exitCode().catch((error: unknown) => {
      // Together with the engine, or the container.
      if (this.#closing === undefined) this.#error ??= error;
      return undefined;
    });
  }
}

/** Whether this is, or begins, what a runtime says in place of a program's output. */
function mayBeRuntime(start: Buffer): boolean {
  const words = start.toString("latin1").trimStart();
  return ["OCI runtime exec failed", "unable to find ", "crun:", "exec failed"].some(
    (beginning) => words.startsWith(beginning) || beginning.startsWith(words),
  );
}
