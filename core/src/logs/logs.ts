import { InvalidInput } from "../errors/errors.ts";
import { linkedAbort } from "../lifetime/abort.ts";
import type { LogBatch } from "../model/log-line.ts";
import type { Selector } from "../model/ref.ts";
import { Follow } from "./follow.ts";
import { LogBudget } from "./log-budget.ts";
import type { LogTargets } from "./log-source.ts";
import { OUTBOX_LIMITS, Outbox, type OutboxLimits } from "./outbox.ts";
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
}

/** What the containers of all hosts write. */
export class Logs {
  readonly #targets: LogTargets;
  readonly #now: () => number;
  readonly #limits: OutboxLimits;
  readonly #streams = new SharedStreams();
  readonly #budget = new LogBudget();

  constructor({ targets, now = Date.now, limits = OUTBOX_LIMITS }: LogsParts) {
    this.#targets = targets;
    this.#now = now;
    this.#limits = limits;
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
  const canonical = since === undefined ? undefined : canonicalTimestamp(since);
  if (canonical === "") throw new InvalidInput("since", `“${since}” is no time as RFC 3339 writes it.`);
  return { ...(tail === undefined ? {} : { tail }), ...(canonical === undefined ? {} : { since: canonical }) };
}
