import { signal } from "@preact/signals";
import type { PendingProblem } from "@quayside/core/model/problem.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";

/** What Quayside has to tell about itself, until it is put away. */
export class ProblemsModel {
  readonly pending = signal<readonly PendingProblem[]>([]);
  readonly #api: PanelApi;
  readonly #closed = new AbortController();

  constructor(api: PanelApi) {
    this.#api = api;
  }

  /** Until it is disposed of. That the connection is over says the panel beside it. */
  async follow(): Promise<void> {
    const { signal } = this.#closed;
    try {
      for await (const pending of this.#api.stream("problems.watch", {}, signal)) this.pending.value = pending;
    } catch {
      this.pending.value = [];
    }
  }

  async dismiss(id: string): Promise<void> {
    this.pending.value = this.pending.value.filter((problem) => problem.id !== id);
    // Where it does not arrive it is told again.
    await this.#api.call("problems.dismiss", { id }, this.#closed.signal).catch(() => {});
  }

  dispose(): void {
    this.#closed.abort();
  }
}
