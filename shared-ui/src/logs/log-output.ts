import type { Signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import { type ExportFormat, exportedItem, fileName } from "@quayside/core/model/log-export.ts";
import type { Selector } from "@quayside/core/model/ref.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";
import type { LogsInput } from "../app/panel-input.ts";
import { tell } from "../app/tell.ts";
import { visibleText } from "../text/visible-text.ts";
import { ExportsModel } from "./exports-model.ts";
import { isLine, type LineEntry, type LogEntry } from "./log-entry.ts";
import { type LogRange, rangeQuery } from "./log-range.ts";
import { onlyContainer } from "./log-selection.ts";
import type { LogSources } from "./log-sources.ts";
import type { LogWindow } from "./log-window.ts";
import type { PickedLines } from "./picked-lines.ts";
import type { ShownLines } from "./shown-lines.ts";
import type { SourcePlace } from "./source-places.ts";

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
  readonly picks: PickedLines;
}

/** Takes lines out of the panel: into files, onto the clipboard, as a link; and goes where a link leads. */
export class LogOutput {
  readonly exports: ExportsModel;
  /** The home hands out files as downloads, and writes none. */
  readonly downloads: boolean;
  /** The home has an editor. */
  readonly opensSources: boolean;
  readonly #api: PanelApi;
  readonly #logs: OutputLogs;

  constructor(api: PanelApi, logs: OutputLogs, home: Pick<LogOutput, "downloads" | "opensSources">) {
    this.exports = new ExportsModel(api);
    this.downloads = home.downloads;
    this.opensSources = home.opensSources;
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

  /** The file that a line of a trace names, in the home's editor. */
  readonly openSource = (entry: LineEntry, { path, line, column }: SourcePlace): void => {
    const place = { path, line: Math.max(1, line), ...(column === undefined ? {} : { column: Math.max(1, column) }) };
    const selector = this.#selectorOf(entry);
    if (selector === undefined) return;
    this.#api.call("home.openSource", { selector, ...place }).catch((error: unknown) => {
      const { title, sentence } = errorInfo(error);
      tell(this.#api, "error", visibleText(`${title}. ${sentence}`));
    });
  };

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
    await this.#logs.picks.copying(copy);
  }

  /** Where core hasn't said whose the line is, nothing but the one that was asked for can be meant. */
  #selectorOf({ source }: LineEntry): Selector | undefined {
    const origin = this.#logs.sources.get(source);
    return origin === undefined
      ? onlyContainer(this.#logs.input.value.selectors)
      : { host: origin.host, name: origin.name };
  }

  #exported(entry: LogEntry, format: ExportFormat): string {
    const item = isLine(entry) ? { line: entry.line, at: entry.at } : { notice: entry.notice, at: entry.at };
    return exportedItem(item, this.#logs.sources.get(entry.source), format);
  }
}
