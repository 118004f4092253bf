import { InvalidInput } from "../errors/errors.ts";
import { linkedAbort } from "../lifetime/abort.ts";
import type { LogBatch } from "../model/log-line.ts";
import type { LogPart, LogSearchBatch, LogSearchQuery } from "../model/log-search.ts";
import { PatternError } from "../model/log-text/pattern-syntax.ts";
import type { Selector } from "../model/ref.ts";
import { readAround } from "./around.ts";
import { Follow } from "./follow.ts";
import { LogBudget } from "./log-budget.ts";
import type { LogTargets } from "./log-source.ts";
import { OUTBOX_LIMITS, Outbox, type OutboxLimits } from "./outbox.ts";
import { SEARCH_LIMITS, type SearchLimits } from "./search/limits.ts";
import { LineQuery } from "./search/line-search.ts";
import { LogSearch } from "./search/log-search.ts";
import { SharedStreams } from "./shared-stream.ts";
import { canonicalTimestamp } from "./timestamp.ts";

export interface LogQuery {
  readonly selector: Selector;
  /** Lines of history; all of them where it is left out. */
  readonly tail?: number;
  /** Only lines at or after this time: RFC 3339, nanoseconds allowed. */
  readonly since?: string;
}

/** Milliseconds between batches where lines come singly. */
const BATCH_PAUSE = 50;

export interface LogsParts {
  readonly targets: LogTargets;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  readonly limits?: OutboxLimits;
  readonly searchLimits?: SearchLimits;
}

/** What the containers of all hosts write. */
export class Logs {
  readonly #targets: LogTargets;
  readonly #now: () => number;
  readonly #limits: OutboxLimits;
  readonly #searchLimits: SearchLimits;
  readonly #streams = new SharedStreams();
  readonly #budget = new LogBudget();

  constructor({ targets, now = Date.now, limits = OUTBOX_LIMITS, searchLimits = SEARCH_LIMITS }: LogsParts) {
    this.#targets = targets;
    this.#now = now;
    this.#limits = limits;
    this.#searchLimits = searchLimits;
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
    const outbox = new Outbox(this.#limits, this.#now);
    this.#budget.add(outbox);
    const parts = { targets: this.#targets, streams: this.#streams, outbox, now: this.#now };
    const follow = new Follow(parts, query.selector, historyQuery(query));
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
  return {
    ...(tail === undefined ? {} : { tail }),
    ...(since === undefined ? {} : { since: checkedTime("since", since) }),
  };
}

function checkedTime(field: string, text: string): string {
  const canonical = canonicalTimestamp(text);
  if (canonical === "") throw new InvalidInput(field, `“${text}” is no time as RFC 3339 writes it.`);
  return canonical;
}
