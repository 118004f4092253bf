import { signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { ExportFormat, LogExport } from "@quayside/core/model/log-export.ts";
import type { InputOf, PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";

export type ExportedQuery = Omit<InputOf<"home.exportLogs">, "follow" | "format" | "name">;

/** What is written into files, as the home tells it. */
export class ExportsModel {
  readonly all = signal<readonly LogExport[]>([]);
  readonly failure = signal<ErrorInfo | undefined>(undefined);
  readonly #api: PanelApi;

  constructor(api: PanelApi) {
    this.#api = api;
  }

  async watch(over: AbortSignal): Promise<void> {
    try {
      for await (const all of this.#api.stream("home.exports", {}, over)) this.all.value = all;
    } catch {
      // That the connection is over is said where the lines are.
    }
  }

  /** All in the span of time, from the engines; with `follow` also what comes. */
  async write(query: ExportedQuery, name: string, format: ExportFormat, follow: boolean): Promise<void> {
    await this.#try(() => this.#api.call("home.exportLogs", { ...query, name, format, follow }));
  }

  async save(name: string, text: string): Promise<void> {
    await this.#try(() => this.#api.call("home.saveText", { name, text }));
  }

  async end(id: string): Promise<void> {
    await this.#try(() => this.#api.call("home.endExport", { id }));
  }

  async #try(run: () => Promise<unknown>): Promise<void> {
    try {
      this.failure.value = undefined;
      await run();
    } catch (error) {
      this.failure.value = errorInfo(error);
    }
  }
}
