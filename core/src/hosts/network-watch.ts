import { networkInterfaces } from "node:os";
import type { Disposable } from "../lifetime/disposable.ts";
import { Emitter } from "../lifetime/emitter.ts";

/** Milliseconds between two looks. */
const PAUSE = 1_000;
/** A timer that comes so much later than it should: the machine slept. */
const SLEPT = 10_000;

export interface NetworkPlace {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** This machine's addresses, in any form that can be compared. */
  readonly addresses: () => string;
}

/** Tells when this machine woke up, or its network changed: what could not be reached may be there now, and the reverse. */
export class NetworkWatch implements Disposable {
  readonly #place: NetworkPlace;
  readonly #onDidChange = new Emitter<void>();
  readonly #timer: NodeJS.Timeout;
  #addresses: string;
  #lookedAt: number;

  readonly onDidChange = this.#onDidChange.event;

  constructor(place: NetworkPlace) {
    this.#place = place;
    this.#addresses = place.addresses();
    this.#lookedAt = place.now();
    // No process lives on for this.
    this.#timer = setInterval(() => this.look(), PAUSE).unref();
  }

  look(): void {
    const [now, addresses] = [this.#place.now(), this.#place.addresses()];
    const slept = now - this.#lookedAt > SLEPT;
    const changed = addresses !== this.#addresses;
    this.#lookedAt = now;
    this.#addresses = addresses;
    if (slept || changed) this.#onDidChange.fire();
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#onDidChange.dispose();
  }
}

/** Of all interfaces that are up. Without link-local ones, which every container that starts brings along. */
export function systemAddresses(): string {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith("fe80:"))
    .map(({ address }) => address)
    .sort()
    .join(" ");
}
