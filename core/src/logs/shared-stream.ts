import { isError } from "../errors/errors.ts";
import { type Disposable, disposable } from "../lifetime/disposable.ts";
import { Latch } from "../lifetime/latch.ts";
import { refKey } from "../model/ref.ts";
import type { Cursor } from "./cursor.ts";
import type { LogEntry } from "./lines.ts";
import { inParts } from "./outbox.ts";
import { type LogPlace, readPast } from "./read-log.ts";

/** Who looks at a shared stream. Call the `roomMade` of its attachment when there is room again. */
export interface Viewer {
  readonly hasRoom: boolean;
  offer(entries: readonly LogEntry[]): void;
}

export interface Attachment extends Disposable {
  /** How far the stream had read when this viewer came: it is offered all that is past that. */
  readonly from: Cursor;
  /** Rejects with what broke the stream, resolves when the engine ended it. */
  readonly ended: Promise<void>;
  roomMade(): void;
}

/** One follow stream of the engine, for all who look at a container. Closed when the last one leaves. */
class SharedStream {
  readonly #viewers = new Set<Viewer>();
  readonly #cursor: Cursor;
  readonly #room = new Latch();
  readonly #abort = new AbortController();
  readonly #ended: Promise<void>;
  readonly #forget: () => void;

  /** `forget` is called when it is over, before anybody hears of it. */
  constructor(place: LogPlace, from: Cursor, forget: () => void) {
    this.#cursor = from.copy();
    this.#forget = forget;
    this.#ended = this.#pump(place).finally(forget);
  }

  attach(viewer: Viewer): Attachment {
    this.#viewers.add(viewer);
    this.#room.set();
    const { dispose } = disposable(() => {
      this.#viewers.delete(viewer);
      this.#room.set();
      if (this.#viewers.size > 0) return;
      this.#forget();
      this.#abort.abort();
    });
    return { from: this.#cursor.copy(), ended: this.#ended, roomMade: () => this.#room.set(), dispose };
  }

  async #pump(place: LogPlace): Promise<void> {
    const { signal } = this.#abort;
    try {
      for await (const entries of readPast(place, this.#cursor, true, signal)) {
        for (const part of inParts(entries)) {
          this.#cursor.advance(part);
          for (const viewer of this.#viewers) viewer.offer(part);
          // Not reading on makes the engine wait, and it drops nothing meanwhile. One with room is reason to go on.
          while (!this.#someoneHasRoom && !signal.aborted) await this.#room.wait(signal);
        }
      }
    } catch (error) {
      if (!(signal.aborted && isError(error, "Cancelled"))) throw error;
    }
  }

  get #someoneHasRoom(): boolean {
    for (const viewer of this.#viewers) if (viewer.hasRoom) return true;
    return false;
  }
}

export class SharedStreams {
  readonly #streams = new Map<string, SharedStream>();

  /** Looks on at the container's stream; opens it, at the viewer's cursor, where nobody looked yet. */
  attach(place: LogPlace, cursor: Cursor, viewer: Viewer): Attachment {
    const key = refKey(place.ref);
    const stream = this.#streams.get(key) ?? this.#open(key, place, cursor);
    const attachment = stream.attach(viewer);
    // Whoever waits for the end gets the error; nobody need be waiting.
    attachment.ended.catch(() => {});
    return attachment;
  }

  #open(key: string, place: LogPlace, cursor: Cursor): SharedStream {
    const stream: SharedStream = new SharedStream(place, cursor, () => {
      if (this.#streams.get(key) === stream) this.#streams.delete(key);
    });
    this.#streams.set(key, stream);
    return stream;
  }

  /** How many of the engine's streams are open now. */
  get size(): number {
    return this.#streams.size;
  }
}
