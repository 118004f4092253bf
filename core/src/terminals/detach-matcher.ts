/**
 * Finds the detach keys in what is typed. What may be their beginning is held back until the next key tells; the
 * engine, which could do the same, does it only where there is a TTY, and tells nobody that it did.
 */
export class DetachMatcher {
  readonly #keys: Buffer;
  #matched = 0;

  constructor(keys: readonly number[]) {
    this.#keys = Buffer.from(keys);
  }

  /** What goes on to the process, and whether the keys were all there: then what follows them is nobody's. */
  feed(typed: Uint8Array): { readonly passed: Buffer; readonly detached: boolean } {
    const all = Buffer.concat([this.#keys.subarray(0, this.#matched), typed]);
    const at = all.indexOf(this.#keys);
    if (at !== -1) return { passed: all.subarray(0, at), detached: true };
    this.#matched = this.#tailOf(all);
    return { passed: all.subarray(0, all.length - this.#matched), detached: false };
  }

  /** How many of the last bytes may be the first of the keys. */
  #tailOf(bytes: Buffer): number {
    for (let length = Math.min(this.#keys.length - 1, bytes.length); length > 0; length--)
      if (bytes.subarray(bytes.length - length).equals(this.#keys.subarray(0, length))) return length;
    return 0;
  }
}
