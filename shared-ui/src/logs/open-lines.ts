import { signal } from "@preact/signals";

const MOST = 200;

/** The lines that are expanded, by the keys of their entries. */
export class OpenLines {
  readonly keys = signal<ReadonlySet<number>>(new Set());

  toggle(key: number): void {
    const keys = new Set(this.keys.value);
    if (!keys.delete(key)) keys.add(key);
    this.keys.value = new Set([...keys].slice(-MOST));
  }

  close(): void {
    if (this.keys.value.size > 0) this.keys.value = new Set();
  }
}
