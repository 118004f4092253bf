import type { LogQuery, Logs } from "@quayside/core/logs/logs.ts";
import type { LogItem, LogLine, LogNotice } from "@quayside/core/model/log-line.ts";
import { until } from "../lab/waiting.ts";

/** Somebody who looks at a log and remembers all that was shown. */
export class LogViewer {
  readonly items: LogItem[] = [];
  readonly batches: { readonly items: number; readonly at: number }[] = [];
  caughtUp = false;
  failure: unknown;
  readonly #abort = new AbortController();
  readonly #running: Promise<void>;
  #released: () => void = () => {};
  #held: Promise<void> | undefined;

  constructor(logs: Logs, query: LogQuery) {
    this.#running = this.#run(logs, query);
  }

  get lines(): LogLine[] {
    return this.items.flatMap((item) => ("line" in item ? [item.line] : []));
  }

  get texts(): string[] {
    return this.lines.map(({ text }) => text);
  }

  get notices(): LogNotice[] {
    return this.items.flatMap((item) => ("notice" in item ? [item.notice] : []));
  }

  /** Takes no more batches until `release`. */
  hold(): void {
    this.#held = new Promise((resolve) => {
      this.#released = resolve;
    });
  }

  release(): void {
    this.#held = undefined;
    this.#released();
  }

  async sees(text: string): Promise<void> {
    await this.#until(
      () => this.items.some((item) => "line" in item && item.line.text === text),
      `the line “${text.slice(0, 80)}”`,
    );
  }

  async hears<K extends LogNotice["kind"]>(kind: K, times = 1): Promise<Extract<LogNotice, { kind: K }>> {
    const heard = () => this.notices.filter((notice) => notice.kind === kind);
    await this.#until(() => heard().length >= times, `the notice ${kind}`);
    return heard()[times - 1] as Extract<LogNotice, { kind: K }>;
  }

  async catchesUp(): Promise<void> {
    await this.#until(() => this.caughtUp, "the end of the history");
  }

  async leave(): Promise<void> {
    this.#abort.abort();
    this.release();
    await this.#running;
  }

  async #until(ask: () => boolean, what: string): Promise<void> {
    const shown = () => JSON.stringify(this.items.slice(-3)).slice(0, 400);
    await until(() => ask() || this.failure !== undefined, { what, withinMs: 30_000 }).catch((error) => {
      throw new Error(`${error.message}; last seen ${shown()}`);
    });
    if (this.failure !== undefined && !ask()) throw this.failure;
  }

  async #run(logs: Logs, query: LogQuery): Promise<void> {
    try {
      for await (const { items, caughtUp } of logs.follow(query, this.#abort.signal)) {
        this.batches.push({ items: items.length, at: performance.now() });
        for (const item of items) this.items.push(item);
        this.caughtUp = caughtUp;
        await this.#held;
      }
    } catch (error) {
      this.failure = error;
    }
  }
}
