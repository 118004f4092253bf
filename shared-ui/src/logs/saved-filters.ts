import { signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { LineFilter, SavedFilter } from "@quayside/core/model/line-filter.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";

/** What the sheet of saved filters shows. */
export class SavedFiltersModel {
  /** Undefined until they are read. */
  readonly list = signal<readonly SavedFilter[] | undefined>(undefined);
  /** The sheet in which they are saved, renamed and removed is open. */
  readonly open = signal(false);
  readonly failure = signal<ErrorInfo | undefined>(undefined);
  readonly #api: PanelApi;
  readonly #watching = new AbortController();

  constructor(api: PanelApi) {
    this.#api = api;
  }

  watch(): void {
    const follow = async (): Promise<void> => {
      for await (const list of this.#api.stream("filters.watch", {}, this.#watching.signal)) this.list.value = list;
    };
    follow().catch((error: unknown) => {
      // That the connection is over says the panel itself.
      if (!this.#watching.signal.aborted) this.failure.value = errorInfo(error);
    });
  }

  save(name: string, filter: LineFilter): Promise<boolean> {
    return this.#done(this.#api.call("filters.save", { name, filter }));
  }

  rename(id: string, name: string): Promise<boolean> {
    return this.#done(this.#api.call("filters.rename", { id, name }));
  }

  remove(id: string): Promise<boolean> {
    return this.#done(this.#api.call("filters.remove", { id }));
  }

  dispose(): void {
    this.#watching.abort();
  }

  async #done(work: Promise<unknown>): Promise<boolean> {
    try {
      await work;
      this.failure.value = undefined;
      return true;
    } catch (error) {
      this.failure.value = errorInfo(error);
      return false;
    }
  }
}
