import { batch, signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { LogRest, LogSearchBatch, SearchedHost } from "@quayside/core/model/log-search.ts";
import type { InputOf, PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";
import { FrameGate } from "../app/frame.ts";
import type { PanelState } from "../app/panel-state.ts";
import { tell } from "../app/tell.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { watchInventory } from "../inventory/watch-inventory.ts";
import { visibleText } from "../text/visible-text.ts";
import { HitList, type HitRow, type ResultRow } from "./hit-rows.ts";
import { canSearch, EMPTY_FORM, queryOf, readKept, type SearchForm, withRecent } from "./search-form.ts";

export type SearchState =
  | { readonly kind: "idle" }
  | { readonly kind: "searching" }
  | { readonly kind: "finished" }
  | { readonly kind: "stopped" }
  | { readonly kind: "failed"; readonly error: ErrorInfo };

const NO_PROGRESS: LogSearchBatch["progress"] = { done: 0, total: 0, bytes: 0 };

/** All that the Search panel knows; its views only draw it. */
export class LogSearchModel {
  readonly form = signal<SearchForm>(EMPTY_FORM);
  readonly recent = signal<readonly string[]>([]);
  readonly grouped = signal(true);
  readonly state = signal<SearchState>({ kind: "idle" });
  readonly progress = signal(NO_PROGRESS);
  readonly rows = signal<readonly ResultRow[]>([]);
  readonly away = signal<readonly SearchedHost[]>([]);
  /** The key of the row that the keys are at. */
  readonly active = signal<string | undefined>(undefined);
  /** Counts the times that the active row is to be brought into view. */
  readonly moves = signal(0);
  readonly inventory = signal<Inventory | undefined>(undefined);
  readonly choosing = signal(false);
  /** Changes in place; the rows tell when. */
  list = new HitList();

  readonly #api: PanelApi;
  readonly #state: PanelState;
  readonly #now: () => number;
  readonly #gate = new FrameGate(() => this.#draw());
  readonly #closed = new Set<string>();
  readonly #watching = new AbortController();
  #searching = new AbortController();
  /** What the hits that are shown were asked with. */
  #asked: InputOf<"logs.search"> | undefined;

  constructor(api: PanelApi, state: PanelState, now: () => number) {
    this.#api = api;
    this.#state = state;
    this.#now = now;
    const kept = readKept(state.get());
    this.form.value = kept.form;
    this.recent.value = kept.recent;
    this.grouped.value = kept.grouped;
  }

  watch(): void {
    watchInventory(this.#api, (inventory) => this.#know(inventory), this.#watching.signal).catch(() => {
      // The names stay as they were; that the connection is over says the next search.
    });
  }

  change(change: Partial<SearchForm>): void {
    this.form.value = { ...this.form.value, ...change };
    this.#save();
  }

  forgetRecent(): void {
    this.recent.value = [];
    this.#save();
  }

  order(grouped: boolean): void {
    this.grouped.value = grouped;
    this.#save();
    this.#draw();
  }

  /** From the beginning. */
  async search(): Promise<void> {
    const form = this.form.value;
    if (!canSearch(form)) return;
    batch(() => {
      this.list = new HitList();
      this.#closed.clear();
      this.active.value = undefined;
      this.away.value = [];
      this.progress.value = NO_PROGRESS;
      this.recent.value = withRecent(this.recent.value, form.text);
      this.rows.value = [];
    });
    this.#save();
    this.#asked = queryOf(form, this.#now());
    await this.#run(this.#asked);
  }

  /** Where the last search was cut by its bytes. */
  async further(): Promise<void> {
    const { rests } = this;
    if (this.#asked === undefined || rests.length === 0) return;
    const { hosts: _hosts, stacks: _stacks, containers: _containers, ...asked } = this.#asked;
    await this.#run({ ...asked, rests });
  }

  stop(): void {
    if (this.state.value.kind !== "searching") return;
    this.#searching.abort();
    batch(() => {
      this.#draw();
      this.state.value = { kind: "stopped" };
    });
  }

  get rests(): readonly LogRest[] {
    return [...this.list.containers].flatMap(({ state }) =>
      state.kind === "cut" && state.rest !== undefined ? [state.rest] : [],
    );
  }

  /** Opens or closes the hits of a container. */
  toggle(key: string): void {
    if (!this.#closed.delete(key)) this.#closed.add(key);
    this.active.value = key;
    this.#draw();
  }

  move(step: number): void {
    const rows = this.rows.value;
    if (rows.length === 0) return;
    const at = this.#at();
    const from = at === -1 && step < 0 ? rows.length : at;
    this.#moveTo(rows[Math.max(0, Math.min(rows.length - 1, from + step))]);
  }

  /** The next hit or the one before, round at the ends, with its log beside it. */
  async jump(step: 1 | -1): Promise<void> {
    const rows = this.rows.value;
    const at = this.#at();
    for (let turn = 1; turn <= rows.length; turn++) {
      const from = at === -1 && step === -1 ? 0 : at;
      const row = rows[(from + step * turn + rows.length * 2) % rows.length];
      if (row?.kind !== "hit") continue;
      this.#moveTo(row);
      await this.open(row);
      return;
    }
  }

  /** What Enter does: a hit is shown in its log, a group is opened or closed. */
  async enter(): Promise<void> {
    const row = this.rows.value[this.#at()];
    if (row?.kind === "group") this.toggle(row.key);
    else if (row !== undefined) await this.open(row);
  }

  /** Right opens a group, left closes it, from within as well. */
  fold(open: boolean): void {
    const row = this.rows.value[this.#at()];
    if (row === undefined || !this.grouped.value) return;
    if (row.kind === "group") {
      if (row.open !== open) this.toggle(row.key);
    } else if (!open) {
      const rows = this.rows.value;
      this.#moveTo(rows.slice(0, this.#at()).findLast(({ kind }) => kind === "group"));
    }
  }

  /** The log of its container, at this line. */
  async open({ hit, key }: HitRow): Promise<void> {
    this.active.value = key;
    const { ref, timestamp, stream, nth } = hit;
    const at = timestamp === "" ? {} : { at: { timestamp, stream, nth } };
    try {
      await this.#api.call("home.openLogs", { ref, ...at });
    } catch (error) {
      const { title, sentence } = errorInfo(error);
      tell(this.#api, "error", visibleText(`${title}. ${sentence}`));
    }
  }

  dispose(): void {
    this.#watching.abort();
    this.#searching.abort();
    this.#gate.dispose();
  }

  #know(inventory: Inventory): void {
    this.inventory.value = inventory;
  }

  #at(): number {
    const key = this.active.value;
    return key === undefined ? -1 : this.rows.value.findIndex((row) => row.key === key);
  }

  #moveTo(row: ResultRow | undefined): void {
    if (row === undefined) return;
    batch(() => {
      this.active.value = row.key;
      this.moves.value++;
    });
  }

  async #run(query: InputOf<"logs.search">): Promise<void> {
    this.#searching.abort();
    this.#searching = new AbortController();
    const { signal } = this.#searching;
    this.state.value = { kind: "searching" };
    try {
      for await (const found of this.#api.stream("logs.search", query, signal)) {
        if (signal.aborted) return;
        this.#take(found);
      }
      if (!signal.aborted) this.#end({ kind: "finished" });
    } catch (error) {
      if (!signal.aborted) this.#end({ kind: "failed", error: errorInfo(error) });
    }
  }

  #take({ hits, containers, away, progress }: LogSearchBatch): void {
    this.list.tell(containers);
    this.list.add(hits);
    batch(() => {
      if (away.length > 0) this.away.value = [...this.away.value, ...away];
      this.progress.value = progress;
    });
    if (hits.length > 0 || containers.length > 0) this.#gate.ask();
  }

  #end(state: SearchState): void {
    batch(() => {
      this.#draw();
      this.state.value = state;
    });
  }

  #draw(): void {
    this.rows.value = this.list.rows(this.grouped.value, this.#closed);
  }

  #save(): void {
    this.#state.set({ form: this.form.value, recent: this.recent.value, grouped: this.grouped.value });
  }
}
