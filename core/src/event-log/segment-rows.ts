import type { Span } from "./segment-reader.ts";

/** A row's number in its segment. */
export type Row = number;

export interface RowFacts extends Span {
  /** Epoch milliseconds. */
  readonly time: number;
  /** Host, kind and level in one number. */
  readonly tag: number;
  /** A small number for the event's id: `keyOf`. */
  readonly key: number;
}

/** What is known of one segment's events without reading them, in columns: an object for each would cost many times as much. */
export class SegmentRows {
  readonly segment: string;
  readonly #times: number[] = [];
  readonly #offsets: number[] = [];
  readonly #lengths: number[] = [];
  readonly #tags: number[] = [];
  readonly #keys: number[] = [];
  readonly #presentTags = new Set<number>();
  #earliest = Number.POSITIVE_INFINITY;
  #latest = Number.NEGATIVE_INFINITY;
  /** Whether the rows stand in the order of their times, as they do but for clocks that were set. */
  #sorted = true;

  constructor(segment: string) {
    this.segment = segment;
  }

  get latest(): number {
    return this.#latest;
  }

  get keys(): readonly number[] {
    return this.#keys;
  }

  get offsets(): readonly number[] {
    return this.#offsets;
  }

  add({ time, tag, key, offset, length }: RowFacts): void {
    if (time < this.#latest) this.#sorted = false;
    this.#latest = Math.max(this.#latest, time);
    this.#earliest = Math.min(this.#earliest, time);
    this.#times.push(time);
    this.#offsets.push(offset);
    this.#lengths.push(length);
    this.#tags.push(tag);
    this.#keys.push(key);
    this.#presentTags.add(tag);
  }

  time(row: Row): number {
    return this.#times[row] as number;
  }

  offset(row: Row): number {
    return this.#offsets[row] as number;
  }

  span(row: Row): Span {
    return { offset: this.#offsets[row] as number, length: this.#lengths[row] as number };
  }

  /** For each of these keys, which must be here, the first row that has it. */
  firstOf(keys: readonly number[]): Row[] {
    const [only] = keys;
    if (keys.length === 1 && only !== undefined) return [this.#keys.indexOf(only)];
    const wanted = new Set(keys);
    const rows = new Map<number, Row>();
    for (let row = 0; row < this.#keys.length; row++) {
      const key = this.#keys[row] as number;
      if (wanted.has(key) && !rows.has(key)) rows.set(key, row);
    }
    return keys.map((key) => rows.get(key) as Row);
  }

  /** Whether a row may have one of these tags and a time between these, both included. */
  mayHold(tags: ReadonlySet<number>, since: number, until: number): boolean {
    if (this.#latest < since || this.#earliest > until) return false;
    for (const tag of this.#presentTags) if (tags.has(tag)) return true;
    return false;
  }

  /** The rows with one of these tags and a time between these, oldest first. */
  select(tags: ReadonlySet<number>, since: number, until: number): Row[] {
    const rows: Row[] = [];
    for (let row = 0; row < this.#times.length; row++) {
      const time = this.#times[row] as number;
      if (time >= since && time <= until && tags.has(this.#tags[row] as number)) rows.push(row);
    }
    return this.#sorted ? rows : rows.sort((a, b) => this.time(a) - this.time(b) || a - b);
  }
}
