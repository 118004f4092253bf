import type { Disposable } from "../lifetime/disposable.ts";
import { Quarantine, type QuarantineOptions } from "./quarantine.ts";
import { QuarantineRecords } from "./quarantine-records.ts";

export interface CleanupOptions extends Omit<QuarantineOptions, "records"> {
  /** Of `quarantine.json`, and how its problems are told. */
  readonly store: ConstructorParameters<typeof QuarantineRecords>[0];
}

/** What takes things away from a host, and how that is undone. */
export class Cleanup implements Disposable {
  readonly quarantine: Quarantine;
  readonly #records: QuarantineRecords;

  constructor({ store, ...options }: CleanupOptions) {
    this.#records = new QuarantineRecords(store);
    this.quarantine = new Quarantine({ ...options, records: this.#records });
  }

  dispose(): void {
    this.#records.dispose();
  }
}
