import { setMaxListeners } from "node:events";
import { Cancelled } from "../errors/errors.ts";
import { type LinkedAbort, linkedAbort } from "../lifetime/abort.ts";
import { Latch } from "../lifetime/latch.ts";
import type { LogBatch, LogOrigin } from "../model/log-line.ts";
import type { LogSelector, NamedContainer, Selector } from "../model/ref.ts";
import type { LogTargets } from "./log-source.ts";
import { type MergePatience, MergeWindow } from "./merge-window.ts";
import { MergedSource } from "./merged-source.ts";
import { BATCH_BYTES, Outbox, type OutboxLimits, SharedLimits } from "./outbox.ts";

/** More containers than this are not followed at once: each holds a stream of its engine open. */
export const MOST_SOURCES = 200;

/** Milliseconds between batches where lines come singly. */
const BATCH_PAUSE = 40;
/** Of one batch. */
const MOST_BYTES = 4 * BATCH_BYTES;

export interface Selection {
  readonly selectors: readonly LogSelector[];
  /** Those of them that are not wanted. */
  readonly except: readonly NamedContainer[];
}

export interface MergedParts {
  readonly targets: LogTargets;
  readonly limits: OutboxLimits;
  readonly patience: MergePatience;
  readonly now: () => number;
  /** Fills the outbox with the lines of one container; `clockAhead` is known when it asks. */
  readonly read: (
    selector: Selector,
    outbox: Outbox,
    clockAhead: () => number,
    signal: AbortSignal,
  ) => Promise<unknown>;
  readonly opened: (outbox: Outbox) => void;
  readonly closed: (outbox: Outbox) => void;
  /** Ends when all of them have ended; else it goes on, since others may join. */
  readonly finite: boolean;
}

interface Running {
  readonly source: MergedSource;
  readonly abort: LinkedAbort;
  readonly done: Promise<void>;
  /** The selectors that mean it, as JSON. */
  readonly meant: Set<string>;
  /** Nothing more comes of it. */
  over: boolean;
}

interface Member {
  readonly container: NamedContainer;
  readonly selector: Selector;
}

/** Several containers in the order of time. What a stack, a service or a host gets joins by itself; what it loses stays. */
export class MergedFollow {
  readonly #parts: MergedParts;
  readonly #window: MergeWindow;
  readonly #limits: SharedLimits;
  readonly #changed = new Latch();
  /** By host and name. */
  readonly #running = new Map<string, Running>();
  /** By id: an id keeps the name that it was first known by. */
  readonly #names = new Map<string, string>();
  #selection: Selection;
  /** Who is meant may be another now. */
  #stale = true;
  #count = 0;
  #told: LogOrigin[] = [];
  #omitted = 0;
  #toldOmitted = 0;
  #settled = false;
  #failure: unknown;

  constructor(parts: MergedParts, selection: Selection) {
    this.#parts = parts;
    this.#selection = selection;
    this.#limits = new SharedLimits(parts.limits, () => this.#running.size);
    this.#window = new MergeWindow(parts.patience, () => this.#limits.bytes / 2);
  }

  /** What is new is read as the first ones were; what is not in it any more is let go. */
  select(selection: Selection): void {
    this.#selection = selection;
    this.#changed.set();
    this.#stale = true;
  }

