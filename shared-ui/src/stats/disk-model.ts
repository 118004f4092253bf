import { type Signal, signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { DiskUse } from "@quayside/core/model/disk-use.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";

export interface DiskState {
  readonly use?: DiskUse;
  /** Since when the engine counts. Epoch milliseconds. */
  readonly looking?: number;
  readonly failure?: ErrorInfo;
}

/** What lies on the disk of one host: counted when the person says so. */
export class DiskModel {
  readonly state: Signal<DiskState> = signal({});
  readonly #api: PanelApi;
  readonly #clock: () => number;
  #host: string | undefined;
  #looking = new AbortController();

  constructor(api: PanelApi, clock: () => number) {
    this.#api = api;
    this.#clock = clock;
  }

  /** Shows what is remembered of this host. */
  show(host: string | undefined): void {
    if (host === this.#host) return;
    this.cancel();
    this.#host = host;
    this.state.value = {};
    if (host !== undefined) void this.#ask(host, false);
  }

  look(): void {
    if (this.#host === undefined || this.state.value.looking !== undefined) return;
    const { use } = this.state.value;
    this.state.value = { ...(use === undefined ? {} : { use }), looking: this.#clock() };
    void this.#ask(this.#host, true);
  }

  cancel(): void {
    this.#looking.abort();
    this.#looking = new AbortController();
    const { use } = this.state.value;
    this.state.value = use === undefined ? {} : { use };
  }

  dispose(): void {
    this.#looking.abort();
  }

  async #ask(host: string, look: boolean): Promise<void> {
    const { signal } = this.#looking;
    try {
      const use = await this.#api.call("stats.diskUse", { host, look }, signal);
      if (!signal.aborted && host === this.#host && use !== null) this.state.value = { use };
    } catch (error) {
      if (signal.aborted || host !== this.#host) return;
      const { use } = this.state.value;
      this.state.value = { ...(use === undefined ? {} : { use }), failure: errorInfo(error) };
    }
  }
}
