import { Emitter } from "../lifetime/emitter.ts";
import { nanosecondsOf } from "./docker-time.ts";

export interface DemoEvent {
  readonly timeNano: bigint;
  /** One line of JSON with its line end. */
  readonly line: string;
}

export interface EventSubject {
  /** A container unless told. */
  readonly type?: string;
  readonly id: string;
  readonly image?: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** As many as moby keeps. */
const KEPT = 256;

/** What happened: the last 256, and whoever listens from now on. */
export class EventHistory {
  readonly #now: () => number;
  readonly #kept: DemoEvent[] = [];
  readonly #onDidAppend = new Emitter<DemoEvent>();
  #last = 0n;

  readonly onDidAppend = this.#onDidAppend.event;

  /** `now` is epoch milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  get kept(): readonly DemoEvent[] {
    return this.#kept;
  }

  append(action: string, { type = "container", id, image, attributes }: EventSubject): void {
    const now = nanosecondsOf(this.#now());
    // No two of the same time, though many come within a millisecond.
    this.#last = now > this.#last ? now : this.#last + 1n;
    const seconds = this.#last / 1_000_000_000n;
    const known = { status: action, id, from: image, Type: type, Action: action };
    const json = JSON.stringify({
      ...known,
      Actor: { ID: id, Attributes: attributes },
      scope: "local",
      time: Number(seconds),
    });
    // A number of nineteen digits, which JSON.stringify can't write.
    const event = { timeNano: this.#last, line: `${json.slice(0, -1)},"timeNano":${this.#last}}\n` };
    this.#kept.push(event);
    if (this.#kept.length > KEPT) this.#kept.shift();
    this.#onDidAppend.fire(event);
  }
}
