import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { WATCHED_CONTAINERS } from "@quayside/core/model/container-stats.ts";
import { type Ref, refKey } from "@quayside/core/model/ref.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { type History, type Usage, usageOf, withSample } from "./usage-history.ts";

/** Milliseconds: while rows fly by nobody looks at them. */
const SETTLES = 200;
/** So many that are not looked at any more are remembered. */
const REMEMBERED = 1000;

const NOTHING: History = [];

/** The same for the same containers in any order. */
const keyOf = (refs: readonly Ref[]): string => refs.map(refKey).sort().join("\n");

/** What the containers that are looked at use. */
export class UsageModel {
  readonly #api: PanelApi;
  readonly #histories = new Map<string, Signal<History>>();
  readonly #order = signal<ReadonlyMap<string, Usage>>(new Map());
  /** Those that are wanted; followed while the page is seen. */
  #wanted: readonly Ref[] = [];
  #seen = true;
  #followed = "";
  #following = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: PanelApi) {
    this.#api = api;
  }

  /** The last minute of one container; empty where there is no value now. */
  of(key: string): ReadonlySignal<History> {
    return this.#history(key);
  }

  /** To sort by. */
  get order(): ReadonlySignal<ReadonlyMap<string, Usage>> {
    return this.#order;
  }

  /** From now on these and no others. The first at once; a change when it is not changed again. */
  watch(refs: readonly Ref[]): void {
    const wanted = refs.slice(0, WATCHED_CONTAINERS);
    if (keyOf(wanted) === keyOf(this.#wanted)) return;
    this.#wanted = wanted;
    clearTimeout(this.#timer);
    if (this.#followed === "" || refs.length === 0) this.#follow();
    else this.#timer = setTimeout(() => this.#follow(), SETTLES);
  }

  /** Whether the page is seen at all. */
  show(seen: boolean): void {
    this.#seen = seen;
    this.#follow();
  }

  dispose(): void {
    this.watch([]);
  }

  #follow(): void {
    const refs = this.#seen ? this.#wanted : [];
    const followed = keyOf(refs);
    if (followed === this.#followed) return;
    this.#followed = followed;
    const before = this.#following;
    this.#following = new AbortController();
    if (refs.length > 0) void this.#read(refs, this.#following.signal);
    // After the new ones are asked for: core goes on reading those that are in both.
    before.abort();
    this.#forget(new Set(refs.map(refKey)));
  }

  async #read(refs: readonly Ref[], signal: AbortSignal): Promise<void> {
    try {
      for await (const updates of this.#api.stream("stats.watch", { refs }, signal)) {
        for (const { ref, sample } of updates) {
          const history = this.#history(refKey(ref));
          history.value = sample === null ? NOTHING : withSample(history.value, sample);
        }
        this.#order.value = new Map([...this.#histories].map(([key, { value }]) => [key, usageOf(value)]));
      }
    } catch {
      // The stream of the containers fails with it, and the panel says so; what it used is not known any more.
      if (!signal.aborted) for (const ref of refs) this.#history(refKey(ref)).value = NOTHING;
    }
  }

  #history(key: string): Signal<History> {
    let history = this.#histories.get(key);
    if (history === undefined) {
      history = signal(NOTHING);
      this.#histories.set(key, history);
    }
    return history;
  }

  #forget(kept: ReadonlySet<string>): void {
    if (this.#histories.size <= REMEMBERED) return;
    for (const key of this.#histories.keys()) if (!kept.has(key)) this.#histories.delete(key);
  }
}
