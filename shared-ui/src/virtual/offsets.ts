export interface Range {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** Where each of many rows of known height begins, in pixels. */
export class Offsets {
  readonly #starts: Float64Array;

  constructor(count: number, heightOf: (index: number) => number) {
    this.#starts = new Float64Array(count + 1);
    let at = 0;
    for (let index = 0; index < count; index++) {
      this.#starts[index] = at;
      at += heightOf(index);
    }
    this.#starts[count] = at;
  }

  get count(): number {
    return this.#starts.length - 1;
  }

  get total(): number {
    return this.top(this.count);
  }

  top(index: number): number {
    return this.#starts[index] ?? 0;
  }

  /** The row that covers this pixel; the first or the last for a pixel outside. */
  at(pixel: number): number {
    let low = 0;
    let high = Math.max(0, this.count - 1);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.top(middle) <= pixel) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The rows to draw for a viewport, with some more on both sides so that a small scroll shows no gap. */
  range(top: number, height: number, margin: number): Range {
    if (this.count === 0) return { start: 0, end: 0 };
    return {
      start: Math.max(0, this.at(top) - margin),
      end: Math.min(this.count, this.at(top + height) + 1 + margin),
    };
  }
}
