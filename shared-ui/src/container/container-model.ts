import { batch, signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { Container } from "@quayside/core/model/container.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";
import type { HomeViews } from "../app/home-views.ts";
import type { ContainerInput } from "../app/panel-input.ts";
import type { PanelState } from "../app/panel-state.ts";
import { ContainerActions } from "../containers/container-actions.ts";
import { ContainerRename } from "../containers/container-rename.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { watchInventory } from "../inventory/watch-inventory.ts";
import type { ChartLibrary } from "../stats/charts/chart-library.ts";
import { DetailsModel } from "./details-model.ts";
import { type Followed, follow, type Wanted } from "./followed.ts";
import { type KeptPage, readKeptPage } from "./kept-page.ts";
import type { Page } from "./page.ts";

export interface ContainerOptions {
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly homeViews: HomeViews | undefined;
  readonly charts: () => Promise<ChartLibrary>;
  readonly opensFiles: boolean;
}

/** All that the Container panel knows; its views only draw it. */
export class ContainerModel implements Page {
  readonly api: PanelApi;
  readonly clock: () => number;
  readonly charts: () => Promise<ChartLibrary>;
  readonly opensFiles: boolean;
  readonly input: ContainerInput;
  readonly homeViews: HomeViews | undefined;
  readonly inventory = signal<Inventory | undefined>(undefined);
  /** Why the picture is not followed any more; what was last known is still shown. */
  readonly failure = signal<ErrorInfo | undefined>(undefined);
  readonly followed = signal<Followed>({ standing: "waiting" });
  readonly now = signal(0);
  readonly tab = signal("");
  readonly actions: ContainerActions;
  readonly rename: ContainerRename;
  readonly details: DetailsModel;
  readonly seen = signal(true);

  readonly #state: PanelState;
  readonly #closed = new AbortController();
  #kept: KeptPage;

  constructor(api: PanelApi, state: PanelState, input: ContainerInput, options: ContainerOptions) {
    const { now, homeViews, charts, opensFiles } = options;
    this.api = api;
    this.clock = now;
    this.charts = charts;
    this.opensFiles = opensFiles;
    this.input = input;
    this.homeViews = homeViews;
    this.#state = state;
    this.#kept = readKeptPage(state.get());
    this.tab.value = this.#kept.tab;
    this.now.value = now();
    this.actions = new ContainerActions(api, () => this.inventory.peek(), this.#closed.signal);
    this.details = new DetailsModel(api);
    this.rename = new ContainerRename(this.actions);
  }

  get #wanted(): Wanted {
    const { renamed } = this.#kept;
    const { host, name } = this.input;
    return { host, name, renamed: renamed?.host === host && renamed.from === name ? renamed.to : undefined };
  }

  /** Follows the hosts until it is disposed; after a failure it is called again. */
  readonly follow = async (): Promise<void> => {
    this.failure.value = undefined;
    const { signal } = this.#closed;
    const show = (inventory: Inventory): void => {
      batch(() => {
        this.tick();
        this.inventory.value = inventory;
        this.followed.value = follow(this.followed.peek(), inventory, this.#wanted, this.now.peek());
        this.rename.follow(inventory);
      });
      const { container, standing } = this.followed.peek();
      this.details.follow(container, standing === "here");
      this.#keepName(container);
    };
    try {
      await watchInventory(this.api, show, signal);
      if (!signal.aborted) this.failure.value = errorInfo(new Error("The stream of changes ended."));
    } catch (error) {
      if (!signal.aborted) this.failure.value = errorInfo(error);
    }
  };

  see(seen: boolean): void {
    this.seen.value = seen;
    this.details.show(seen);
  }

  tick(): void {
    this.now.value = this.clock();
  }

  readonly show = (tab: string): void => {
    this.tab.value = tab;
    this.#keep({ tab });
  };

  remembered(part: string): PanelState {
    return {
      get: () => this.#kept.parts[part],
      set: (value) => this.#keep({ parts: { ...this.#kept.parts, [part]: value } }),
    };
  }

  /** It is what it is: nobody needs to be told any more. */
  forgetRecreation(): void {
    const { recreatedAt: _told, ...followed } = this.followed.value;
    this.followed.value = followed;
  }

  dispose(): void {
    this.#closed.abort();
    this.details.dispose();
  }

  /** A page that is brought back is told the name that it was opened with. */
  #keepName(container: Container | undefined): void {
    const { host, name: from, renamed } = this.#wanted;
    const to = container?.name;
    if (to === undefined || to === from || to === renamed || container?.id === from) return;
    this.#keep({ renamed: { host, from, to } });
  }

  #keep(change: Partial<KeptPage>): void {
    this.#kept = { ...this.#kept, ...change };
    this.#state.set(this.#kept);
  }
}
