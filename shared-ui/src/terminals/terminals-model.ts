import { batch, computed, signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { HeldTerminal, TerminalOutput } from "@quayside/core/model/held-terminal.ts";
import type { Ref } from "@quayside/core/model/ref.ts";
import type { TerminalSize } from "@quayside/core/model/terminal.ts";
import type { TerminalChoices } from "@quayside/core/model/terminal-facts.ts";
import type { TerminalRequest } from "@quayside/core/model/terminal-request.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";
import type { PanelState } from "../app/panel-state.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { watchInventory } from "../inventory/watch-inventory.ts";
import { visibleText } from "../text/visible-text.ts";
import { strings } from "./strings.ts";
import { tabNames } from "./tab-names.ts";
import type { SearchHits, SearchOptions } from "./terminal-view.ts";
import { readTerminalSettings, sizes, type TerminalSettings } from "./view-settings.ts";

/** Until the first one was drawn. */
const USUAL: TerminalSize = { columns: 80, rows: 24 };

export interface Failure {
  readonly title: string;
  readonly error: ErrorInfo;
}

/** What is to run in a new terminal is being chosen. */
export interface Asking {
  readonly ref: Ref;
  /** The container's, and the host's. */
  readonly name: string;
  readonly hostName: string;
  /** What the sheet begins with. */
  readonly kind: TerminalRequest["kind"];
  /** Undefined until core has said them. */
  readonly choices?: TerminalChoices;
  /** Why what was asked for was refused, or the choices can't be had. */
  readonly failure?: ErrorInfo;
}

/** What is looked for in the terminal that is shown. */
export interface TerminalSearch extends SearchOptions {
  /** How often it was asked for; 0 while it is not there. */
  readonly open: number;
  readonly text: string;
  readonly hits: SearchHits;
}

const noSearch: TerminalSearch = {
  ...{ open: 0, text: "", matchCase: false, regex: false, hits: { index: -1, count: 0 } },
};

/** All that the Terminals panel knows; its views only draw it. */
export class TerminalsModel {
  /** Undefined until core has said it. */
  readonly held = signal<readonly HeldTerminal[] | undefined>(undefined);
  readonly inventory = signal<Inventory | undefined>(undefined);
  /** What keeps the panel from knowing what is open. */
  readonly failure = signal<ErrorInfo | undefined>(undefined);
  /** What was asked for and failed. */
  readonly notice = signal<Failure | undefined>(undefined);
  /** A container is being chosen for a new one. */
  readonly picking = signal(false);
  readonly search = signal<TerminalSearch>(noSearch);
  /** The host of which all are to be ended, if the person means it. */
  readonly ending = signal<string | undefined>(undefined);
  readonly asking = signal<Asking | undefined>(undefined);
  /** The container in which one is being opened. */
  readonly opening = signal<Ref | undefined>(undefined);
  /** Counts those that were opened here: each is to be typed into at once. */
  readonly opened = signal(0);
  readonly settings = signal<TerminalSettings>(readTerminalSettings(undefined));
  /** The terminal that is looked at: the one that was chosen, else the newest. */
  readonly shown = computed(() => {
    const held = this.held.value ?? [];
    return held.find(({ id }) => id === this.settings.value.shown) ?? held.at(-1);
  });
  readonly names = computed(() =>
    tabNames(this.held.value ?? [], (host) => this.inventory.value?.hosts.get(host)?.name),
  );

  readonly #api: PanelApi;
  readonly #state: PanelState;
  #following = new AbortController();
  #opens = new AbortController();
  #size = USUAL;

  constructor(api: PanelApi, state: PanelState, shown: string | undefined) {
    this.#api = api;
    this.#state = state;
    this.settings.value = readTerminalSettings(state.get());
    if (shown !== undefined) this.change({ shown });
  }

  /** Until the streams end or the panel is disposed of; called again after a failure. */
  async follow(): Promise<void> {
    this.#following.abort();
    this.#following = new AbortController();
    const { signal } = this.#following;
    this.failure.value = undefined;
    try {
      await Promise.all([this.#watchHeld(signal), this.#watchInventory(signal)]);
    } catch (error) {
      if (!signal.aborted) this.failure.value = errorInfo(error);
      this.#following.abort();
    }
  }

  hostName(host: string): string {
    return visibleText(this.inventory.value?.hosts.get(host)?.name ?? host);
  }

  change(settings: Partial<TerminalSettings>): void {
    this.settings.value = { ...this.settings.value, ...settings };
    this.#state.set(this.settings.value);
  }

  show(id: string): void {
    if (id !== this.shown.value?.id) this.search.value = noSearch;
    this.change({ shown: id });
  }

  /** What it shows: first the whole. Ends with it, and on abort. */
  output(id: string, signal: AbortSignal): AsyncIterable<TerminalOutput> {
    return this.#api.stream("terminals.follow", { id }, signal);
  }

  async write(id: string, text: string): Promise<void> {
    await this.#api.call("terminals.write", { id, text });
  }

  async resize(id: string, size: TerminalSize): Promise<void> {
    this.#size = size;
    await this.#api.call("terminals.resize", { id, ...size });
  }

  /** A shell, unless something else is asked for. */
  async open(ref: Ref, name: string, request?: TerminalRequest): Promise<void> {
    this.#opens = new AbortController();
    const { signal } = this.#opens;
    batch(() => {
      this.opening.value = ref;
      this.notice.value = undefined;
    });
    try {
      const asked = request === undefined ? {} : { request };
      const { id } = await this.#api.call("terminals.open", { ref, ...this.#size, ...asked }, signal);
      batch(() => {
        this.picking.value = false;
        this.asking.value = undefined;
        this.show(id);
        this.opened.value += 1;
      });
    } catch (error) {
      if (signal.aborted) return;
      const { value: asking } = this.asking;
      batch(() => {
        this.picking.value = false;
        // Whoever asked for more than a shell can mend it where it was asked.
        if (asking === undefined) this.#fail(strings.openFailed(name), error);
        else this.asking.value = { ...asking, failure: errorInfo(error) };
      });
    } finally {
      this.opening.value = undefined;
    }
  }

  /** What is to run in a terminal there is to be chosen. */
  async ask({ host, id }: Ref, name: string, kind: TerminalRequest["kind"] = "exec"): Promise<void> {
    this.#opens.abort();
    this.#opens = new AbortController();
    const { signal } = this.#opens;
    const asking: Asking = { ref: { host, id }, name, hostName: this.hostName(host), kind };
    batch(() => {
      this.picking.value = false;
      this.asking.value = asking;
    });
    try {
      const choices = await this.#api.call("terminals.choices", { ref: asking.ref }, signal);
      if (!signal.aborted) this.asking.value = { ...asking, choices };
    } catch (error) {
      if (!signal.aborted) this.asking.value = { ...asking, failure: errorInfo(error) };
    }
  }

  /** Gives up choosing, and opening what was chosen: nothing is left of that. */
  stopPicking(): void {
    this.#opens.abort();
    batch(() => {
      this.picking.value = false;
      this.asking.value = undefined;
    });
  }

  async end(id: string): Promise<void> {
    const held = this.held.value ?? [];
    const at = held.findIndex((terminal) => terminal.id === id);
    const neighbour = held[at + 1] ?? held[at - 1];
    if (this.shown.value?.id === id && neighbour !== undefined) this.show(neighbour.id);
    await this.#try(strings.endFailed, () => this.#api.call("terminals.end", { id }));
  }

  async openAgain({ id, ref, name, request }: HeldTerminal): Promise<void> {
    await this.open(ref, name, request);
    if (this.notice.value === undefined)
      await this.#try(strings.endFailed, () => this.#api.call("terminals.end", { id }));
  }

  async endAll(host: string): Promise<void> {
    this.ending.value = undefined;
    await this.#try(strings.endFailed, () => this.#api.call("terminals.endAll", { host }));
  }

  async copy(text: string): Promise<void> {
    if (text !== "") await this.#try(strings.copyFailed, () => this.#api.call("home.copy", { text }));
  }

  async openLink(address: string): Promise<void> {
    await this.#try(strings.linkFailed, () => this.#api.call("home.openLink", { address }));
  }

  /** By so many pixels; back to the usual size by none. */
  resizeText(by: -1 | 0 | 1): void {
    const { larger } = this.settings.value;
    this.change({ larger: by === 0 ? 0 : Math.min(sizes.most, Math.max(sizes.least, larger + by)) });
  }

  dispose(): void {
    this.#opens.abort();
    this.#following.abort();
  }

  async #watchHeld(signal: AbortSignal): Promise<void> {
    for await (const held of this.#api.stream("terminals.watch", {}, signal)) this.held.value = held;
  }

  async #watchInventory(signal: AbortSignal): Promise<void> {
    const show = (inventory: Inventory): void => {
      this.inventory.value = inventory;
    };
    await watchInventory(this.#api, show, signal);
  }

  async #try(title: string, work: () => Promise<unknown>): Promise<void> {
    this.notice.value = undefined;
    try {
      await work();
    } catch (error) {
      this.#fail(title, error);
    }
  }

  #fail(title: string, error: unknown): void {
    this.notice.value = { title, error: errorInfo(error) };
  }
}
