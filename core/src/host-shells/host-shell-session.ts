import type { HostShell } from "../hosts/host-reach.ts";
import { Emitter, type Event } from "../lifetime/emitter.ts";
import type { TerminalExit, TerminalSession } from "../model/terminal.ts";

/** A shell on a host, in a terminal of its own over there. */
export class HostShellSession implements TerminalSession {
  readonly #shell: HostShell;
  readonly #onData = new Emitter<Uint8Array>();
  readonly #onExit = new Emitter<TerminalExit>();
  #error: unknown;
  #exit: TerminalExit | undefined;

  readonly onData: Event<Uint8Array> = (listener) => {
    const listening = this.#onData.event(listener);
    this.#shell.stream.resume();
    return listening;
  };
  /** It may be over before anybody could listen: who comes late is told, too. */
  readonly onExit: Event<TerminalExit> = (listener) => {
    const exit = this.#exit;
    if (exit !== undefined) queueMicrotask(() => listener(exit));
    return this.#onExit.event(listener);
  };

  constructor(shell: HostShell) {
    this.#shell = shell;
    const { stream } = shell;
    stream.on("error", (error: Error) => {
      this.#error ??= error;
    });
    stream.on("close", () => this.#end());
    stream.on("data", (chunk: Buffer) => this.#onData.fire(chunk));
    stream.pause(); // until somebody listens
  }

  write(data: Uint8Array): void {
    if (this.#exit === undefined) this.#shell.stream.write(data);
  }

  pause(): void {
    this.#shell.stream.pause();
  }

  resume(): void {
    this.#shell.stream.resume();
  }

  resize(columns: number, rows: number): void {
    if (columns >= 1 && rows >= 1 && this.#exit === undefined) this.#shell.resize(columns, rows);
  }

  /** sshd takes the terminal away, and what runs in it is hung up. */
  async close(): Promise<void> {
    this.#shell.stream.destroy();
  }

  /** The same for a reason that whoever looks at it must hear. */
  endWith(error: Error): void {
    this.#shell.stream.destroy(error);
  }

  dispose(): void {
    void this.close();
  }

  #end(): void {
    const { exitCode } = this.#shell;
    this.#exit = {
      ...(exitCode === undefined ? {} : { exitCode }),
      ...(this.#error === undefined ? {} : { error: this.#error }),
    };
    this.#onExit.fire(this.#exit);
    this.#onData.dispose();
    this.#onExit.dispose();
  }
}
