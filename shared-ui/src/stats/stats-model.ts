import { batch, computed, type Signal, signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import { refKey } from "@quayside/core/model/ref.ts";
import type { StatsScope } from "@quayside/core/model/stats-history.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";
import type { PanelState } from "../app/panel-state.ts";
import { record } from "../app/record.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { watchInventory } from "../inventory/watch-inventory.ts";
import type { ChartLibrary } from "./charts/chart-library.ts";
import {
  type ConsumerColumn,
  type ConsumerSort,
  nextConsumerSort,
  readConsumerSort,
  type Smoothed,
  smoothed,
} from "./consumers.ts";
import { DiskModel } from "./disk-model.ts";
import { RecordingModel } from "./recording-model.ts";
import { aliveIn, readScope } from "./scope.ts";
import { UseModel } from "./use-model.ts";

export interface StatsOptions {
  readonly now: () => number;
  readonly charts: () => Promise<ChartLibrary>;
}

/** All that the Stats panel knows; its views only draw it. */
export class StatsModel {
  readonly inventory = signal<Inventory | undefined>(undefined);
  readonly failure = signal<ErrorInfo | undefined>(undefined);
  readonly scope: Signal<StatsScope>;
  readonly sort: Signal<ConsumerSort>;
  readonly use: UseModel;
  readonly disk: DiskModel;
  readonly recording: RecordingModel;
  readonly charts: () => Promise<ChartLibrary>;
  readonly alive = computed(() => {
    const inventory = this.inventory.value;
    return inventory === undefined ? [] : aliveIn(inventory, this.scope.value);
  });
  readonly #smoothed = signal<ReadonlyMap<string, Smoothed>>(new Map());
  readonly #api: PanelApi;
  readonly #state: PanelState;
  readonly #closed = new AbortController();

  constructor(api: PanelApi, state: PanelState, { now, charts }: StatsOptions) {
    const kept = state.get();
    const { scope, sort } = record(kept);
    this.#api = api;
    this.#state = state;
    this.charts = charts;
    this.scope = signal(readScope(scope));
    this.sort = signal(readConsumerSort(sort));
    this.use = new UseModel(api, now, kept);
    this.disk = new DiskModel(api, now);
    this.recording = new RecordingModel(api);
  }

  get smoothed(): Signal<ReadonlyMap<string, Smoothed>> {
    return this.#smoothed;
  }

  /** Follows the hosts until it is disposed; after a failure it is called again. */
  async follow(): Promise<void> {
    this.failure.value = undefined;
    const { signal } = this.#closed;
    void this.recording.follow(signal);
    const show = (inventory: Inventory): void =>
      batch(() => {
        this.inventory.value = inventory;
        this.use.tick();
        this.#watch();
      });
    try {
      await watchInventory(this.#api, show, signal);
      if (!signal.aborted) this.failure.value = errorInfo(new Error("The stream of changes ended."));
    } catch (error) {
      if (!signal.aborted) this.failure.value = errorInfo(error);
    }
  }

  look(scope: StatsScope): void {
    batch(() => {
      this.scope.value = scope;
      this.#watch();
    });
    this.save();
  }

  sortBy(column: ConsumerColumn): void {
    this.sort.value = nextConsumerSort(this.sort.value, column);
    this.save();
  }

  /** After each batch of values. */
  smooth(): void {
    const before = this.#smoothed.peek();
    this.#smoothed.value = new Map(
      [...this.use.updates.value].map(([key, update]) => [key, smoothed(before.get(key), update)]),
    );
  }

  save(): void {
    this.#state.set({ scope: this.scope.value, sort: this.sort.value, ...this.use.settings });
  }

  dispose(): void {
    this.#closed.abort();
    this.use.dispose();
    this.disk.dispose();
  }

  #watch(): void {
    const scope = this.scope.value;
    this.use.watch(
      scope,
      this.alive.value.map(({ host, id }) => ({ host, id })),
    );
    this.disk.show(scope.kind === "host" ? scope.host : undefined);
  }
}

export const updateOf = (model: StatsModel, ref: { readonly host: string; readonly id: string }) =>
  model.use.updates.value.get(refKey(ref));
