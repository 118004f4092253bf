import { batch, signal } from "@preact/signals";
import type { LogEntry } from "./log-entry.ts";
import { findHits, type Hit, hitFrom, type Query } from "./search.ts";

/** Searches the window once for each question, and from then on only what comes. */
export class LogSearch {
  readonly query = signal<Query>({ text: "", matchCase: false });
  readonly hits = signal<readonly Hit[]>([]);
  readonly current = signal<Hit | undefined>(undefined);
  /** Counts the jumps to a hit, so that the same one can be jumped to twice. */
  readonly jumps = signal(0);

  readonly #entries: () => readonly LogEntry[];
  #hits: Hit[] = [];
  #jumped = false;

  constructor(entries: () => readonly LogEntry[], query: Query) {
    this.#entries = entries;
    this.query.value = query;
  }

  /** The current hit is the first at or after the topmost line that is seen, else the last. */
  ask(change: Partial<Query>, firstSeen: number): void {
    batch(() => {
      this.query.value = { ...this.query.value, ...change };
      this.#hits = findHits(this.#entries(), this.query.value);
      this.#jumped = false;
      this.hits.value = this.#hits;
      this.current.value = this.#hits[hitFrom(this.#hits, firstSeen)] ?? this.#hits.at(-1);
    });
  }

  /** What is searched is another now. The current hit stays where it is still there. */
  again(firstSeen: number): void {
    if (this.query.peek().text === "") return;
    const before = this.current.peek();
    const jumped = this.#jumped;
    batch(() => {
      this.ask({}, firstSeen);
      const same = this.#hits.find(({ key, start }) => key === before?.key && start === before.start);
      if (same === undefined) return;
      this.current.value = same;
      this.#jumped = jumped;
    });
  }

  /** To the next hit or the one before, round at the ends; the first time to the current one itself. */
  go(step: 1 | -1): void {
    const hits = this.hits.value;
    if (hits.length === 0) return;
    const at = this.index();
    const next = this.#jumped || step === -1 ? (at + step + hits.length) % hits.length : at;
    this.#jumped = true;
    batch(() => {
      this.current.value = hits[next];
      this.jumps.value++;
    });
  }

  /** Counts from 0; 0 too where there is none. */
  index(): number {
    const { current, hits } = this;
    if (current.value === undefined) return 0;
    let at = hitFrom(hits.value, current.value.key);
    while (hits.value[at]?.key === current.value.key && (hits.value[at]?.start ?? 0) < current.value.start) at++;
    return Math.min(at, Math.max(0, hits.value.length - 1));
  }

  /** What came, and the first key that is still in the window. Shown with `show`, once a frame. */
  add(entries: readonly LogEntry[], firstKey: number): void {
    if (this.query.peek().text === "") return;
    const last = this.#hits.at(-1)?.key ?? -1;
    const found = findHits(entries, this.query.peek());
    for (const hit of found) this.#hits.push(hit);
    // What came late stands among the others.
    if (found.some(({ key }) => key < last)) this.#hits.sort((a, b) => a.key - b.key || a.start - b.start);
    const gone = hitFrom(this.#hits, firstKey);
    if (gone > 0) this.#hits.splice(0, gone);
  }

  show(): void {
    if (this.query.peek().text === "") return;
    this.hits.value = [...this.#hits];
    const current = this.current.peek();
    const first = this.#hits[0];
    if (current === undefined || first === undefined || current.key < first.key) this.current.value = first;
  }

  dropBefore(firstKey: number): void {
    this.#hits = this.#hits.slice(hitFrom(this.#hits, firstKey));
    this.show();
  }
}
