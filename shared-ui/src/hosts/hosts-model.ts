import { batch, computed, effect, signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { Host } from "@quayside/core/model/host.ts";
import { connectionAddress } from "@quayside/core/model/host.ts";
import type { HostCandidate } from "@quayside/core/model/host-candidate.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";
import { LateSave } from "../app/late-save.ts";
import type { PanelState } from "../app/panel-state.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { watchInventory } from "../inventory/watch-inventory.ts";
import { DiskSpaces } from "./disk-spaces.ts";
import { HostActions } from "./host-actions.ts";
import { countsByHost } from "./host-facts.ts";
import { HostForm } from "./host-form.ts";
import { type RememberedForm, readRememberedForm, readTop, withoutSecrets } from "./remembered-form.ts";
import { sectionsOf } from "./sections.ts";

export interface HostsModelOptions {
  readonly now: () => number;
  /** Whether the page can hand a file to the person. */
  readonly downloads: boolean;
  /** Whether paths in the form are of the person's own computer. */
  readonly readsFiles: boolean;
  /** Opened to add a host. */
  readonly add: boolean;
}

/** What is asked before it is done. */
export interface HostQuestion {
  readonly about: "remove" | "forget-key";
  readonly host: Host;
}

/** All that the Hosts panel knows; its views only draw it. */
export class HostsModel {
  readonly downloads: boolean;
  /** Undefined until the first picture is there. */
  readonly inventory = signal<Inventory | undefined>(undefined);
  /** Why the picture is not followed any more; what was last known is still shown. */
  readonly failure = signal<ErrorInfo | undefined>(undefined);
  readonly now = signal(0);
  /** What was found on this machine and is not added; undefined until that is known. */
  readonly candidates = signal<readonly HostCandidate[] | undefined>(undefined);
  readonly candidatesFailure = signal<ErrorInfo | undefined>(undefined);
  /** At most one of these is open. */
  readonly form = signal<HostForm | undefined>(undefined);
  readonly question = signal<HostQuestion | undefined>(undefined);
  readonly transfer = signal<"import" | "export" | undefined>(undefined);

  /** In their order. */
  readonly hosts = computed<readonly Host[]>(() => [...(this.inventory.value?.hosts.values() ?? [])]);
  readonly sections = computed(() => sectionsOf(this.hosts.value));
  readonly counts = computed(() =>
    this.inventory.value === undefined ? new Map<string, never>() : countsByHost(this.inventory.value),
  );
  /** How far the cards are scrolled, in pixels. */
  top: number;
  readonly actions: HostActions;
  readonly disks: DiskSpaces;

  readonly #api: PanelApi;
  readonly #state: PanelState;
  readonly #clock: () => number;
  readonly #closed = new AbortController();
  readonly #saving = new LateSave(() => this.#save());
  readonly #stopCandidates: () => void;
  #remembered: RememberedForm | undefined;
  readonly #readsFiles: boolean;
  #add: boolean;

  constructor(api: PanelApi, state: PanelState, { now, downloads, readsFiles, add }: HostsModelOptions) {
    this.#api = api;
    this.#state = state;
    this.#clock = now;
    this.downloads = downloads;
    this.#readsFiles = readsFiles;
    this.#add = add;
    this.now.value = now();
    this.#remembered = readRememberedForm(state.get());
    this.top = readTop(state.get());
    this.actions = new HostActions(api, this.#closed.signal);
    this.disks = new DiskSpaces(api, this.#closed.signal);
    // What is found is what is not added: another list of hosts makes it another.
    const ways = computed(() =>
      this.inventory.value === undefined ? undefined : JSON.stringify(this.hosts.value.map((host) => host.connection)),
    );
    this.#stopCandidates = effect(() => {
      if (ways.value !== undefined) void this.findCandidates();
    });
  }

  /** Follows the hosts until it is disposed; after a failure it is called again. */
  async follow(): Promise<void> {
    this.failure.value = undefined;
    const { signal } = this.#closed;
    const show = (inventory: Inventory): void => {
      const first = this.inventory.value === undefined;
      batch(() => {
        this.inventory.value = inventory;
        this.tick();
        if (first) this.#openRemembered();
        this.disks.follow(this.hosts.value);
      });
    };
    try {
      await watchInventory(this.#api, show, signal);
      if (!signal.aborted) this.failure.value = errorInfo(new Error("The stream of changes ended."));
    } catch (error) {
      if (!signal.aborted) this.failure.value = errorInfo(error);
    }
  }

  async findCandidates(): Promise<void> {
    const { signal } = this.#closed;
    this.candidatesFailure.value = undefined;
    try {
      this.candidates.value = await this.#api.call("hosts.candidates", {}, signal);
    } catch (error) {
      if (!signal.aborted) this.candidatesFailure.value = errorInfo(error);
    }
  }

  tick(): void {
    this.now.value = this.#clock();
  }

  readonly keepTop = (top: number): void => {
    this.top = top;
    this.#saving.ask();
  };

  addHost(candidate?: Pick<HostCandidate, "name" | "address" | "connection">): void {
    const form = this.#open(undefined);
    if (candidate !== undefined) form.pick(candidate);
  }

  /** One that was found, as a host of its own. */
  adopt({ name, connection }: Host): void {
    this.addHost({ name, connection, address: connectionAddress(connection) });
  }

  edit(host: Host): void {
    this.#open(host);
  }

  dispose(): void {
    this.#stopCandidates();
    this.#saving.dispose();
    this.#closed.abort();
    this.form.value?.dispose();
  }

  #open(host: Host | undefined): HostForm {
    const form = new HostForm({
      api: this.#api,
      hosts: this.hosts,
      readsFiles: this.#readsFiles,
      ...(host === undefined ? {} : { host }),
      remember: (remembered) => this.#remember(remembered),
      forget: (id) => void this.actions.forget(id),
      onClosed: () => {
        this.form.value = undefined;
      },
    });
    this.form.value = form;
    return form;
  }

  /** The homes take a hidden panel's page away: what was typed there is brought back. */
  #openRemembered(): void {
    const remembered = this.#remembered;
    const host = remembered?.host === undefined ? undefined : this.inventory.value?.hosts.get(remembered.host);
    // The host that was edited may be gone.
    const lost = remembered?.host !== undefined && host === undefined;
    if (remembered !== undefined && !lost) this.#open(host).restore(remembered);
    else if (this.#add) this.addHost();
    this.#add = false;
  }

  #remember(form: RememberedForm | undefined): void {
    this.#remembered = form === undefined ? undefined : withoutSecrets(form);
    this.#save();
  }

  #save(): void {
    const form = this.#remembered;
    this.#state.set({ ...(form === undefined ? {} : { form }), ...(this.top > 0 ? { top: this.top } : {}) });
  }
}
