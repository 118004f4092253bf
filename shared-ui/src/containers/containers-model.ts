import { batch, computed, type Signal, signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { Container } from "@quayside/core/model/container.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";
import type { HomeViews } from "../app/home-views.ts";
import { LateSave } from "../app/late-save.ts";
import type { PanelState } from "../app/panel-state.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { watchInventory } from "../inventory/watch-inventory.ts";
import { isAlive } from "./commands.ts";
import { ContainerActions } from "./container-actions.ts";
import { ContainerRename } from "./container-rename.ts";
import { factsOf } from "./facts.ts";
import { keptView, type Place, readKeptView } from "./kept-view.ts";
import { buildRows, type RowModel } from "./rows.ts";
import { type Selection, within } from "./selection.ts";
import { nextSort } from "./sort.ts";
import { totalsOf } from "./totals.ts";
import { UsageModel } from "./usage-model.ts";
import { type Filter, noFilter, type ViewSettings } from "./view-settings.ts";
import { type Column, type Facet, type Grouping, usageColumns } from "./vocabulary.ts";

const NO_ROWS: RowModel = { rows: [], matching: [] };

/** What its home can do. */
export interface HomeAbilities {
  readonly addsHosts: boolean;
  readonly homeViews: HomeViews | undefined;
}

/** All that the Containers panel knows; its views only draw it. */
export class ContainersModel {
  readonly home: HomeAbilities;
  /** Undefined until the first picture is there. */
  readonly inventory = signal<Inventory | undefined>(undefined);
  /** Why the picture is not followed any more; what was last known is still shown. */
  readonly failure = signal<ErrorInfo | undefined>(undefined);
  readonly settings: Signal<ViewSettings>;
  readonly now = signal(0);
  /** Counts the changes that begin a new order: the table then starts at its top. */
  readonly order = signal(0);
  /** Where the table stands. */
  place: Place | undefined;
  readonly #selection: Signal<Selection>;

  readonly table = computed<RowModel>(() => {
    const inventory = this.inventory.value;
    if (inventory === undefined) return NO_ROWS;
    const settings = this.settings.value;
    return buildRows(inventory, settings, this.sortsByUsage ? this.usage.order.value : undefined);
  });
  readonly totals = computed(() => (this.inventory.value === undefined ? undefined : totalsOf(this.inventory.value)));
  readonly selection = computed(() => within(this.#selection.value, this.table.value.matching));
  readonly actions: ContainerActions;
  readonly rename: ContainerRename;
  readonly usage: UsageModel;

  readonly #api: PanelApi;
  readonly #state: PanelState;
  readonly #clock: () => number;
  readonly #closed = new AbortController();
  readonly #saving = new LateSave(() => this.#save());

  constructor(api: PanelApi, state: PanelState, clock: () => number, home: HomeAbilities) {
    this.home = home;
    this.#api = api;
    this.#state = state;
    this.#clock = clock;
    const { settings, selection, place } = readKeptView(state.get());
    this.settings = signal(settings);
    this.#selection = signal(selection);
    this.place = place;
    this.now.value = clock();
    this.actions = new ContainerActions(api, () => this.inventory.peek(), this.#closed.signal);
    this.rename = new ContainerRename(this.actions);
    this.usage = new UsageModel(api);
  }

  /** Follows the hosts until it is disposed; after a failure it is called again. */
  async follow(): Promise<void> {
    this.failure.value = undefined;
    const { signal } = this.#closed;
    const show = (inventory: Inventory): void => {
      batch(() => {
        this.inventory.value = inventory;
        this.rename.follow(inventory);
        this.tick();
      });
    };
    try {
      await watchInventory(this.#api, show, signal);
      if (!signal.aborted) this.failure.value = errorInfo(new Error("The stream of changes ended."));
    } catch (error) {
      if (!signal.aborted) this.failure.value = errorInfo(error);
    }
  }

  tick(): void {
    this.now.value = this.#clock();
  }

  get sortsByUsage(): boolean {
    return usageColumns.includes(this.settings.value.sort.column);
  }

  /** Asks what the containers that are seen use, and where rows are sorted by that, what all that match use. */
  watchUsage(seen: readonly Container[]): void {
    const containers = this.inventory.peek()?.containers;
    const others = this.sortsByUsage
      ? this.table
          .peek()
          .matching.flatMap((key) => containers?.get(key) ?? [])
          .filter(isAlive)
      : [];
    const all = new Map([...seen, ...others].map((container) => [factsOf(container).key, container]));
    this.usage.watch([...all.values()].map(({ host, id }) => ({ host, id })));
  }

  select(selection: Selection): void {
    this.#selection.value = selection;
    this.#saving.ask();
  }

  readonly keepPlace = (place: Place | undefined): void => {
    this.place = place;
    this.#saving.ask();
  };

  filter(change: Partial<Filter>): void {
    this.#reorder({ filter: { ...this.settings.value.filter, ...change } });
  }

  clearFilter(): void {
    this.filter(noFilter);
  }

  /** One facet alone, or none when it was that already: the quick filters of the head. */
  filterOnly(facet: Facet): void {
    const { facets } = this.settings.value.filter;
    this.filter({ facets: facets.length === 1 && facets[0] === facet ? [] : [facet] });
  }

  sortBy(column: Column): void {
    this.#reorder({ sort: nextSort(this.settings.value.sort, column) });
  }

  groupBy(grouping: Grouping): void {
    this.#reorder({ grouping });
  }

  /** Opens or closes a group; says nothing where it is so already. */
  setOpen(key: string, open: boolean): void {
    const others = this.settings.value.collapsed.filter((other) => other !== key);
    this.#change({ collapsed: open ? others : [...others, key] });
  }

  dispose(): void {
    this.#closed.abort();
    this.usage.dispose();
    this.#saving.dispose();
  }

  #reorder(change: Partial<ViewSettings>): void {
    batch(() => {
      this.order.value++;
      this.#change(change);
    });
  }

  #change(change: Partial<ViewSettings>): void {
    this.settings.value = { ...this.settings.value, ...change };
    this.#save();
  }

  #save(): void {
    this.#state.set(keptView({ settings: this.settings.value, selection: this.#selection.value, place: this.place }));
  }
}
