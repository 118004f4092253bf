import { Latch } from "../lifetime/latch.ts";
import type { LogBatch, LogItem, LogNotice } from "../model/log-line.ts";
import type { LogEntry } from "./lines.ts";

/** What one viewer may have waiting, in lines and in bytes of memory. */
export interface OutboxLimits {
  readonly lines: number;
  readonly bytes: number;
}

export const OUTBOX_LIMITS: OutboxLimits = { lines: 50_000, bytes: 8 * 1024 * 1024 };

/** Bytes after which a batch goes out without waiting for more. */
export const BATCH_BYTES = 65_536;

/** Of the longest lines it is one more than fits: no more than twice this, which the smallest share has room for. */
const PART = { lines: 50, bytes: 65_536 };

/** What was read at once can be more than there is room for: in these parts it is handed on, asking between them. */
export function* inParts(entries: readonly LogEntry[]): Generator<readonly LogEntry[]> {
  let from = 0;
  let bytes = 0;
  for (const [index, entry] of entries.entries()) {
    bytes += sizeOfOne(entry);
    if (index + 1 - from < PART.lines && bytes < PART.bytes) continue;
    yield entries.slice(from, index + 1);
    from = index + 1;
    bytes = 0;
  }
  if (from < entries.length) yield from === 0 ? entries : entries.slice(from);
}

const SMALLEST = { lines: 2000, bytes: 4 * PART.bytes };

/** What one viewer may have waiting, divided among so many containers that it follows. */
export class SharedLimits implements OutboxLimits {
  readonly #whole: OutboxLimits;
  readonly #sharers: () => number;

  constructor(whole: OutboxLimits, sharers: () => number) {
    this.#whole = whole;
    this.#sharers = sharers;
  }

