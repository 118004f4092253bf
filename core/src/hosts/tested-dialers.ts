import { isDeepStrictEqual } from "node:util";
import type { Dialer } from "../engine/dialer.ts";
import type { Disposable } from "../lifetime/disposable.ts";
import type { HostConfig, HostConnection } from "../model/host.ts";
import { isPrepared, type PreparedDialer } from "./prepared-dialer.ts";

/** Milliseconds in which a person reads what a test said, and saves the host. */
const USUAL_PATIENCE = 120_000;

interface Tested {
  readonly connection: HostConnection;
  readonly dialer: PreparedDialer;
  readonly timer: NodeJS.Timeout;
}

/**
 * The ways that were gone as a test, held open until the host is added, which goes on with its own: the code of a second
 * factor can't be given twice, and nobody should have to log in again at once.
 */
export class TestedDialers implements Disposable {
  readonly #tested = new Map<string, Tested>();
  readonly #patience: number;

  constructor(patience = USUAL_PATIENCE) {
    this.#patience = patience;
  }

  keep({ id, connection }: Pick<HostConfig, "id" | "connection">, dialer: Dialer): void {
    if (!isPrepared(dialer)) return;
    this.drop(id);
    const timer = setTimeout(() => this.drop(id), this.#patience);
    this.#tested.set(id, { connection, dialer, timer });
  }

  /** Whoever takes it disposes of it. Undefined where that host was not tested just now, or by another way. */
  take({ id, connection }: Pick<HostConfig, "id" | "connection">): Dialer | undefined {
    const tested = this.#tested.get(id);
    if (tested === undefined) return undefined;
    if (!isDeepStrictEqual(tested.connection, connection)) {
      this.drop(id);
      return undefined;
    }
    clearTimeout(tested.timer);
    this.#tested.delete(id);
    return tested.dialer;
  }

  drop(id: string): void {
    const tested = this.#tested.get(id);
    if (tested === undefined) return;
    clearTimeout(tested.timer);
    this.#tested.delete(id);
    tested.dialer.dispose();
  }

  dispose(): void {
    for (const id of [...this.#tested.keys()]) this.drop(id);
  }
}
