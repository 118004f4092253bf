import { batch, effect, type Signal, signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { LogBatch, LogOrigin } from "@quayside/core/model/log-line.ts";
import type { LogLineMark } from "@quayside/core/model/log-search.ts";
import type { Selector } from "@quayside/core/model/ref.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";
import { FrameGate } from "../app/frame.ts";
import { LateSave } from "../app/late-save.ts";
import type { LogsInput } from "../app/panel-input.ts";
import type { PanelState } from "../app/panel-state.ts";
import { ContainerActions } from "../containers/container-actions.ts";
import type { Anchor } from "../controls/menu.tsx";
import type { Inventory } from "../inventory/inventory.ts";
import { watchInventory } from "../inventory/watch-inventory.ts";
import { Folds } from "./folds.ts";
import { keyOfMark, reaches } from "./jump.ts";
import { type KeptView, lastTime, readViews, withView } from "./kept-view.ts";
import { type Follow, leftPlace, placeAgain, type ScrollAnchor, withChosen } from "./left-view.ts";
import { type FieldValue, type LineFilter, NO_FILTER, withField } from "./line-filter.ts";
import { isLine } from "./log-entry.ts";
import { LogFilter } from "./log-filter.ts";
import { LogOutput } from "./log-output.ts";
import { LATEST, type LogRange, rangeQuery } from "./log-range.ts";
import { LogSearch } from "./log-search.ts";
import { type Choice, onlyContainer, viewKey, withChoices, withoutSource } from "./log-selection.ts";
import { type LogSource, LogSources } from "./log-sources.ts";
import { defaultLimits, LogWindow, type WindowLimits } from "./log-window.ts";
import { OpenLines } from "./open-lines.ts";
import { PickedLines } from "./picked-lines.ts";
import { SavedFiltersModel } from "./saved-filters.ts";
import type { ShownLines } from "./shown-lines.ts";
import { type LogSettings, readLogSettings } from "./view-settings.ts";

/** Lines of history that are read at first: of one container, and of each of several. */
const HISTORY = 5000;
const HISTORY_OF_EACH = 2000;

export type StreamState =
  | { readonly kind: "loading" }
  /** The lines reach the present. */
  | { readonly kind: "live" }
  | { readonly kind: "ended" }
  | { readonly kind: "failed"; readonly error: ErrorInfo };

/** Pixels of what was before that are seen above a line that was asked for. */
const ABOVE_MARK = 120;

const FOLLOWING: Follow = { kind: "following" };

export interface LogsOptions {
  /** Called when the person changes whose lines are shown. */
  readonly onInput?: ((input: LogsInput) => void) | undefined;
  /** See `PanelWorld.downloads`. */
  readonly downloads?: boolean;
  /** See `PanelWorld.opensSources`. */
  readonly opensSources?: boolean | undefined;
}

/** All that the Logs panel knows; its views only draw it. */
export class LogsModel {
  /** Whose lines are shown. */
  readonly input: Signal<LogsInput>;
  readonly sources: LogSources;
  readonly range = signal<LogRange>(LATEST);
  readonly window: LogWindow;
  /** Counts the pictures of `window`: it changes in place, and the views look again when this does. */
  readonly picture = signal(0);
  readonly stream = signal<StreamState>({ kind: "loading" });
  readonly follow = signal<Follow>(FOLLOWING);
  readonly settings = signal<LogSettings>(readLogSettings(undefined));
  readonly picks: PickedLines;
  readonly clearedAt = signal<number | undefined>(undefined);
  readonly search: LogSearch;
  readonly output: LogOutput;
  readonly filter: LogFilter;
  readonly open = new OpenLines();
  readonly folds = new Folds();
  readonly saved: SavedFiltersModel;
  readonly sourceMenu = signal<{ readonly source: LogSource; readonly anchor: Anchor } | undefined>(undefined);
  /** What is done with the containers themselves. */
  readonly containers: ContainerActions;
  /** It was let go when it was left: nothing is drawn before that place is there. */
  readonly returns: boolean;
  /** The lines around a time that lies further back than is followed are shown: what comes is not. */
  readonly past = signal(false);
  readonly #api: PanelApi;
  readonly #state: PanelState;
  readonly #clock: () => number;
  readonly #mostLines: number;
  readonly #onInput: (input: LogsInput) => void;
  readonly #gate = new FrameGate(() => this.#draw());
  readonly #saving = new LateSave(() => this.#save());
  readonly #forgetPicked: () => void;
  /** Of all containers whose logs were shown here. */
  #views: readonly KeptView[];
  /** How the last page left this view, until as much is read. */
  #left: KeptView | undefined;
  /** Where the person asked to begin, until it is shown. */
  #at: LogLineMark | undefined;
  readonly #over = new AbortController();
  #reading = new AbortController();
  /** Sources that were taken out: some of their lines may still be on the way. */
  readonly #removed = new Set<number>();
  /** By which core knows what is followed now. */
  #view = "";
  /** Lines since the last picture. */
  #arrived = 0;

  constructor(
    api: PanelApi,
    state: PanelState,
    input: LogsInput,
    clock: () => number,
    limits: WindowLimits = defaultLimits,
    { onInput = () => {}, downloads = false, opensSources = false }: LogsOptions = {},
  ) {
    this.picks = new PickedLines(api, this);
    this.output = new LogOutput(api, this, { downloads, opensSources });
    this.containers = new ContainerActions(api, () => undefined, this.#over.signal);
    this.#api = api;
    this.#state = state;
    this.#clock = clock;
    this.#onInput = onInput;
    this.input = signal(input);
    this.window = new LogWindow(limits);
    this.saved = new SavedFiltersModel(api);
    this.#mostLines = limits.lines;
    this.settings.value = readLogSettings(state.get());
    const { search: text, matchCase } = this.settings.value;
    this.#views = readViews(state.get());
    this.#left = this.#views.find(({ of }) => of === this.#of);
    this.sources = new LogSources(this.#left?.off ?? []);
    this.#at = input.at?.asked === this.#left?.asked ? undefined : input.at;
    // Neither a span of time nor a filter must hide the line that was asked for.
    this.range.value = this.#at === undefined ? (this.#left?.range ?? LATEST) : LATEST;
    this.returns = this.#left?.place !== undefined || this.#at !== undefined;
    this.filter = new LogFilter(this.window, () => this.#filtered());
    this.#forgetPicked = effect(() => {
      void this.picks.range.value;
      this.#saving.ask();
    });
    this.search = new LogSearch(() => this.shown.slice(0, this.shown.length), { text, matchCase });
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
      this.sources.clear();
      this.#removed.clear();
      this.stream.value = { kind: "loading" };
    });
    this.#view = `${Math.random()}`;
    const { selectors, except = [] } = this.input.value;
    const only = onlyContainer(selectors);
    // Where it was left may be far up.
    const far = this.#left?.place !== undefined || this.#left?.picked !== undefined || this.#at !== undefined;
    const tail = far ? this.#mostLines : only === undefined ? HISTORY_OF_EACH : HISTORY;
    const query = { selectors, except, view: this.#view, ...rangeQuery(this.range.value, tail, this.#clock()) };
    let asked: LogLineMark | undefined;
    try {
      for await (const item of this.#api.stream("logs.follow", query, signal)) {
        asked = item.caughtUp ? this.#furtherBack(item) : undefined;
        if (asked !== undefined && only !== undefined) break;
        this.#take(item);
      }
      if (asked !== undefined && only !== undefined) await this.#readAround(only, asked, signal);
      else if (!signal.aborted) this.#finish({ kind: "ended" });
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

  /** A saved filter in the place of the one that is set. */
  use(filter: LineFilter | undefined): void {
    if (filter !== undefined) this.changeFilter(filter);
  }

  /** Epoch milliseconds. */
  get now(): () => number {
    return this.#clock;
  }

  /** What is there to be added, until the signal aborts. */
  watchInventory(show: (inventory: Inventory) => void, signal: AbortSignal): Promise<void> {
    // That the connection is over is said where the lines are.
    return watchInventory(this.#api, show, signal).catch(() => {});
  }

  /** More to follow: what is shown stays, and what they wrote before comes to its place in it. */
  add(choices: readonly Choice[]): Promise<void> {
    return this.#select(withChoices(this.input.value, choices));
  }

  remove(source: LogSource): Promise<void> {
    this.#removed.add(source.number);
    this.window.without(source.number);
    this.sources.forget(source.number);
    this.#moved();
    return this.#select(withoutSource(this.input.value, source));
  }

  /** Shows the lines of a source or hides them; they are read all the same. */
  toggle(source: LogSource): void {
    this.sources.toggle(source);
    this.filter.switchOff(this.sources.offNumbers);
    this.#saving.ask();
  }

  readonly openSourceMenu = (source: LogSource, anchor: Anchor): void => {
    // What is read stays where it is.
    this.letGo();
    this.sourceMenu.value = { source, anchor };
  };

  showOnly(source: LogSource): void {
    this.sources.only(source);
    this.filter.switchOff(this.sources.offNumbers);
    this.#saving.ask();
  }

  changeRange(range: LogRange): void {
    this.range.value = range;
    this.#left = undefined;
    this.#saving.ask();
    void this.read();
  }

  changeFilter(change: Partial<LineFilter>): void {
    this.filter.ask({ ...this.filter.asked.value, ...change });
    this.#saving.ask();
  }

  readonly onlyField = (field: FieldValue): void => this.changeFilter(withField(this.filter.asked.value, field));

  /** Expands this line or closes it: without a key the one that is picked, else the hit, else the topmost that is seen. */
  readonly toggleLine = (
    key = this.picks.range.value?.head ?? this.search.current.value?.key ?? this.firstSeen,
  ): void => {
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
    this.follow.value = { kind: "let-go", at: this.#clock(), last: lastTime(this.window), newLines: 0 };
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

  dispose(): void {
    this.#forgetPicked();
    this.saved.dispose();
    this.#saving.dispose();
    this.#over.abort();
    this.#reading.abort();
    this.#gate.dispose();
    this.filter.dispose();
  }

  get #of(): string {
    return viewKey(this.input.value);
  }

  async #select(input: LogsInput): Promise<void> {
    this.input.value = input;
    this.#onInput(input);
    this.#saving.ask();
    const { selectors, except = [] } = input;
    try {
      await this.#api.call("logs.select", { view: this.#view, selectors, except });
    } catch {
      // It is followed no more: it has ended or failed.
      await this.read();
    }
  }

  /** What was in the window is at another place, or gone. */
  #moved(): void {
    this.filter.reset();
    this.search.again(this.firstSeen);
    this.picture.value++;
  }

  #empty(): void {
    this.window.clear();
    this.open.close();
    this.filter.reset();
    this.search.dropBefore(this.window.firstKey);
    this.picks.range.value = undefined;
    this.clearedAt.value = undefined;
    this.follow.value = FOLLOWING;
    this.picture.value++;
  }

  #save(): void {
    this.#views = withView(this.#views, this.#viewNow());
    this.#state.set({ ...this.settings.value, views: this.#views });
  }

  /** What was left stays until it is come back to; what was chosen is the person's at once. */
  #viewNow(): KeptView {
    const [filter, off, range] = [this.filter.asked.value, this.sources.off.value, this.range.value];
    const asked = this.#at === undefined ? this.input.value.at?.asked : undefined;
    const { place, follow, picks } = this;
    const now = () => leftPlace(this.#of, { place, follow: follow.value, picked: picks.range.value }, this.#lines);
    return withChosen({ ...(this.#left ?? now()), of: this.#of }, { filter, off, range, asked });
  }

  get #lines() {
    return { window: this.window, shown: this.shown, keyOf: this.sources.keyOf };
  }

  #comeBack(left: KeptView): void {
    const {
      place = this.place,
      follow = this.follow.value,
      picked = this.picks.range.value,
    } = placeAgain(left, this.#lines);
    this.place = place;
    this.follow.value = follow;
    this.picks.range.value = picked;
  }

  #take({ origins, omitted = 0, items, caughtUp }: LogBatch): void {
    this.sources.omitted.value = omitted;
    if (origins !== undefined) this.#tell(origins.filter(({ number }) => !this.#removed.has(number)));
    const wanted = this.#removed.size === 0 ? items : items.filter(({ source = 0 }) => !this.#removed.has(source));
    const { nextKey } = this.window;
    const added = this.window.push(wanted);
    const again = this.filter.add(added);
    if (added.some(({ key }) => key < nextKey)) this.filter.moved();
    const { shown } = this;
    const passed = shown === this.window ? added : added.filter(({ key }) => shown.at(shown.indexOf(key))?.key === key);
    this.#arrived += passed.reduce((sum, entry) => sum + (isLine(entry) ? 1 : 0), 0);
    if (again) this.search.again(this.firstSeen);
    else this.search.add(passed, this.window.firstKey);
    if (caughtUp && this.stream.value.kind === "loading") {
      this.#gotAll();
      this.stream.value = { kind: "live" };
    }
    this.#gate.ask();
  }

  /** The line that was asked for, where it is older than all that is followed. */
  #furtherBack({ items }: LogBatch): LogLineMark | undefined {
    if (this.#at === undefined) return undefined;
    if (this.window.dropped === 0 && this.window.lines + items.length < this.#mostLines) return undefined;
    return reaches(this.window, this.#at) ? undefined : this.#at;
  }

  async #readAround(selector: Selector, { timestamp }: LogLineMark, signal: AbortSignal): Promise<void> {
    const part = await this.#api.call("logs.around", { selector, timestamp }, signal);
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
    this.picks.range.value = { anchor: key, head: key };
    this.follow.value = { kind: "let-go", at: this.#clock(), last: lastTime(this.window), newLines: 0 };
  }

  #tell(origins: readonly LogOrigin[]): void {
    this.sources.tell(origins);
    const off = this.sources.offNumbers;
    if (origins.some(({ number }) => off.has(number))) this.filter.switchOff(off);
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
