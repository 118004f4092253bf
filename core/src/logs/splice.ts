import { orAborted } from "../lifetime/abort.ts";
import { type Cursor, pastOnly } from "./cursor.ts";
import type { LogEntry } from "./lines.ts";
import type { Outbox } from "./outbox.ts";
import { type LogPlace, readPast } from "./read-log.ts";
import type { SharedStreams, Viewer } from "./shared-stream.ts";

/** Bytes of text of the shared stream that are held while a viewer still catches up with it. */
const HELD_LIMIT = 4 * 1024 * 1024;

/**
 * Looks on at a container's shared stream from the cursor on: none lost, none doubled. Returns when the engine ended
 * the stream. `fill` writes lines that this viewer reads on its own, with its own back-pressure.
 */
export async function watchFrom(
  streams: SharedStreams,
  place: LogPlace,
  cursor: Cursor,
  outbox: Outbox,
  fill: (read: AsyncIterable<readonly LogEntry[]>) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const joint = new Joint(cursor, outbox);
    const attachment = streams.attach(place, cursor, joint);
    outbox.onTaken = () => attachment.roomMade();
    try {
      // The stream is ahead of this viewer: what lies between is in the history. What comes meanwhile is held.
      if (!cursor.reaches(attachment.from)) await fill(readPast(place, cursor, false, signal));
      if (!joint.open()) continue;
      await orAborted(attachment.ended, signal);
      return;
    } finally {
      outbox.onTaken = () => {};
      attachment.dispose();
    }
  }
}

/** Holds what the shared stream offers until the viewer has caught up, then passes on what is new to it. */
class Joint implements Viewer {
  readonly #cursor: Cursor;
  readonly #outbox: Outbox;
  #held: (readonly LogEntry[])[] = [];
  #heldBytes = 0;
  #past: ReturnType<typeof pastOnly> | undefined;

  constructor(cursor: Cursor, outbox: Outbox) {
    this.#cursor = cursor;
    this.#outbox = outbox;
  }

  get hasRoom(): boolean {
    return this.#past === undefined ? this.#heldBytes <= HELD_LIMIT : this.#outbox.hasRoom;
  }

  offer(entries: readonly LogEntry[]): void {
    if (this.#past !== undefined) {
      this.#pass(this.#past(entries));
    } else {
      for (const { text } of entries) this.#heldBytes += text.length;
      if (this.#heldBytes > HELD_LIMIT) this.#held = [];
      else this.#held.push(entries);
    }
  }

  /** False where more came than can be held: it is in the history by now, so the viewer is to catch up once more. */
  open(): boolean {
    if (this.#heldBytes > HELD_LIMIT) return false;
    this.#past = pastOnly(this.#cursor);
    for (const entries of this.#held.splice(0)) this.#pass(this.#past(entries));
    return true;
  }

  #pass(entries: readonly LogEntry[]): void {
    this.#cursor.advance(entries);
    this.#outbox.push(entries);
  }
}
