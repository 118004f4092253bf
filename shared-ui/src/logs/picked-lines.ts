import { computed, type Signal, signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";
import { type LineRange, rangeKeys } from "./line-range.ts";
import { isLine, type LogEntry } from "./log-entry.ts";
import type { ShownLines } from "./shown-lines.ts";

interface PickedFrom {
  readonly shown: ShownLines;
  /** See `LogsModel.picture`. */
  readonly picture: Signal<number>;
}

/** The lines that a person picked, and what is copied: those, or all that are shown. */
export class PickedLines {
  readonly range = signal<LineRange | undefined>(undefined);
  readonly count = computed(() => {
    void this.#logs.picture.value;
    return this.range.value === undefined ? 0 : this.#lines().length;
  });
  /** Lines that were copied last, until something else is done. */
  readonly copied = signal<number | undefined>(undefined);
  readonly failure = signal<ErrorInfo | undefined>(undefined);
  readonly #api: PanelApi;
  readonly #logs: PickedFrom;

  constructor(api: PanelApi, logs: PickedFrom) {
    this.#api = api;
    this.#logs = logs;
  }

  all(): void {
    const { shown } = this.#logs;
    const [first, last] = [shown.at(0), shown.at(shown.length - 1)];
    if (first !== undefined && last !== undefined) this.range.value = { anchor: first.key, head: last.key };
  }

  async copy(): Promise<void> {
    const lines = this.#lines();
    const text = lines.map((line) => `${line}\n`).join("");
    if (await this.copying(() => this.#api.call("home.copy", { text }))) this.copied.value = lines.length;
  }

  /** False where it failed, which is told. */
  async copying(copy: () => Promise<void>): Promise<boolean> {
    try {
      await copy();
      this.failure.value = undefined;
      return true;
    } catch (error) {
      this.failure.value = errorInfo(error);
      return false;
    }
  }

  #lines(): readonly string[] {
    const { shown } = this.#logs;
    const [low, high] = this.range.value === undefined ? [0, Number.POSITIVE_INFINITY] : rangeKeys(this.range.value);
    const end = shown.indexOf(high);
    const entries = shown.slice(shown.indexOf(low), shown.at(end)?.key === high ? end + 1 : end);
    return entries.flatMap((entry: LogEntry) => (isLine(entry) ? [entry.wholeText] : []));
  }
}
