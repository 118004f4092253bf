import type { Logs, MergedQuery } from "@quayside/core/logs/logs.ts";
import type { LogItem, LogLine, LogNotice, LogOrigin, LogPlacing } from "@quayside/core/model/log-line.ts";
import { until } from "../lab/waiting.ts";

/** Somebody who looks at the logs of several containers and remembers all that was shown. */
export class MergedViewer {
  readonly items: LogItem[] = [];
  caughtUp = false;
  over = false;
  failure: unknown;
  readonly #origins = new Map<number, LogOrigin>();
  readonly #abort = new AbortController();
  readonly #running: Promise<void>;

  constructor(logs: Logs, query: MergedQuery) {
    this.#running = this.#run(logs, query);
  }

  get origins(): readonly LogOrigin[] {
    return [...this.#origins.values()];
  }

  get lines(): (LogPlacing & { readonly line: LogLine })[] {
    return this.items.flatMap((item) => ("line" in item ? [item] : []));
  }

  textsOf(name: string): string[] {
    return this.lines.flatMap((item) => (this.#nameOf(item) === name ? [item.line.text] : []));
  }

  async sees(name: string, text: string): Promise<void> {
    await this.#until(() => this.textsOf(name).includes(text), `the line “${text}” of ${name}`);
  }

  async hears<K extends LogNotice["kind"]>(name: string, kind: K, times = 1): Promise<LogNotice> {
    const heard = (): LogNotice[] =>
      this.items.flatMap((item) =>
        "notice" in item && item.notice.kind === kind && this.#nameOf(item) === name ? [item.notice] : [],
      );
    await this.#until(() => heard().length >= times, `the notice ${kind} of ${name}`);
    return heard()[times - 1] as LogNotice;
  }

  async catchesUp(): Promise<void> {
    await this.#until(() => this.caughtUp, "the end of the history");
  }

  async ends(): Promise<void> {
    await this.#until(() => this.over, "the end");
  }

  async leave(): Promise<void> {
    this.#abort.abort();
    await this.#running;
  }

  #nameOf({ source = -1 }: LogPlacing): string | undefined {
    return this.#origins.get(source)?.name;
  }

  async #until(ask: () => boolean, what: string): Promise<void> {
    const shown = () => JSON.stringify(this.items.slice(-3)).slice(0, 400);
    await until(() => ask() || this.failure !== undefined, { what, withinMs: 30_000 }).catch((error) => {
      throw new Error(`${error.message}; last seen ${shown()}`);
    });
    if (this.failure !== undefined && !ask()) throw this.failure;
  }

  async #run(logs: Logs, query: MergedQuery): Promise<void> {
    try {
      for await (const { origins = [], items, caughtUp } of logs.followAll(query, this.#abort.signal)) {
        for (const origin of origins) this.#origins.set(origin.number, origin);
        for (const item of items) this.items.push(item);
        this.caughtUp = caughtUp;
      }
      this.over = true;
    } catch (error) {
      this.failure = error;
    }
  }
}
