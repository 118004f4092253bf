import type { ExecSession } from "../engine/engine-commands.ts";
import { NotFound } from "../errors/errors.ts";
import type { Disposable } from "../lifetime/disposable.ts";
import { Emitter, type Event } from "../lifetime/emitter.ts";
import { mayBeFailure, saysNoShell } from "./shell.ts";

export interface TerminalExit {
  /** Absent where it can't be known: the connection broke, or the terminal was closed from here. */
  readonly exitCode?: number;
  /** What went wrong; absent where the shell ended by itself. */
  readonly error?: Error;
}

export interface TerminalParts {
  readonly exec: ExecSession;
  readonly container: string;
  readonly resize: (columns: number, rows: number) => Promise<void>;
  readonly exitCode: () => Promise<number | undefined>;
}

/** A shell in a container. Bytes stay bytes, both ways. */
export class TerminalSession implements Disposable {
  readonly #parts: TerminalParts;
  readonly #onData = new Emitter<Uint8Array>();
  readonly #onExit = new Emitter<TerminalExit>();
  #held: Buffer | undefined = Buffer.alloc(0);
  #error: Error | undefined;
  #begun = false;
  #ended = false;
  #size: readonly [number, number] | undefined;
  #resizing = false;

  /** The shell is read from when somebody listens. */
  readonly onData: Event<Uint8Array> = (listener) => {
    const listening = this.#onData.event(listener);
    this.#begin();
    return listening;
  };
  /** Fires once. */
  readonly onExit = this.#onExit.event;

  constructor(parts: TerminalParts) {
    this.#parts = parts;
    const { stream } = parts.exec;
    stream.on("error", (error: Error) => {
      this.#error ??= error;
    });
    stream.on("close", () => void this.#end());
    // The engine ends its half when the shell ends, and waits for ours.
    stream.on("end", () => stream.destroy());
  }

  write(data: Uint8Array): void {
    if (!this.#ended) this.#parts.exec.stream.write(data);
  }

  /** The last size wins; those in between may be left out. */
  resize(columns: number, rows: number): void {
    if (columns < 1 || rows < 1) return;
    this.#size = [columns, rows];
    void this.#resize();
  }

  /** Closes the connection: the shell gets SIGHUP from its terminal. */
  dispose(): void {
    this.#parts.exec.stream.destroy();
  }

  #begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    this.#parts.exec.stream.on("data", (chunk: Buffer) => this.#take(chunk));
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
    if (this.#held === undefined) {
      this.#onData.fire(chunk);
      return;
    }
    this.#held = Buffer.concat([this.#held, chunk]);
    if (mayBeFailure(this.#held.toString("latin1")) && this.#held.length < 2048) return;
    this.#release();
  }

  #release(): void {
    const held = this.#held;
    this.#held = undefined;
    if (held !== undefined && held.length > 0) this.#onData.fire(held);
  }

  async #end(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    const output = this.#held?.toString("utf8") ?? "";
    if (saysNoShell(output)) {
      this.#error = new NotFound(`${this.#parts.container} has no shell: neither bash nor ash nor sh is in its image.`);
    } else {
      this.#release();
    }
    // The connection may be gone together with the engine: then nobody knows.
    const exitCode = await this.#parts.exitCode().catch(() => undefined);
    this.#onExit.fire({
      ...(exitCode === undefined ? {} : { exitCode }),
      ...(this.#error === undefined ? {} : { error: this.#error }),
    });
    this.#onData.dispose();
    this.#onExit.dispose();
  }
}
