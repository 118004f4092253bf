import { InvalidInput, NotFound } from "../errors/errors.ts";
import { linkedAbort } from "../lifetime/abort.ts";
import type { LogBatch } from "../model/log-line.ts";
import type { LogPart, LogSearchBatch, LogSearchQuery } from "../model/log-search.ts";
import { PatternError } from "../model/log-text/pattern-syntax.ts";
import type { LogSelector, NamedContainer, Selector } from "../model/ref.ts";
import { readAround } from "./around.ts";
import { Follow } from "./follow.ts";
import { LogBudget } from "./log-budget.ts";
import type { LogTargets } from "./log-source.ts";
import { type MergePatience, usualPatience } from "./merge-window.ts";
import { MergedFollow, type Selection } from "./merged-follow.ts";
import { OUTBOX_LIMITS, Outbox, type OutboxLimits } from "./outbox.ts";
import { readOnce, type Span } from "./read-once.ts";
import { SEARCH_LIMITS, type SearchLimits } from "./search/limits.ts";
import { LineQuery } from "./search/line-search.ts";
import { LogSearch } from "./search/log-search.ts";
import { SharedStreams } from "./shared-stream.ts";
import { canonicalTimestamp, shifted } from "./timestamp.ts";

export interface LogQuery {
  readonly selector: Selector;
  /** Lines of history; all of them where it is left out. */
  readonly tail?: number;
  /** Only lines at or after this time: RFC 3339, nanoseconds allowed. */
  readonly since?: string;
}

export interface MergedQuery {
  readonly selectors: readonly LogSelector[];
  /** Containers that the selectors mean too, and that are not wanted. */
  readonly except?: readonly NamedContainer[];
  /** Lines of history of each; all of them where it is left out. */
  readonly tail?: number;
  /** Only lines at or after this time, by this machine's clock: RFC 3339, nanoseconds allowed. */
  readonly since?: string;
  /** Only lines at or before this time. It is not followed then. */
  readonly until?: string;
  /** False: what there is, and no more. */
  readonly follow?: boolean;
  /** By this, what is followed can be changed while it is. */
  readonly view?: string;
}

/** Milliseconds between batches where lines come singly. */
const BATCH_PAUSE = 50;

export interface LogsParts {
  readonly targets: LogTargets;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  readonly limits?: OutboxLimits;
  readonly searchLimits?: SearchLimits;
  readonly patience?: MergePatience;
}

/** What the containers of all hosts write. */
export class Logs {
  readonly #targets: LogTargets;
  readonly #now: () => number;
  readonly #limits: OutboxLimits;
  readonly #searchLimits: SearchLimits;
  readonly #patience: MergePatience;
  readonly #streams = new SharedStreams();
  readonly #budget = new LogBudget();
  readonly #views = new Map<string, MergedFollow>();

  constructor({
    targets,
    now = Date.now,
    limits = OUTBOX_LIMITS,
    searchLimits = SEARCH_LIMITS,
    patience = usualPatience,
  }: LogsParts) {
    this.#targets = targets;
    this.#now = now;
    this.#limits = limits;
    this.#searchLimits = searchLimits;
    this.#patience = patience;
  }

  /** How many streams of engines are open: one for each container that anybody follows. */
  get openStreams(): number {
    return this.#streams.size;
  }

