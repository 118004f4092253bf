import { batch, signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { EventQuery, QuaysideEvent } from "@quayside/core/model/event.ts";
import { type Ref, refKey } from "@quayside/core/model/ref.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";
import { FrameGate } from "../app/frame.ts";
import type { PanelState } from "../app/panel-state.ts";
import { tell } from "../app/tell.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { watchInventory } from "../inventory/watch-inventory.ts";
import { visibleText } from "../text/visible-text.ts";
import { type EventFormat, exported } from "./event-export.ts";
import { type ListRow, rowsOf } from "./event-rows.ts";
import { type EventsForm, emptyForm, queryOf, readForm } from "./events-form.ts";
import { strings } from "./strings.ts";

export type EventsState =
  | { readonly kind: "loading" }
  | { readonly kind: "live" }
  | { readonly kind: "failed"; readonly error: ErrorInfo };

/** Events that are read at once. */
const PAGE = 500;
const EXPORT_PAGE = 10_000;
const EXPORT_MOST = 100_000;
/** Milliseconds without a key before a text is looked for. */
const TYPING = 200;
/** Milliseconds before an event from which on its logs are shown. */
const BEFORE = 2_000;

/** All that the Events panel knows; its views only draw it. */
export class EventsModel {
  readonly form = signal<EventsForm>(emptyForm);
  readonly state = signal<EventsState>({ kind: "loading" });
  readonly rows = signal<readonly ListRow[]>([]);
  /** Events that are shown, those of bursts included. */
  readonly count = signal(0);
  /** Whether there are older ones that were not read. */
  readonly older = signal<"none" | "more" | "reading">("none");
  readonly inventory = signal<Inventory | undefined>(undefined);
  /** The key of the row that the keys are at. */
  readonly active = signal<string | undefined>(undefined);
  /** Counts the times that the active row is to be brought into view. */
  readonly moves = signal(0);

  readonly #api: PanelApi;
  readonly #state: PanelState;
  readonly #now: () => number;
  readonly #gate = new FrameGate(() => this.#draw());
  readonly #open = new Set<string>();
  readonly #watching = new AbortController();
  #following = new AbortController();
  #typing: ReturnType<typeof setTimeout> | undefined;
  #query: EventQuery = {};
  #events: readonly QuaysideEvent[] = [];

  constructor(api: PanelApi, state: PanelState, now: () => number) {
    this.#api = api;
    this.#state = state;
    this.#now = now;
    this.form.value = readForm(state.get());
  }

  watch(): void {
    const know = (inventory: Inventory): void => {
      this.inventory.value = inventory;
    };
    watchInventory(this.#api, know, this.#watching.signal).catch(() => {
      // The names stay as they were; that the connection is over is said by the events.
    });
    void this.follow();
  }

  change(change: Partial<EventsForm>): void {
    this.form.value = { ...this.form.value, ...change };
    this.#state.set({ form: this.form.value });
    clearTimeout(this.#typing);
    if ("text" in change && change.text !== "") this.#typing = setTimeout(() => void this.follow(), TYPING);
    else void this.follow();
  }

  clear(): void {
    this.change(emptyForm);
  }

  /** From the beginning, by what is filled in. */
  async follow(): Promise<void> {
    this.#following.abort();
    this.#following = new AbortController();
    const { signal } = this.#following;
    this.#query = queryOf(this.form.value, this.#now());
    batch(() => {
      this.state.value = { kind: "loading" };
      this.older.value = "none";
    });
    let first = true;
    try {
      for await (const events of this.#api.stream(
        "events.follow",
        { query: { ...this.#query, limit: PAGE } },
        signal,
      )) {
        if (signal.aborted) return;
        if (first) this.#begin(events);
        else this.#take(events);
        first = false;
      }
    } catch (error) {
      if (!signal.aborted) this.state.value = { kind: "failed", error: errorInfo(error) };
    }
  }

  async showOlder(): Promise<void> {
    const oldest = this.#events.at(-1);
    if (oldest === undefined || this.older.value !== "more") return;
    const { signal } = this.#following;
    this.older.value = "reading";
    try {
      const query = { ...this.#query, until: oldest.time, limit: PAGE };
      const found = await this.#api.call("events.query", { query }, signal);
      const known = this.#events.length;
      batch(() => {
        this.#merge(found);
        this.older.value = found.length === PAGE && this.#events.length > known ? "more" : "none";
      });
    } catch (error) {
      if (signal.aborted) return;
      this.older.value = "more";
      this.#tellError(error);
    }
  }

  /** Opens or closes a row. */
  toggle(key: string): void {
    if (!this.#open.delete(key)) this.#open.add(key);
    this.active.value = key;
    this.#draw();
  }

  /** Opens or closes the row that the keys are at. */
  fold(open: boolean): void {
    const row = this.#activeRow();
    if (row !== undefined && row.kind !== "day" && row.open !== open) this.toggle(row.key);
  }

  enter(): void {
    const row = this.#activeRow();
    if (row !== undefined && row.kind !== "day") this.toggle(row.key);
  }

  move(step: number): void {
    const rows = this.rows.value.filter(({ kind }) => kind !== "day");
    if (rows.length === 0) return;
    const at = rows.findIndex(({ key }) => key === this.active.value);
    const to = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
    batch(() => {
      this.active.value = to?.key;
      this.moves.value++;
    });
  }

  hostName(id: string | undefined): string {
    if (id === undefined) return strings.noHost;
    return this.inventory.value?.hosts.get(id)?.name ?? (this.inventory.value === undefined ? "" : strings.goneHost);
  }

  /** The container that an event is about, or the one that has its name now; nothing where it is gone. */
  containerOf({ host, subject }: QuaysideEvent): Ref | undefined {
    const inventory = this.inventory.value;
    if (host === undefined || subject?.type !== "container" || inventory === undefined) return undefined;
    const same = inventory.containers.get(refKey({ host, id: subject.id }));
    if (same !== undefined) return { host, id: same.id };
    for (const container of inventory.containers.values())
      if (container.host === host && container.name === subject.name) return { host, id: container.id };
    return undefined;
  }

  /** The logs of a container at the moment of an event. */
  async openLogs(ref: Ref, { time }: QuaysideEvent): Promise<void> {
    const timestamp = new Date(time - BEFORE).toISOString().replace("Z", "000000Z");
    await this.#do(this.#api.call("home.openLogs", { ref, at: { timestamp, stream: "stdout", nth: 1 } }));
  }

  async openContainer(ref: Ref): Promise<void> {
    await this.#do(this.#api.call("home.openContainer", { ref }));
  }

  async copy(event: QuaysideEvent): Promise<void> {
    await this.#do(this.#api.call("home.copy", { text: JSON.stringify(event, undefined, 2) }), strings.copied);
  }

  /** All that fit what is filled in, also those that were not read yet. */
  async export(format: EventFormat): Promise<void> {
    const events = new Map<string, QuaysideEvent>();
    try {
      let cut = false;
      for (let until: number | undefined; ; ) {
        const query = { ...this.#query, ...(until === undefined ? {} : { until }), limit: EXPORT_PAGE };
        const page = await this.#api.call("events.query", { query });
        const known = events.size;
        for (const event of page) events.set(event.id, event);
        cut = events.size >= EXPORT_MOST;
        until = page.at(-1)?.time;
        if (page.length < EXPORT_PAGE || events.size === known || cut) break;
      }
      const text = exported([...events.values()], format, (id) => this.hostName(id));
      const saved = await this.#api.call("home.saveText", { name: `${strings.exportName}.${format}`, text });
      if (saved && cut) tell(this.#api, "warning", strings.exportCut(events.size));
    } catch (error) {
      this.#tellError(error);
    }
  }

  dispose(): void {
    clearTimeout(this.#typing);
    this.#watching.abort();
    this.#following.abort();
    this.#gate.dispose();
  }

  #activeRow(): ListRow | undefined {
    return this.rows.value.find(({ key }) => key === this.active.value);
  }

  #begin(events: readonly QuaysideEvent[]): void {
    batch(() => {
      this.#events = [];
      this.#merge(events);
      this.older.value = events.length === PAGE ? "more" : "none";
      this.state.value = { kind: "live" };
    });
  }

  #take(events: readonly QuaysideEvent[]): void {
    this.#events = merged(this.#events, events);
    this.#gate.ask();
  }

  #merge(events: readonly QuaysideEvent[]): void {
    this.#events = merged(this.#events, events);
    this.#draw();
  }

  #draw(): void {
    batch(() => {
      this.rows.value = rowsOf(this.#events, this.#open);
      this.count.value = this.#events.length;
    });
  }

  async #do(call: Promise<void>, success?: string): Promise<void> {
    try {
      await call;
      if (success !== undefined) tell(this.#api, "success", success);
    } catch (error) {
      this.#tellError(error);
    }
  }

  #tellError(error: unknown): void {
    const { title, sentence } = errorInfo(error);
    tell(this.#api, "error", visibleText(`${title}. ${sentence}`));
  }
}

/** Newest first, each once. */
function merged(known: readonly QuaysideEvent[], more: readonly QuaysideEvent[]): readonly QuaysideEvent[] {
  const events = new Map(known.map((event) => [event.id, event]));
  for (const event of more) events.set(event.id, event);
  return [...events.values()].sort((one, other) => other.time - one.time || (one.id < other.id ? 1 : -1));
}
