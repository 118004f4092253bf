import type { HostConnection } from "@quayside/core/model/host.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";

/** Asks core what an address means; the last one that is asked counts. */
export class AddressReader {
  readonly #api: PanelApi;
  readonly #closed: AbortSignal;
  #asked: AbortController | undefined;

  constructor(api: PanelApi, closed: AbortSignal) {
    this.#api = api;
    this.#closed = closed;
  }

  /** Null where it means nothing; undefined where it is empty, or another was asked meanwhile. */
  async read(address: string): Promise<HostConnection | null | undefined> {
    this.stop();
    if (address.trim() === "") return undefined;
    const asked = new AbortController();
    this.#asked = asked;
    const signal = AbortSignal.any([asked.signal, this.#closed]);
    try {
      const connection = await this.#api.call("hosts.parse", { address }, signal);
      return signal.aborted ? undefined : connection;
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    }
  }

  stop(): void {
    this.#asked?.abort();
    this.#asked = undefined;
  }
}