  /**
   * History, then what comes, as long as the loop goes on: over ends and restarts, re-creation under the same name, and
   * loss of the host, with a notice for each. Ends when the loop is left or the signal aborts. A batch comes at most
   * 50 ms after its first line or holds about 64 KB. Errors: InvalidInput, EngineError.
   */
  async *follow(query: LogQuery, signal: AbortSignal): AsyncGenerator<LogBatch> {
    const history = historyQuery(query);
    const outbox = new Outbox(this.#limits, this.#now);
    this.#budget.add(outbox);
    const parts = { targets: this.#targets, streams: this.#streams, outbox, now: this.#now };
    const follow = new Follow(parts, query.selector, () => history);
    const left = linkedAbort(signal);
    const failed = new AbortController();
    const running = follow.run(left.signal).catch((error) => failed.abort(error));
    try {
      yield* batches(outbox, failed.signal, signal);
      if (!signal.aborted) throw failed.signal.reason;
    } finally {
      left.abort();
      left.dispose();
      await running;
      this.#budget.remove(outbox);
    }
  }

  /**
   * The same of several containers, in the order of time as this machine's clock has it; what a stack, a service or a
   * host gets meanwhile joins by itself. A source that says nothing, or whose host is away, holds the others up for a
   * moment only: its lines are marked late then. Errors: InvalidInput; EngineError where none of them can be read.
   */
  async *followAll(query: MergedQuery, signal: AbortSignal): AsyncGenerator<LogBatch> {
    const { selectors, except = [], until, follow = until === undefined, view } = query;
    const span = spanOf(query);
    const merged = new MergedFollow(
      {
        ...{ targets: this.#targets, limits: this.#limits, patience: this.#patience, now: this.#now },
        read: (selector, outbox, clockAhead, abort) => {
          const parts = { targets: withClock(this.#targets), streams: this.#streams, outbox, now: this.#now };
          const theirs = () => byClock(span, clockAhead());
          if (!follow) return readOnce(parts, selector, theirs, abort);
          return new Follow(parts, selector, theirs).run(abort);
        },
        opened: (outbox) => this.#budget.add(outbox),
        closed: (outbox) => this.#budget.remove(outbox),
        finite: !follow,
      },
      { selectors, except },
    );
    if (view !== undefined) this.#views.set(view, merged);
    try {
      yield* merged.run(signal);
    } finally {
      if (view !== undefined && this.#views.get(view) === merged) this.#views.delete(view);
    }
  }

  /** Changes what a view follows; what it has already stays. NotFound where there is no such view. */
  select(view: string, selection: Selection): void {
    const merged = this.#views.get(view);
    if (merged === undefined) throw new NotFound("These logs are not followed any more.");
    merged.select(selection);
  }

  /**
   * Looks through what the containers have written up to now, running or stopped, on all hosts that answer; what can't
   * be read is told beside the hits. First comes a batch with all containers that are searched, then what is found. Ends
   * by itself; when the loop is left or the signal aborts nothing of it goes on. Errors: InvalidInput.
   */
  async *search(query: LogSearchQuery, signal: AbortSignal): AsyncGenerator<LogSearchBatch> {
    const { since, until } = query;
    const range = {
      ...(since === undefined ? {} : { since: checkedTime("since", since) }),
      ...(until === undefined ? {} : { until: checkedTime("until", until) }),
    };
    yield* new LogSearch(this.#targets, this.#searchLimits, query, lineQuery(query), range).run(signal);
  }

  /** Some lines before a time and from it on, however far back it is. Errors: InvalidInput, NotFound, EngineError. */
  async around(selector: Selector, time: string, signal: AbortSignal): Promise<LogPart> {
    return readAround(this.#targets, { selector, timestamp: checkedTime("timestamp", time) }, signal);
  }
}

function lineQuery(query: LogSearchQuery): LineQuery {
  if (query.text === "" && (query.levels ?? []).length === 0)
    throw new InvalidInput("text", "There is nothing to search for.");
  try {
    return new LineQuery(query);
  } catch (error) {
    if (error instanceof PatternError)
      throw new InvalidInput("text", "This is no regular expression that can be searched for.");
    throw error;
  }
}

/** Until nothing more comes and all was taken. */
async function* batches(outbox: Outbox, over: AbortSignal, signal: AbortSignal): AsyncGenerator<LogBatch> {
  let next = 0;
  for (;;) {
    while (outbox.isEmpty && !over.aborted) await outbox.filled.wait(over);
    while (!outbox.isPressing && !over.aborted && performance.now() < next) {
      await outbox.pressed.wait(over, next - performance.now());
    }
    if (signal.aborted || outbox.isEmpty) return;
    next = performance.now() + BATCH_PAUSE;
    yield outbox.take();
  }
}

function historyQuery({ tail, since }: LogQuery): { readonly tail?: number; readonly since?: string } {
  return spanOf({ ...(tail === undefined ? {} : { tail }), ...(since === undefined ? {} : { since }) });
}

function checkedTime(field: string, text: string): string {
  const canonical = canonicalTimestamp(text);
  if (canonical === "") throw new InvalidInput(field, `“${text}” is no time as RFC 3339 writes it.`);
  return canonical;
}

function spanOf({ tail, since, until }: Span): Span {
  return {
    ...(tail === undefined ? {} : { tail }),
    ...(since === undefined ? {} : { since: checkedTime("since", since) }),
    ...(until === undefined ? {} : { until: checkedTime("until", until) }),
  };
}

/** The same span by the clock of a host. */
function byClock({ since, until, ...span }: Span, ahead: number): Span {
  return {
    ...span,
    ...(since === undefined ? {} : { since: shifted(since, ahead) }),
    ...(until === undefined ? {} : { until: shifted(until, ahead) }),
  };
}

/** A host is not there before it is known by how much its clock is ahead. */
function withClock(targets: LogTargets): LogTargets {
  return {
    host: (id) => {
      const host = targets.host(id);
      return host?.kind === "online" && targets.clockAhead(id) === undefined ? { kind: "connecting" } : host;
    },
    find: (selector) => targets.find(selector),
    all: () => targets.all(),
    members: (selector) => targets.members(selector),
    hostName: (id) => targets.hostName(id),
    clockAhead: (id) => targets.clockAhead(id),
    inspect: (ref, signal) => targets.inspect(ref, signal),
    onDidChange: targets.onDidChange,
  };
}
