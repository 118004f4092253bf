import { signal } from "@preact/signals";

const MOST = 200;

/** The lines that are expanded, by the keys of their entries. */
export class OpenLines {
  readonly keys = signal<ReadonlySet<number>>(new Set());

  /** The one that was expanded last, until its details were brought into view. */
  opened: number | undefined;

  toggle(key: number): void {
    const keys = new Set(this.keys.value);
    const opens = !keys.delete(key);
    if (opens) keys.add(key);
    this.opened = opens ? key : undefined;
    this.keys.value = new Set([...keys].slice(-MOST));
  }

  close(): void {
    if (this.keys.value.size > 0) this.keys.value = new Set();
  }
}
