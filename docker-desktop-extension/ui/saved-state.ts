import type { PanelState } from "@quayside/shared-ui/app/panel-state.ts";

const prefix = "quayside.";

/**
 * What outlives a visit of the tab: Docker Desktop makes the page anew each time, and keeps its local storage until
 * the extension is uninstalled.
 */
export class SavedState implements PanelState {
  readonly #storage: Storage;
  readonly #key: string;

  constructor(storage: Storage, name: string) {
    this.#storage = storage;
    this.#key = prefix + name;
  }

  get(): unknown {
    const text = this.#storage.getItem(this.#key);
    try {
      return text === null ? undefined : (JSON.parse(text) as unknown);
    } catch {
      // Not ours, or cut short: as if there were none.
      return undefined;
    }
  }

  /** A full storage costs the next visit its filters, never the present one its panel. */
  set(value: unknown): void {
    try {
      this.#storage.setItem(this.#key, JSON.stringify(value));
    } catch (error) {
      console.warn("Quayside can’t save what this panel shows.", error);
    }
  }
}
