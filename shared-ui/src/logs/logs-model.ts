import { batch, computed, effect, signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { LogBatch } from "@quayside/core/model/log-line.ts";
import type { LogLineMark } from "@quayside/core/model/log-search.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";
import { FrameGate } from "../app/frame.ts";
import { LateSave } from "../app/late-save.ts";
import type { LogsInput } from "../app/panel-input.ts";
import type { PanelState } from "../app/panel-state.ts";
import { keyOfMark, reaches } from "./jump.ts";
import { type KeptView, keyOf, lastTimestamp, linesAfter, markOf, readViews, withView } from "./kept-view.ts";
import { type FieldValue, isFiltering, type LineFilter, NO_FILTER, withField } from "./line-filter.ts";
import { type LineRange, rangeKeys } from "./line-range.ts";
import { isLine, type LogEntry } from "./log-entry.ts";
import { LogFilter } from "./log-filter.ts";
import { LogSearch } from "./log-search.ts";
import { defaultLimits, LogWindow, type WindowLimits } from "./log-window.ts";
import { OpenLines } from "./open-lines.ts";
import type { ShownLines } from "./shown-lines.ts";
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
  | {
      readonly kind: "let-go";
      readonly at: number;
      /** The time stamp of the last line then. */
      readonly last: string;
      readonly newLines: number;
    };

/** What stays where it is while lines come and go: this entry, so many pixels above the top of the view. */
export interface ScrollAnchor {
  readonly key: number;
  readonly above: number;
}

/** Pixels of what was before that are seen above a line that was asked for. */
const ABOVE_MARK = 120;

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
  readonly filter: LogFilter;
  readonly open = new OpenLines();
  /** It was let go when it was left: nothing is drawn before that place is there. */
  readonly returns: boolean;
  /** The lines around a time that lies further back than is followed are shown: what comes is not. */
  readonly past = signal(false);
  readonly pickedLines = computed(() => {
    void this.picture.value;
    return this.picked.value === undefined ? 0 : this.#linesToCopy().length;
  });

  readonly #api: PanelApi;
  readonly #state: PanelState;
  readonly #clock: () => number;
  readonly #mostLines: number;
  readonly #gate = new FrameGate(() => this.#draw());
  readonly #saving = new LateSave(() => this.#save());
  readonly #forgetPicked: () => void;
  /** Of all containers whose logs were shown here. */
  #views: readonly KeptView[];
  /** How the last page left this view, until as much is read. */
  #left: KeptView | undefined;
  /** Where the person asked to begin, until it is shown. */
  #at: LogLineMark | undefined;
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
    this.#mostLines = limits.lines;
    this.settings.value = readLogSettings(state.get());
    const { search: text, matchCase } = this.settings.value;
    this.#views = readViews(state.get());
    this.#left = this.#views.find(({ of }) => of === this.#of);
    this.#at = input.at?.asked === this.#left?.asked ? undefined : input.at;
    this.returns = this.#left?.place !== undefined || this.#at !== undefined;
    this.filter = new LogFilter(this.window, () => this.#filtered());
    this.#forgetPicked = effect(() => {
      void this.picked.value;
      this.#saving.ask();
    });
    this.search = new LogSearch(() => this.shown.slice(0, this.shown.length), { text, matchCase });
    // A filter must not hide the line that was asked for.
    this.filter.ask(this.#at === undefined ? (this.#left?.filter ?? NO_FILTER) : NO_FILTER);
  }

  /** What the filter lets through of the window. */
  get shown(): ShownLines {
    return this.filter.shown;
  }

  /** Reads from the beginning until the stream ends or the panel is disposed of; called again after a failure. */
  async read(): Promise<void> {
    this.#reading.abort();
    this.#reading = new AbortController();
    const { signal } = this.#reading;
    batch(() => {
      this.#empty();
      this.past.value = false;
      this.stream.value = { kind: "loading" };
    });
    // Where it was left may be far up.
    const isNear = this.#left?.place === undefined && this.#left?.picked === undefined && this.#at === undefined;
    const tail = isNear ? HISTORY : this.#mostLines;
    try {
      const { selector } = this.input;
      for await (const item of this.#api.stream("logs.follow", { selector, tail }, signal)) {
        if (item.caughtUp && this.#isFurtherBack(item)) {
          this.#reading.abort();
          await this.#readAround();
          return;
        }
        this.#take(item);
      }
      if (!signal.aborted) this.#finish({ kind: "ended" });
    } catch (error) {
      if (!signal.aborted) this.#finish({ kind: "failed", error: errorInfo(error) });
    }
  }

  /** From the lines around a time back to those that come. */
  toPresent(): void {
    this.#at = undefined;
    void this.read();
  }

  change(settings: Partial<LogSettings>): void {
    this.settings.value = { ...this.settings.value, ...settings };
    this.#save();
    const { search: text, matchCase } = this.settings.value;
    if (settings.matchCase !== undefined || settings.search !== undefined)
      this.search.ask({ text, matchCase }, this.firstSeen);
  }

  changeFilter(change: Partial<LineFilter>): void {
    this.filter.ask({ ...this.filter.asked.value, ...change });
    this.#saving.ask();
  }

  readonly onlyField = (field: FieldValue): void => this.changeFilter(withField(this.filter.asked.value, field));

  /** Expands this line or closes it: without a key the one that is picked, else the hit, else the topmost that is seen. */
  readonly toggleLine = (key = this.picked.value?.head ?? this.search.current.value?.key ?? this.firstSeen): void => {
    let index = this.shown.indexOf(key);
    let entry = this.shown.at(index);
    while (entry !== undefined && !isLine(entry)) entry = this.shown.at(++index);
    if (entry === undefined) return;
    // What is read stays where it is.
    this.letGo();
    this.open.toggle(entry.key);
  };

  /** The topmost entry that is seen; the list keeps it. */
  place: ScrollAnchor = { key: 0, above: 0 };

  get firstSeen(): number {
    return this.place.key;
  }

  seen(place: ScrollAnchor): void {
    this.place = place;
    this.#saving.ask();
  }

  letGo(): void {
    if (this.follow.value.kind === "let-go") return;
    this.follow.value = { kind: "let-go", at: this.#clock(), last: lastTimestamp(this.window), newLines: 0 };
  }

  catchOn(): void {
    this.follow.value = FOLLOWING;
  }

  /** Empties the view; nothing is deleted in the container. */
  clear(): void {
    batch(() => {
      this.#empty();
      this.clearedAt.value = this.#clock();
    });
    this.#saving.ask();
  }

  pickAll(): void {
    const [first, last] = [this.shown.at(0), this.shown.at(this.shown.length - 1)];
    if (first !== undefined && last !== undefined) this.picked.value = { anchor: first.key, head: last.key };
  }

  /** The picked lines, or all that are shown. */
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
    this.#forgetPicked();
    this.#saving.dispose();
    this.#reading.abort();
    this.#gate.dispose();
    this.filter.dispose();
  }

  get #of(): string {
    return JSON.stringify(this.input.selector);
  }

  #empty(): void {
    this.window.clear();
    this.open.close();
    this.filter.reset();
    this.search.dropBefore(this.window.firstKey);
    this.picked.value = undefined;
    this.clearedAt.value = undefined;
    this.follow.value = FOLLOWING;
    this.picture.value++;
  }

  /** As it was left, as soon as the lines reach the present. */
  #comeBack({ place, picked }: KeptView): void {
    const key = place && keyOf(this.window, place.line);
    if (place !== undefined && key !== undefined) {
      const { above, at, last } = place;
      this.place = { key, above };
      this.follow.value = { kind: "let-go", at, last, newLines: linesAfter(this.shown, last) };
    }
    const [anchor, head] = [picked && keyOf(this.window, picked.anchor), picked && keyOf(this.window, picked.head)];
    if (anchor !== undefined && head !== undefined) this.picked.value = { anchor, head };
  }

  #save(): void {
    this.#views = withView(this.#views, this.#view());
    this.#state.set({ ...this.settings.value, views: this.#views });
  }

  /** What was left stays until it is come back to; the filter is the person's at once. */
  #view(): KeptView {
    const { filter: _filter, asked: _asked, ...view } = this.#left ?? this.#place();
    const filter = this.filter.asked.value;
    const asked = this.#at === undefined ? this.input.at?.asked : undefined;
    return {
      ...view,
      ...(isFiltering(filter) ? { filter } : {}),
      ...(asked === undefined ? {} : { asked }),
    };
  }

  #place(): KeptView {
    const { value: follow } = this.follow;
    const { value: picked } = this.picked;
    const line = follow.kind === "let-go" ? markOf(this.window, this.place.key) : undefined;
    const anchor = picked && markOf(this.window, picked.anchor);
    const head = picked && markOf(this.window, picked.head);
    return {
      of: this.#of,
      ...(line !== undefined && follow.kind === "let-go"
        ? { place: { line, above: this.place.above, at: follow.at, last: follow.last } }
        : {}),
      ...(anchor && head ? { picked: { anchor, head } } : {}),
    };
  }

  #linesToCopy(): readonly string[] {
    const picked = this.picked.value;
    const [low, high] = picked === undefined ? [0, Number.POSITIVE_INFINITY] : rangeKeys(picked);
    const entries = this.shown.slice(this.shown.indexOf(low), this.shown.indexOf(high + 1));
    return entries.flatMap((entry: LogEntry) => (isLine(entry) ? [entry.wholeText] : []));
  }

  #take({ items, caughtUp }: LogBatch): void {
    const added = this.window.push(items);
    const again = this.filter.add(added);
    const { shown } = this;
    const first = added[0];
    const passed =
      first === undefined || shown === this.window ? added : shown.slice(shown.indexOf(first.key), shown.length);
    this.#arrived += passed.reduce((sum, entry) => sum + (isLine(entry) ? 1 : 0), 0);
    if (again) this.search.again(this.firstSeen);
    else this.search.add(passed, this.window.firstKey);
    if (caughtUp && this.stream.value.kind === "loading") {
      this.#gotAll();
      this.stream.value = { kind: "live" };
    }
    this.#gate.ask();
  }

  /** The line that was asked for is older than all that is followed. */
  #isFurtherBack({ items }: LogBatch): boolean {
    if (this.#at === undefined) return false;
    if (this.window.dropped === 0 && this.window.lines + items.length < this.#mostLines) return false;
    return !reaches(this.window, this.#at);
  }

  async #readAround(): Promise<void> {
    const at = this.#at;
    if (at === undefined) return;
    const around = new AbortController();
    this.#reading = around;
    const { selector } = this.input;
    const part = await this.#api.call("logs.around", { selector, timestamp: at.timestamp }, around.signal);
    batch(() => {
      this.#empty();
      this.#take({ items: part.lines.map((line) => ({ line })), caughtUp: false });
      this.past.value = part.newerLeft;
      this.#gotAll();
      this.stream.value = { kind: "live" };
      this.#draw();
    });
  }

  #showMark(at: LogLineMark): void {
    const key = keyOfMark(this.window, at);
    if (key === undefined) return;
    this.place = { key, above: -ABOVE_MARK };
    this.picked.value = { anchor: key, head: key };
    this.follow.value = { kind: "let-go", at: this.#clock(), last: lastTimestamp(this.window), newLines: 0 };
  }

  #filtered(): void {
    batch(() => {
      this.search.again(this.firstSeen);
      this.picture.value++;
    });
  }

  #gotAll(): void {
    const [left, at] = [this.#left, this.#at];
    if (left === undefined && at === undefined) return;
    this.#left = undefined;
    this.#at = undefined;
    this.#arrived = 0;
    if (at !== undefined) this.#showMark(at);
    else if (left !== undefined) this.#comeBack(left);
  }

  #finish(state: StreamState): void {
    batch(() => {
      this.#gotAll();
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