  async *run(signal: AbortSignal): AsyncGenerator<LogBatch> {
    const listening = this.#parts.targets.onDidChange(() => {
      this.#stale = true;
      this.#changed.set();
    });
    const inside = linkedAbort(signal);
    // One for each source: Node takes more than ten for a leak.
    setMaxListeners(0, inside.signal);
    try {
      yield* this.#batches(inside.signal);
    } finally {
      listening.dispose();
      inside.abort();
      inside.dispose();
      await Promise.all([...this.#running.values()].map(({ done }) => done));
    }
  }

  async *#batches(signal: AbortSignal): AsyncGenerator<LogBatch> {
    let next = 0;
    let caughtUp = false;
    for (;;) {
      if (signal.aborted) return;
      if (this.#stale) this.#look(signal);
      const now = performance.now();
      for (const { source } of this.#running.values()) this.#pass(source, now);
      const settled = this.#window.settled(now) && this.#isKnown;
      if (this.#window.bytes < BATCH_BYTES && settled === this.#settled && now < next) {
        await this.#changed.wait(signal, Math.max(1, next - now));
        continue;
      }
      const items = this.#window.take(MOST_BYTES, now);
      const ended = this.#parts.finite && this.#allOver;
      // Once it has come to the present it stays there, whoever joins later.
      const reached: boolean = caughtUp || (settled && this.#window.bytes < BATCH_BYTES);
      if (items.length > 0 || this.#told.length > 0 || reached !== caughtUp || this.#omitted !== this.#toldOmitted) {
        caughtUp = reached;
        this.#settled = settled;
        next = now + BATCH_PAUSE;
        yield this.#batch(items, caughtUp);
      } else if (this.#allFailed) {
        throw this.#failure;
      } else if (ended) {
        return;
      } else {
        this.#settled = settled;
        await this.#wait(now, signal);
      }
    }
  }

  async #wait(now: number, signal: AbortSignal): Promise<void> {
    const ready = this.#window.readyAt(now);
    const patience = this.#settled ? undefined : this.#parts.patience.reading;
    const until = ready === undefined ? patience : Math.max(1, ready - now);
    await this.#changed.wait(signal, until);
  }

  #batch(items: LogBatch["items"], caughtUp: boolean): LogBatch {
    const origins = this.#told;
    this.#told = [];
    const omitted = this.#omitted;
    this.#toldOmitted = omitted;
    return {
      ...(origins.length === 0 ? {} : { origins }),
      ...(omitted === 0 ? {} : { omitted }),
      items,
      caughtUp,
    };
  }

  get #allFailed(): boolean {
    return this.#failure !== undefined && this.#running.size > 0 && this.#allOver;
  }

  get #allOver(): boolean {
    return (
      this.#window.isEmpty && [...this.#running.values()].every(({ over, source }) => over && source.outbox.isEmpty)
    );
  }

  #pass(source: MergedSource, now: number): void {
    const { targets } = this.#parts;
    const { host, clockAhead } = source.origin;
    if (source.knows(targets.hostName(host), targets.clockAhead(host) ?? clockAhead)) this.#told.push(source.origin);
    source.pass(this.#window, now);
  }

  /** A stack of a host that isn't there yet has no containers, and so has one that was removed. */
  get #isKnown(): boolean {
    const connecting = (host: string): boolean => this.#parts.targets.host(host)?.kind === "connecting";
    return this.#running.size > 0 || !this.#selection.selectors.some(({ host }) => connecting(host));
  }

  /** Who is to be followed now. */
  #look(signal: AbortSignal): void {
    this.#stale = false;
    const { selectors, except } = this.#selection;
    const left = new Set(except.map(keyOf));
    const present = new Set(selectors.map((selector) => JSON.stringify(selector)));
    for (const [key, { source, abort, meant }] of this.#running) {
      // What a stack lost stays; what the person took out doesn't.
      if (!left.has(key) && [...meant].some((selector) => present.has(selector))) continue;
      abort.abort(new Cancelled());
      this.#running.delete(key);
      this.#window.remove(source.origin.number);
    }
    const omitted = new Set<string>();
    for (const selector of selectors) {
      for (const one of this.#membersOf(selector)) {
        const key = keyOf(one.container);
        if (left.has(key)) continue;
        if (!this.#running.has(key) && this.#running.size < MOST_SOURCES) this.#join(key, one, signal);
        const running = this.#running.get(key);
        if (running === undefined) omitted.add(key);
        else running.meant.add(JSON.stringify(selector));
      }
    }
    this.#omitted = omitted.size;
  }

  #membersOf(selector: LogSelector): Member[] {
    const { host } = selector;
    if ("name" in selector) return [{ container: selector, selector }];
    // Until its host is there, an id is all that is known of it.
    if ("id" in selector) {
      const name = this.#names.get(selector.id) ?? this.#parts.targets.find(selector)?.name ?? selector.id;
      this.#names.set(selector.id, name);
      return [{ container: { host, name }, selector }];
    }
    return this.#parts.targets.members(selector).map((container) => ({ container, selector: container }));
  }

  #join(key: string, { container, selector }: Member, signal: AbortSignal): void {
    const { targets, now, read, opened, closed } = this.#parts;
    const { host, name } = container;
    const clockAhead = targets.clockAhead(host) ?? 0;
    const origin = { number: this.#count++, host, hostName: targets.hostName(host), name, clockAhead };
    const outbox = new Outbox(this.#limits, now, this.#changed);
    const source = new MergedSource(origin, outbox);
    const abort = linkedAbort(signal);
    opened(outbox);
    const done = read(selector, outbox, () => targets.clockAhead(host) ?? 0, abort.signal)
      .catch((error) => {
        if (!abort.signal.aborted) this.#failed(source, error);
      })
      .then(() => {
        const running = this.#running.get(key);
        if (running?.source === source) running.over = true;
        abort.dispose();
        closed(outbox);
        this.#changed.set();
      });
    this.#running.set(key, { source, abort, done, meant: new Set(), over: false });
    this.#window.add(origin.number, performance.now());
    this.#told.push(origin);
  }

  /** One that fails for good says so among the lines, and the others go on. */
  #failed({ outbox }: MergedSource, error: unknown): void {
    this.#failure = error;
    if (this.#running.size === 1) return;
    const reason = error instanceof Error ? error.message : String(error);
    outbox.notice({ kind: "unreadable", at: this.#parts.now(), reason });
  }
}

function keyOf({ host, name }: NamedContainer): string {
  return `${host}/${name}`;
}
