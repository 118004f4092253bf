import type { LogStream } from "../model/log-line.ts";
import type { LogEntry } from "./lines.ts";
import { epochSeconds } from "./timestamp.ts";

interface Position {
  readonly timestamp: string;
  readonly nth: number;
}

/**
 * How far a container's log has been read. The engine gives no offsets; but each of the two streams comes in the order
 * of its timestamps (between them it doesn't: both are stamped before they are written), so a place in a stream is a
 * timestamp and the count of lines that bear it. A clock that is set back blurs the place until it has caught up.
 */
export class Cursor {
  /** Where a stream has no line yet: lines before this were left out on purpose. Empty: none were. */
  #floor: string;
  readonly #seen = new Map<LogStream, Position>();

  constructor(floor = "") {
    this.#floor = floor;
  }

  /** Nothing has been read, nothing left out. */
  get atStart(): boolean {
    return this.#floor === "";
  }

  advance(entries: readonly LogEntry[]): void {
    for (const { stream, timestamp, nth } of entries) {
      if (timestamp === "") continue;
      if (this.#floor === "") this.#floor = timestamp;
      this.#seen.set(stream, { timestamp, nth });
    }
  }

  isPast(entry: LogEntry): boolean {
    if (entry.timestamp === "") return true;
    const seen = this.#seen.get(entry.stream);
    if (seen !== undefined) return compare(entry, seen) > 0;
    // Podman leaves out the fraction: such a line may be as late as the end of its second.
    const floor = entry.timestamp.endsWith(WHOLE) ? this.#floor.replace(/\.\d{9}Z$/, WHOLE) : this.#floor;
    return compare(entry, { timestamp: floor, nth: 0 }) > 0;
  }

  /** Whether nothing that the other has read is still to come here. */
  reaches(other: Cursor): boolean {
    return streams.every((stream) => compare(this.#position(stream), other.#position(stream)) >= 0);
  }

  /** What a reading shows that begins with this line: that it joins, that it may, or that it may leave a gap. */
  joins(first: LogEntry): "joins" | "unsure" | "gap" {
    const { timestamp } = this.#position(first.stream);
    if (first.timestamp === "") return "unsure";
    if (first.timestamp < timestamp) return "joins";
    return first.timestamp === timestamp ? "unsure" : "gap";
  }

  /** A time from which on everything unread is found, for the API. A second is far more than the streams differ by. */
  get since(): string {
    const latest = streams.map((stream) => this.#position(stream).timestamp).sort();
    return epochSeconds(latest[1] ?? "", 1);
  }

  copy(): Cursor {
    const copy = new Cursor(this.#floor);
    for (const [stream, position] of this.#seen) copy.#seen.set(stream, position);
    return copy;
  }

  #position(stream: LogStream): Position {
    return this.#seen.get(stream) ?? { timestamp: this.#floor, nth: 0 };
  }
}

/** Passes on what is past the cursor as it is now; of each stream, after the first such line everything. */
export function pastOnly(cursor: Cursor): (entries: readonly LogEntry[]) => readonly LogEntry[] {
  const from = cursor.copy();
  const passed = new Set<LogStream>();
  return (entries) => {
    if (passed.size === streams.length) return entries;
    return entries.filter((entry) => {
      if (!passed.has(entry.stream)) {
        if (!from.isPast(entry)) return false;
        passed.add(entry.stream);
      }
      return true;
    });
  };
}

const WHOLE = ".000000000Z";

const streams = ["stdout", "stderr"] as const;

function compare(a: Position, b: Position): number {
  if (a.timestamp !== b.timestamp) return a.timestamp < b.timestamp ? -1 : 1;
  return a.nth - b.nth;
}
