import type { Signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import { type ExportFormat, exportedItem, fileName } from "@quayside/core/model/log-export.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";
import type { LogsInput } from "../app/panel-input.ts";
import { ExportsModel } from "./exports-model.ts";
import { isLine, type LineEntry, type LogEntry } from "./log-entry.ts";
import { type LogRange, rangeQuery } from "./log-range.ts";
import type { LogSources } from "./log-sources.ts";
import type { LogWindow } from "./log-window.ts";
import type { ShownLines } from "./shown-lines.ts";

const LONGEST_NAME = 200;
const LONGEST_LINK = 4096;

/** What is shown, as far as it is taken elsewhere. */
export interface OutputLogs {
  readonly input: Signal<LogsInput>;
  readonly range: Signal<LogRange>;
  readonly sources: LogSources;
  readonly window: LogWindow;
  readonly shown: ShownLines;
  readonly now: () => number;
  readonly copyFailure: Signal<ErrorInfo | undefined>;
}

/** Takes lines out of the panel: into files, onto the clipboard, as a link; and goes where a link leads. */
export class LogOutput {
  readonly exports: ExportsModel;
  /** The home hands out files as downloads, and writes none. */
  readonly downloads: boolean;
  readonly #api: PanelApi;
  readonly #logs: OutputLogs;

  constructor(api: PanelApi, logs: OutputLogs, downloads: boolean) {
    this.exports = new ExportsModel(api);
    this.downloads = downloads;
    this.#api = api;
    this.#logs = logs;
  }

  /** What is in the window and passes the filter. */
  async exportShown(format: ExportFormat): Promise<void> {
    const entries = this.#logs.shown.slice(0, this.#logs.shown.length);
    const { title } = this.#logs.input.value;
    await this.exports.save(fileName(title, format), entries.map((entry) => this.#exported(entry, format)).join(""));
  }

  /** All lines in the span of time, from the engines; with `follow` also what comes. */
  async exportAll(format: ExportFormat, follow: boolean): Promise<void> {
    const { selectors, except = [], title } = this.#logs.input.value;
    // What is followed begins now; without an end in sight all that there is comes first where no time is chosen.
    const { tail: _, ...span } = rangeQuery(this.#logs.range.value, 0, this.#logs.now());
    const begin = follow && this.#logs.range.value.kind === "latest" ? { tail: 0 } : {};
    await this.exports.write({ selectors, except, ...span, ...begin }, title.slice(0, LONGEST_NAME), format, follow);
  }

  /** What leads back to this line. */
  readonly copyLink = async (entry: LineEntry): Promise<void> => {
    const source = this.#logs.sources.get(entry.source);
    if (source === undefined) return;
    const { timestamp, stream } = entry.line;
    let nth = 1;
    for (let index = this.#logs.window.indexOf(entry.key) - 1; index >= 0; index--) {
      const other = this.#logs.window.at(index);
      if (other === undefined || other.at < entry.at) break;
      if (
        isLine(other) &&
        other.source === entry.source &&
        other.line.stream === stream &&
        other.line.timestamp === timestamp
      )
        nth++;
    }
    const { host, hostName, name } = source;
    await this.#copying(() =>
      this.#api.call("home.copyLink", { host, hostName, name, mark: { timestamp, stream, nth } }),
    );
  };

  readonly copyLine = (entry: LineEntry): Promise<void> =>
    this.#copying(() => this.#api.call("home.copy", { text: entry.wholeText }));

  /** Gives why it leads nowhere. */
  async openLink(link: string): Promise<ErrorInfo | undefined> {
    try {
      await this.#api.call("home.openLine", { link: link.trim().slice(0, LONGEST_LINK) });
      return undefined;
    } catch (error) {
      return errorInfo(error);
    }
  }

  async #copying(copy: () => Promise<void>): Promise<void> {
    try {
      await copy();
      this.#logs.copyFailure.value = undefined;
    } catch (error) {
      this.#logs.copyFailure.value = errorInfo(error);
    }
  }

  #exported(entry: LogEntry, format: ExportFormat): string {
    const item = isLine(entry) ? { line: entry.line, at: entry.at } : { notice: entry.notice, at: entry.at };
    return exportedItem(item, this.#logs.sources.get(entry.source), format);
  }
}
