import { batch, computed, signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { LogBatch } from "@quayside/core/model/log-line.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";
import { FrameGate } from "../app/frame.ts";
import type { LogsInput } from "../app/panel-input.ts";
import type { PanelState } from "../app/panel-state.ts";
import { type LineRange, rangeKeys } from "./line-range.ts";
import { isLine, type LogEntry } from "./log-entry.ts";
import { LogSearch } from "./log-search.ts";
import { defaultLimits, LogWindow, type WindowLimits } from "./log-window.ts";
import { type LogSettings, readLogSettings } from "./view-settings.ts";

/** Lines of history that are read at first. */
const HISTORY = 5000;

export type StreamState =
  | { readonly kind: "loading" }
  /** The lines reach the present. */
  | { readonly kind: "live" }
  | { readonly kind: "ended" }
  | { readonly kind: "failed"; readonly error: ErrorInfo };

/** Whether the view goes along with what comes. */
export type Follow =
  | { readonly kind: "following" }
  | { readonly kind: "let-go"; readonly at: number; readonly newLines: number };

const FOLLOWING: Follow = { kind: "following" };

/** All that the Logs panel knows; its views only draw it. */
export class LogsModel {
  readonly input: LogsInput;
  readonly window: LogWindow;
  /** Counts the pictures of `window`: it changes in place, and the views look again when this does. */
  readonly picture = signal(0);
  readonly stream = signal<StreamState>({ kind: "loading" });
  readonly follow = signal<Follow>(FOLLOWING);
  readonly settings = signal<LogSettings>(readLogSettings(undefined));
  readonly picked = signal<LineRange | undefined>(undefined);
  readonly clearedAt = signal<number | undefined>(undefined);
  /** Lines that were copied last, until something else is done. */
  readonly copied = signal<number | undefined>(undefined);
  readonly copyFailure = signal<ErrorInfo | undefined>(undefined);
  readonly search: LogSearch;
  readonly pickedLines = computed(() => {
    void this.picture.value;
    return this.picked.value === undefined ? 0 : this.#linesToCopy().length;
  });

  readonly #api: PanelApi;
  readonly #state: PanelState;
  readonly #clock: () => number;
  readonly #gate = new FrameGate(() => this.#draw());
  #reading = new AbortController();
  /** Lines since the last picture. */
  #arrived = 0;

  constructor(
    api: PanelApi,
    state: PanelState,
    input: LogsInput,
    clock: () => number,
    limits: WindowLimits = defaultLimits,
  ) {
    this.#api = api;
    this.#state = state;
    this.#clock = clock;
    this.input = input;
    this.window = new LogWindow(limits);
    this.settings.value = readLogSettings(state.get());
    const { search: text, matchCase } = this.settings.value;
    this.search = new LogSearch(() => this.window.slice(0, this.window.length), { text, matchCase });
  }

  /** Reads from the beginning until the stream ends or the panel is disposed of; called again after a failure. */
  async read(): Promise<void> {
    this.#reading.abort();
    this.#reading = new AbortController();
    const { signal } = this.#reading;
    batch(() => {
      this.clear();
      this.clearedAt.value = undefined;
      this.stream.value = { kind: "loading" };
    });
    try {
      const { selector } = this.input;
      for await (const item of this.#api.stream("logs.follow", { selector, tail: HISTORY }, signal)) this.#take(item);
      if (!signal.aborted) this.#finish({ kind: "ended" });
    } catch (error) {
      if (!signal.aborted) this.#finish({ kind: "failed", error: errorInfo(error) });
    }
  }

  change(settings: Partial<LogSettings>): void {
    this.settings.value = { ...this.settings.value, ...settings };
    this.#state.set(this.settings.value);
    const { search: text, matchCase } = this.settings.value;
    if (settings.matchCase !== undefined || settings.search !== undefined)
      this.search.ask({ text, matchCase }, this.firstSeen);
  }

  /** The key of the topmost entry that is seen; the list keeps it. */
  firstSeen = 0;

  letGo(): void {
    if (this.follow.value.kind === "following") this.follow.value = { kind: "let-go", at: this.#clock(), newLines: 0 };
  }

  catchOn(): void {
    this.follow.value = FOLLOWING;
  }

  /** Empties the view; nothing is deleted in the container. */
  clear(): void {
    batch(() => {
      this.window.clear();
      this.search.dropBefore(this.window.firstKey);
      this.picked.value = undefined;
      this.clearedAt.value = this.#clock();
      this.follow.value = FOLLOWING;
      this.picture.value++;
    });
  }

  pickAll(): void {
    const last = this.window.at(this.window.length - 1);
    if (last !== undefined) this.picked.value = { anchor: this.window.firstKey, head: last.key };
  }

  /** The picked lines, or all of the window. */
  async copy(): Promise<void> {
    const lines = this.#linesToCopy();
    try {
      await this.#api.call("home.copy", { text: lines.map((line) => `${line}\n`).join("") });
      this.copied.value = lines.length;
      this.copyFailure.value = undefined;
    } catch (error) {
      this.copyFailure.value = errorInfo(error);
    }
  }

  dispose(): void {
    this.#reading.abort();
    this.#gate.dispose();
  }

  #linesToCopy(): readonly string[] {
    const picked = this.picked.value;
    const [low, high] = picked === undefined ? [0, Number.POSITIVE_INFINITY] : rangeKeys(picked);
    const first = this.window.firstKey;
    const entries = this.window.slice(
      Math.max(0, low - first),
      Math.max(0, Math.min(high - first + 1, this.window.length)),
    );
    return entries.flatMap((entry: LogEntry) => (isLine(entry) ? [entry.wholeText] : []));
  }

  #take({ items, caughtUp }: LogBatch): void {
    const added = this.window.push(items);
    this.#arrived += items.reduce((sum, item) => sum + ("line" in item ? 1 : 0), 0);
    this.search.add(added, this.window.firstKey);
    if (caughtUp && this.stream.value.kind === "loading") this.stream.value = { kind: "live" };
    this.#gate.ask();
  }

  #finish(state: StreamState): void {
    batch(() => {
      this.stream.value = state;
      this.#draw();
    });
  }

  #draw(): void {
    batch(() => {
      const follow = this.follow.value;
      if (follow.kind === "let-go") this.follow.value = { ...follow, newLines: follow.newLines + this.#arrived };
      this.#arrived = 0;
      this.search.show();
      this.picture.value++;
    });
  }
}
