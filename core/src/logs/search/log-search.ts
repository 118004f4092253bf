import { HostUnreachable, isError } from "../../errors/errors.ts";
import { type LinkedAbort, linkedAbort } from "../../lifetime/abort.ts";
import type { LogSearchBatch, LogSearchQuery, SearchedContainer, SearchedState } from "../../model/log-search.ts";
import { refKey } from "../../model/ref.ts";
import type { LogTargets } from "../log-source.ts";
import { ContainerSearch, type Left, type SearchRange } from "./container-search.ts";
import type { SearchLimits } from "./limits.ts";
import { type LineQuery, LineSearch } from "./line-search.ts";
import { type Scope, scopeOf, type Wanted } from "./scope.ts";
import { isOver, SearchReport } from "./search-report.ts";

/** Milliseconds between batches where little comes. */
const PAUSE = 100;
const NONE = { lines: 0, bytes: 0, hits: 0, longLines: 0 } as const;

/** One search through the logs of many containers: so many at once on each host and in all, the newest first. */
export class LogSearch {
  readonly #targets: LogTargets;
  readonly #limits: SearchLimits;
  readonly #query: LineQuery;
  readonly #asked: LogSearchQuery;
  readonly #range: Omit<SearchRange, "rest">;
  readonly #report = new SearchReport();
  readonly #reading = new Map<string, number>();
  readonly #hosts = new Map<string, LinkedAbort>();
  #hits = 0;
  #full: "bytes" | "hits" | undefined;
  #over = new AbortController();

  constructor(
    targets: LogTargets,
    limits: SearchLimits,
    asked: LogSearchQuery,
    query: LineQuery,
    range: Omit<SearchRange, "rest">,
  ) {
    this.#targets = targets;
    this.#limits = limits;
    this.#asked = asked;
    this.#query = query;
    this.#range = range;
  }

