import { signal } from "@preact/signals";
import type { DiskSpace, Host } from "@quayside/core/model/host.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";

/** How much room the data of each host have, asked for once a connection: what can't be told isn't shown. */
export class DiskSpaces {
  /** By the host's id. */
  readonly spaces = signal<ReadonlyMap<string, DiskSpace>>(new Map());
  /** Since when the connection was there that was asked over. */
  readonly #asked = new Map<string, number>();
  readonly #api: PanelApi;
  readonly #signal: AbortSignal;

  constructor(api: PanelApi, signal: AbortSignal) {
    this.#api = api;
    this.#signal = signal;
  }

  follow(hosts: readonly Host[]): void {
    for (const { id, state } of hosts) {
      // Its machine tells where the data are.
      if (state.kind !== "online" || state.machine === undefined || this.#asked.get(id) === state.since) continue;
      this.#asked.set(id, state.since);
      void this.#ask(id);
    }
  }

  async #ask(host: string): Promise<void> {
    // A host that fails here fails everywhere, and its card says why.
    const space = await this.#api.call("hosts.disk", { host }, this.#signal).catch(() => null);
    if (this.#signal.aborted) return;
    const spaces = new Map(this.spaces.value);
    if (space === null) spaces.delete(host);
    else spaces.set(host, space);
    this.spaces.value = spaces;
  }
}