  get lines(): number {
    return Math.max(SMALLEST.lines, this.#whole.lines / Math.max(1, this.#sharers()));
  }

  get bytes(): number {
    return Math.max(SMALLEST.bytes, this.#whole.bytes / Math.max(1, this.#sharers()));
  }
}

type Waiting =
  | { readonly kind: "lines"; entries: readonly LogEntry[]; bytes: number; sequence: number }
  | { readonly kind: "notice"; readonly notice: LogNotice }
  | { readonly kind: "skipped"; readonly at: number; lines: number }
  | { readonly kind: "present" };

/** What waits for one viewer. When it is too much the oldest lines go, and a notice in their place says how many. */
export class Outbox {
  readonly #limits: OutboxLimits;
  readonly #now: () => number;
  readonly #waiting: Waiting[] = [];
  #lines = 0;
  #bytes = 0;
  #sequence = 0;
  #present = false;
  #caughtUp = false;
  #roomMade: () => void = () => {};
  #pushed: () => void = () => {};
  #lastTaken = performance.now();
  readonly #room = new Latch();
  #urgent = false;
  /** Set when something waits, and when it is more than may be held back. */
  readonly filled: Latch;
  readonly pressed = new Latch();

  /** `filled`: one for several, where one waits for all of them. */
  constructor(limits: OutboxLimits, now: () => number, filled = new Latch()) {
    this.filled = filled;
    this.#limits = limits;
    this.#now = now;
  }

  get hasRoom(): boolean {
    return this.#lines < this.#limits.lines / 2 && this.#bytes < this.#limits.bytes / 2;
  }

  /** A whole batch waits, or what shouldn't be held back. */
  get isPressing(): boolean {
    return this.#urgent || this.#bytes >= BATCH_BYTES;
  }

  /** Of memory, for the lines that wait. */
  get bytes(): number {
    return this.#bytes;
  }

  /** By `performance.now()`; its beginning where nothing was taken yet. */
  get lastTaken(): number {
    return this.#lastTaken;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Called each time that something was taken. */
  set onTaken(run: () => void) {
    this.#roomMade = run;
  }

  /** Called each time that lines came in. */
  set onPushed(run: () => void) {
    this.#pushed = run;
  }

  async room(signal: AbortSignal): Promise<void> {
    while (!this.hasRoom && !signal.aborted) await this.#room.wait(signal);
  }

  push(entries: readonly LogEntry[]): void {
    if (entries.length === 0) return;
    const bytes = sizeOf(entries);
    this.#waiting.push({ kind: "lines", entries, bytes, sequence: this.#sequence });
    this.#sequence += entries.length;
    this.#lines += entries.length;
    this.#bytes += bytes;
    while (this.#lines > this.#limits.lines || this.#bytes > this.#limits.bytes) this.skipOldest();
    this.#pushed();
    this.filled.set();
    if (this.isPressing) this.pressed.set();
  }

  notice(notice: LogNotice): void {
    this.#press({ kind: "notice", notice });
  }

  /** What was pushed so far is all that there was: history has been read. */
  reachedPresent(): void {
    if (!this.#present) this.#press({ kind: "present" });
    this.#present = true;
  }

  #press(waiting: Waiting): void {
    this.#waiting.push(waiting);
    this.filled.set();
    this.#urgent = true;
    this.pressed.set();
  }

  /** About one batch. */
  take(): LogBatch {
    this.#lastTaken = performance.now();
    const items: LogItem[] = [];
    let bytes = 0;
    let whole = 0;
    for (const waiting of this.#waiting) {
      if (bytes >= BATCH_BYTES && waiting.kind === "lines") break;
      if (waiting.kind === "lines") {
        bytes += this.#takeLines(waiting, items, BATCH_BYTES - bytes);
        if (waiting.entries.length > 0) break;
      } else if (waiting.kind === "present") {
        this.#caughtUp = true;
      } else {
        items.push({ notice: waiting.kind === "skipped" ? { ...waiting } : waiting.notice });
      }
      whole++;
    }
    this.#waiting.splice(0, whole);
    this.#urgent = this.#waiting.some(({ kind }) => kind !== "lines");
    this.#room.set();
    this.#roomMade();
    return { items, caughtUp: this.#caughtUp };
  }

  #takeLines(waiting: Waiting & { kind: "lines" }, items: LogItem[], budget: number): number {
    let bytes = 0;
    let count = 0;
    for (const entry of waiting.entries) {
      if (bytes >= budget) break;
      bytes += sizeOfOne(entry);
      const { timestamp, stream, text, cutFrom } = entry;
      const sequence = waiting.sequence + count;
      count++;
      items.push({
        line:
          cutFrom === undefined
            ? { sequence, timestamp, stream, text }
            : { sequence, timestamp, stream, text, cutFrom },
      });
    }
    waiting.entries = count === waiting.entries.length ? [] : waiting.entries.slice(count);
    waiting.sequence += count;
    waiting.bytes -= bytes;
    this.#lines -= count;
    this.#bytes -= bytes;
    return bytes;
  }

  /** Gives up the lines that wait the longest; a notice stays. Gives the bytes that they held. */
  skipOldest(): number {
    const index = this.#waiting.findIndex((waiting) => waiting.kind === "lines");
    const oldest = this.#waiting[index];
    if (oldest?.kind !== "lines") return 0;
    this.#lines -= oldest.entries.length;
    this.#bytes -= oldest.bytes;
    const before = this.#waiting[index - 1];
    if (before?.kind === "skipped") {
      before.lines += oldest.entries.length;
      this.#waiting.splice(index, 1);
    } else {
      this.#waiting[index] = { kind: "skipped", at: this.#now(), lines: oldest.entries.length };
    }
    return oldest.bytes;
  }
}

function sizeOf(entries: readonly LogEntry[]): number {
  let bytes = 0;
  for (const entry of entries) bytes += sizeOfOne(entry);
  return bytes;
}

function sizeOfOne(entry: LogEntry): number {
  return sizeOfText(entry.text);
}

/** What a line takes: its text and timestamp, and about what the objects around them do. */
export function sizeOfText(text: string): number {
  return text.length + 128;
}