  async *run(signal: AbortSignal): AsyncGenerator<LogSearchBatch> {
    const left = linkedAbort(signal);
    const listening = this.#targets.onDidChange((host) => this.#hostChanged(host));
    const scope = scopeOf(this.#asked, this.#targets.all());
    for (const { ref, name } of scope.containers) this.#report.tell({ ref, name, state: { kind: "waiting" }, ...NONE });
    const working = this.#work(scope, left.signal).finally(() => this.#over.abort());
    // Whoever waits for it below hears of what went wrong.
    working.catch(() => {});
    try {
      yield this.#report.take();
      while (!signal.aborted) {
        if (!this.#over.signal.aborted) await this.#report.filled.wait(this.#over.signal, PAUSE);
        if (signal.aborted || (this.#over.signal.aborted && this.#report.isEmpty)) break;
        if (!this.#report.isEmpty) yield this.#report.take();
      }
      if (!signal.aborted) await working;
    } finally {
      left.abort();
      left.dispose();
      listening.dispose();
      await working.catch(() => {}); // thrown above, where anybody still waits for it
      for (const host of this.#hosts.values()) host.dispose();
    }
  }

  async #work({ hosts, containers }: Scope, signal: AbortSignal): Promise<void> {
    for (const host of hosts) {
      this.#hosts.set(host, linkedAbort(signal));
      const state = this.#targets.host(host);
      if (state?.kind === "unreachable") this.#report.away({ host, reason: state.reason });
      if (state?.kind === "connecting") this.#report.away({ host, reason: "" });
    }
    const queue = [...containers];
    const running = new Set<Promise<void>>();
    while ((queue.length > 0 || running.size > 0) && !signal.aborted) {
      for (let next = this.#next(queue, running.size); next !== undefined; next = this.#next(queue, running.size)) {
        const work: Promise<void> = this.#search(next, signal).finally(() => running.delete(work));
        running.add(work);
      }
      if (running.size > 0) await Promise.race(running);
    }
    await Promise.all(running);
  }

  /** The next whose host has room. */
  #next(queue: Wanted[], running: number): Wanted | undefined {
    if (running >= this.#limits.parallel) return undefined;
    const index = queue.findIndex(({ ref }) => (this.#reading.get(ref.host) ?? 0) < this.#room(ref.host));
    return index === -1 ? undefined : queue.splice(index, 1)[0];
  }

  #room(host: string): number {
    const state = this.#targets.host(host);
    return state?.kind === "online" && state.source.fewConnections === true ? 1 : this.#limits.perHost;
  }

  async #search(wanted: Wanted, signal: AbortSignal): Promise<void> {
    const { ref, name } = wanted;
    const found = { ref, name, ...NONE };
    const rest = this.#asked.rests?.find((given) => refKey(given.ref) === refKey(ref));
    if (this.#full !== undefined) {
      const why = this.#full;
      const onward = why === "bytes" ? { rest: rest ?? { ref, lines: 0 } } : {};
      this.#report.tell({ ...found, state: { kind: "cut", why, ...onward } });
      return;
    }
    const host = this.#hosts.get(ref.host) ?? linkedAbort(signal);
    this.#hosts.set(ref.host, host);
    this.#reading.set(ref.host, (this.#reading.get(ref.host) ?? 0) + 1);
    try {
      await this.#read(wanted, { ...this.#range, ...(rest === undefined ? {} : { rest }) }, host.signal);
    } catch (error) {
      if (signal.aborted) return;
      this.#failed(wanted, host.signal.aborted ? host.signal.reason : error);
    } finally {
      this.#reading.set(ref.host, (this.#reading.get(ref.host) ?? 1) - 1);
    }
  }

  async #read({ ref, name, running }: Wanted, range: SearchRange, signal: AbortSignal): Promise<void> {
    const state = this.#targets.host(ref.host);
    if (state === undefined || state.kind !== "online") {
      const reason = state?.kind === "unreachable" ? state.reason : "";
      this.#report.tell({ ref, name, ...NONE, state: { kind: "away", reason } });
      return;
    }
    const counts = { lines: 0, hits: 0, longLines: 0 };
    const tell = (now: SearchedState): void =>
      this.#report.tell({ ref, name, ...counts, bytes: search.bytes, state: now });
    const lines = new LineSearch(ref, this.#query, (hit) => {
      // What was open when it was enough is over the limit by a line or two.
      if (counts.hits >= this.#limits.containerHits || this.#hits >= this.#limits.hits) return;
      counts.hits++;
      this.#hits++;
      this.#report.hit(hit);
    });
    const sink = {
      take: (entry: Parameters<LineSearch["add"]>[0]): boolean => {
        counts.lines++;
        if (entry.cutFrom !== undefined) counts.longLines++;
        lines.add(entry);
        if (counts.lines % 5_000 === 0) {
          tell({ kind: "reading" });
          if (this.#report.bytes > this.#limits.bytes) this.#full ??= "bytes";
        }
        if (this.#hits >= this.#limits.hits) this.#full ??= "hits";
        return this.#full === undefined && counts.hits < this.#limits.containerHits;
      },
      pause: () => lines.end(),
    };
    const { tty, running: runs } = await this.#targets.inspect(ref, signal);
    const place = { source: state.source, ref, tty, complete: !(running && runs) };
    const { containerBytes, bytes, firstLines } = this.#limits;
    // The newest lines are read of each, however little is left.
    const room = Math.max(0, Math.min(containerBytes, bytes - this.#report.bytes));
    const search = new ContainerSearch(place, range, { bytes: room, firstLines }, sink);
    tell({ kind: "reading" });
    try {
      const left = await search.run(signal);
      tell(stateOf(left, this.#full === "hits" || counts.hits >= this.#limits.containerHits));
    } catch (error) {
      lines.end();
      // With what was read up to then.
      tell({ kind: "reading" });
      throw error;
    }
    if (this.#report.bytes > this.#limits.bytes) this.#full ??= "bytes";
  }

  #failed({ ref, name }: Wanted, error: unknown): void {
    const known = this.#report.container(ref);
    const found: Omit<SearchedContainer, "state"> = known ?? { ref, name, ...NONE };
    const reason = error instanceof Error ? error.message : String(error);
    const away = isError(error, "HostUnreachable");
    this.#report.tell({ ...found, state: { kind: away ? "away" : "refused", reason } });
  }

  /** A stream of an engine that hangs just stays silent: that the host is lost is only seen from outside. */
  #hostChanged(id: string): void {
    const host = this.#targets.host(id);
    if (host !== undefined && host.kind !== "unreachable") return;
    const reason = host?.reason ?? "";
    const held = this.#hosts.get(id);
    if (held === undefined || held.signal.aborted) return;
    const waits = [...this.#report.all].some((container) => container.ref.host === id && !isOver(container));
    if (waits) this.#report.away({ host: id, reason });
    held.abort(new HostUnreachable("connection-lost", id, reason));
  }
}

function stateOf(left: Left, full: boolean): SearchedState {
  if (left === undefined) return { kind: "done" };
  if (full) return { kind: "cut", why: "hits" };
  return left === "rest unknown" ? { kind: "cut", why: "bytes" } : { kind: "cut", why: "bytes", rest: left };
}
