import type { Duplex } from "node:stream";
import { NotFound } from "../errors/errors.ts";
import { Emitter, type Event } from "../lifetime/emitter.ts";
import type { TerminalExit, TerminalSession } from "../model/terminal.ts";
import { saysNoShell, shellStart } from "./shell.ts";

export interface ContainerSessionParts {
  readonly stream: Duplex;
  /** What the shell says before its process id. */
  readonly token: string;
  readonly container: string;
  readonly resize: (columns: number, rows: number) => Promise<void>;
  /** Ends the shell of this process id, as soon as that is known; in a few seconds it is done or given up. */
  readonly hangUp: (pid: Promise<number | undefined>) => Promise<void>;
  readonly exitCode: () => Promise<number | undefined>;
}

/** Where no process id has come in so many bytes, none will. */
const START_LIMIT = 4096;

/** A shell in a container. */
export class ContainerSession implements TerminalSession {
  readonly #parts: ContainerSessionParts;
  readonly #onData = new Emitter<Uint8Array>();
  readonly #onExit = new Emitter<TerminalExit>();
  /** What came before the shell had begun. */
  #start: Buffer | undefined = Buffer.alloc(0);
  readonly #pid: Promise<number | undefined>;
  #begun: (pid: number | undefined) => void = () => {};
  #closing: Promise<void> | undefined;
  #error: unknown;
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

  resize(columns: number, rows: number): void {
    if (columns < 1 || rows < 1) return;
    this.#size = [columns, rows];
    void this.#resize();
  }

  close(): Promise<void> {
    this.#closing ??= this.#hangUp();
    return this.#closing;
  }

  /** The same for a reason that whoever looks at it must hear. */
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
      this.#onData.fire(chunk);
      return;
    }
    this.#start = Buffer.concat([this.#start, chunk]);
    const start = shellStart(this.#start, this.#parts.token);
    if (start !== undefined || this.#start.length > START_LIMIT) this.#begin(start?.pid, start?.output ?? this.#start);
  }

  #begin(pid: number | undefined, output: Buffer): void {
    const { stream } = this.#parts;
    this.#start = undefined;
    this.#begun(pid);
    if (output.length === 0 && this.#onData.hasListeners) return;
    if (!this.#onData.hasListeners) {
      stream.pause();
      if (output.length > 0) stream.unshift(output);
    } else {
      this.#onData.fire(output);
    }
  }

  async #end(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    const said = this.#start;
    this.#begun(undefined);
    if (said !== undefined && saysNoShell(said.toString("utf8"))) {
      this.#error = new NotFound(
        `${this.#parts.container} has no shell: neither bash nor ash nor sh is in its image.`,
        "Its logs and its inspection can be read all the same.",
      );
    } else if (said !== undefined && said.length > 0) {
      if (this.#onData.hasListeners) this.#onData.fire(said);
      else this.#unheard = said;
    }
    const exitCode = await this.#parts.exitCode().catch((error: unknown) => {
      // Together with the engine, or the container.
      if (this.#closing === undefined) this.#error ??= error;
      return undefined;
    });
    this.#exit = {
      ...(exitCode === undefined ? {} : { exitCode }),
      ...(this.#error === undefined ? {} : { error: this.#error }),
    };
    this.#onExit.fire(this.#exit);
    this.#onData.dispose();
    this.#onExit.dispose();
  }
}
