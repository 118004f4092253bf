import type { Duplex } from "node:stream";
import type { EngineCommands } from "../engine/engine-commands.ts";
import type { EngineQueries } from "../engine/engine-queries.ts";
import { FrameSplitter } from "../engine/frame-splitter.ts";
import { saysNoShell } from "../engine/says-no-shell.ts";
import { HostUnreachable, isError } from "../errors/errors.ts";
import { onAbort, throwIfAborted } from "../lifetime/abort.ts";
import { scriptCommand, scriptEnvironment } from "./shell-scripts.ts";

/** Told where a container has no shell, or none of what the scripts need: then the engine alone is asked. */
export class NoShell extends Error {
  override readonly name = "NoShell";
}

export interface ScriptPlace {
  /** For the length of the action that was asked for. */
  readonly exec: EngineCommands["exec"];
  readonly queries: Pick<EngineQueries, "execExitCode">;
  readonly container: string;
}

export interface Script {
  readonly script: string;
  readonly args: readonly string[];
  readonly input?: () => AsyncIterable<Uint8Array>;
}

/** What a script may say of files, and why it failed. */
const ERROR_LIMIT = 64 << 10;

/** A script that runs in a container: what it writes, chunk by chunk, and how it ended. */
export class RunningScript {
  readonly #place: ScriptPlace;
  readonly #stream: Duplex;
  readonly #id: string;
  readonly #splitter = new FrameSplitter();
  readonly #errors: Buffer[] = [];
  #errorLength = 0;
  #begun = false;
  /** Of the input, where it was not the script that left it. */
  #inputError: unknown;

  private constructor(place: ScriptPlace, id: string, stream: Duplex) {
    this.#place = place;
    this.#id = id;
    this.#stream = stream;
  }

  /** Rejects with NoShell where the engine says so at once. */
  static async begin(place: ScriptPlace, { script, args, input }: Script, signal: AbortSignal): Promise<RunningScript> {
    const request = {
      ...{ command: scriptCommand(script, args), tty: false, columns: 80, rows: 24 },
      environment: scriptEnvironment,
    };
    try {
      const { id, stream } = await place.exec(place.container, request, signal);
      const running = new RunningScript(place, id, stream);
      stream.on("error", () => {}); // whoever reads it is told
      if (input !== undefined) void running.#feed(input());
      return running;
    } catch (error) {
      if (isError(error, "EngineError") && saysNoShell(error.message)) throw new NoShell(error.message);
      throw error;
    }
  }

  /** What it has said of errors so far. */
  get errors(): Buffer {
    return Buffer.concat(this.#errors);
  }

  /** Its output. Left before its end, the connection is closed. */
  async *output(signal: AbortSignal): AsyncGenerator<Buffer> {
    const aborted = onAbort(signal, () => this.#stream.destroy());
    try {
      for await (const chunk of this.#stream as AsyncIterable<Buffer>) yield* this.#frames(chunk);
      throwIfAborted(signal);
    } catch (error) {
      throwIfAborted(signal);
      throw isBroken(error) ? new HostUnreachable("connection-lost", "", String(error), { cause: error }) : error;
    } finally {
      aborted.dispose();
      this.#stream.destroy();
    }
  }

  /** 0 where it did what it was to do. */
  async exitCode(signal: AbortSignal): Promise<number> {
    if (this.#inputError !== undefined) throw this.#inputError;
    return (await this.#place.queries.execExitCode(this.#id, signal)) ?? 1;
  }

  *#frames(chunk: Buffer): Generator<Buffer> {
    // What keeps it from starting comes in frames, or bare.
    if (!this.#begun && saysNoShell(chunk.toString("latin1"))) throw new NoShell(chunk.toString("utf8"));
    this.#begun = true;
    const parts: Buffer[] = [];
    this.#splitter.push(chunk, (stream, bytes, start, end) => {
      const part = bytes.subarray(start, end);
      if (stream === "stdout") parts.push(part);
      else if (this.#errorLength < ERROR_LIMIT) {
        this.#errors.push(part);
        this.#errorLength += part.length;
      }
    });
    yield* parts;
  }

  async #feed(input: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      for await (const chunk of input) {
        if (this.#stream.destroyed || this.#stream.writableEnded) return;
        if (!this.#stream.write(chunk)) await this.#drained();
      }
    } catch (error) {
      this.#inputError = error;
      // The script finds that there is too little, and leaves all as it was.
      this.#stream.end();
    }
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#stream.off("drain", done);
        this.#stream.off("close", done);
        this.#stream.off("end", done);
        resolve();
      };
      for (const event of ["drain", "close", "end"]) this.#stream.on(event, done);
      if (this.#stream.destroyed) done();
    });
  }
}

function isBroken(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}
