import { describeError } from "../../errors/describe-error.ts";
import { Conflict } from "../../errors/errors.ts";
import type { Disposable } from "../../lifetime/disposable.ts";
import { Emitter } from "../../lifetime/emitter.ts";
import { latest } from "../../lifetime/latest.ts";
import { ExportedText, type ExportFormat, type LogExport } from "../../model/log-export.ts";
import type { LogBatch } from "../../model/log-line.ts";
import { isPanelError } from "../../panel/panel-error.ts";

/** Where the lines go: a file, or what a page will hand out as one. */
export interface ExportSink {
  /** Waits until there is room for more. */
  write(text: string): Promise<void>;
  /** All is in it; also after a failure. */
  close(): Promise<void>;
}

export interface ExportRequest {
  readonly file: string;
  readonly follow: boolean;
  readonly format: ExportFormat;
  readonly read: (signal: AbortSignal) => AsyncIterable<LogBatch>;
  /** Called once, when the writing begins. */
  readonly open: () => Promise<ExportSink>;
}

interface Held {
  facts: LogExport;
  readonly stop: AbortController;
}

/** At once; each reads its containers anew. */
const LIMIT = 8;
/** Milliseconds between two words on how far it is. */
const TELLING = 200;

/** Exports of logs. They go on while the pages that asked for them come and go. It needs nothing of Node. */
export class LogExports implements Disposable {
  readonly #held = new Map<string, Held>();
  readonly #onDidChange = new Emitter<void>();
  #count = 0;

  list(): readonly LogExport[] {
    return [...this.#held.values()].map(({ facts }) => facts);
  }

  /** All of them, each time that they are others. Ends on abort. */
  watch(signal: AbortSignal): AsyncGenerator<readonly LogExport[]> {
    return latest(() => this.list(), this.#onDidChange.event, signal);
  }

  /** Gives its id. What goes wrong later is told by `watch`. Conflict where too many are written. */
  start({ file, follow, format, read, open }: ExportRequest): string {
    const writing = this.list().filter(({ state }) => state.kind === "writing").length;
    if (writing >= LIMIT) throw new Conflict(`${LIMIT} files are being written already: stop one of them first.`);
    const id = String(++this.#count);
    const facts: LogExport = { id, file, follow, lines: 0, bytes: 0, state: { kind: "writing" } };
    const held = { facts, stop: new AbortController() };
    this.#held.set(id, held);
    this.#onDidChange.fire();
    void this.#write(held, format, read, open);
    return id;
  }

  /** Stops it; one that is over is forgotten. */
  end(id: string): void {
    const held = this.#held.get(id);
    if (held === undefined) return;
    if (held.facts.state.kind === "writing") held.stop.abort();
    else {
      this.#held.delete(id);
      this.#onDidChange.fire();
    }
  }

  dispose(): void {
    for (const { stop } of this.#held.values()) stop.abort();
    this.#onDidChange.dispose();
  }

  async #write(
    held: Held,
    format: ExportFormat,
    read: ExportRequest["read"],
    open: ExportRequest["open"],
  ): Promise<void> {
    const { signal } = held.stop;
    let sink: ExportSink | undefined;
    let told = 0;
    try {
      sink = await open();
      const exported = new ExportedText(format);
      for await (const batch of read(signal)) {
        const { text, lines } = exported.take(batch);
        if (text !== "") await sink.write(text);
        const { facts } = held;
        held.facts = { ...facts, lines: facts.lines + lines, bytes: facts.bytes + byteLength(text) };
        if (performance.now() - told < TELLING) continue;
        told = performance.now();
        this.#onDidChange.fire();
      }
      await sink.close();
      held.facts = { ...held.facts, state: { kind: signal.aborted ? "stopped" : "done" } };
    } catch (error) {
      // What was written stays; that it can't be closed either is no other failure.
      await sink?.close().catch(() => {});
      const info = isPanelError(error) ? error.info : describeError(error);
      held.facts = {
        ...held.facts,
        state: signal.aborted ? { kind: "stopped" } : { kind: "failed", error: info },
      };
    }
    this.#onDidChange.fire();
  }
}

const encoder = new TextEncoder();

function byteLength(text: string): number {
  return encoder.encode(text).length;
}
