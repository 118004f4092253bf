import type { LogItem, LogNotice, LogOrigin } from "../model/log-line.ts";
import { LogClock } from "../model/log-time.ts";
import type { MergeWindow, PlacedItem, Standing } from "./merge-window.ts";
import { type Outbox, sizeOfText } from "./outbox.ts";

/** One of several containers that are followed: what its outbox gives gets its place in time and goes into the window. */
export class MergedSource {
  readonly outbox: Outbox;
  readonly #clock = new LogClock();
  #origin: LogOrigin;
  /** Of its last line. It is never earlier than one before: within a source the order is the stream's. */
  #last = Number.NEGATIVE_INFINITY;
  #present = false;
  #quiet = false;

  constructor(origin: LogOrigin, outbox: Outbox) {
    this.#origin = origin;
    this.outbox = outbox;
  }

  get origin(): LogOrigin {
    return this.#origin;
  }

  /** True where something of it is another now. */
  knows(hostName: string, clockAhead: number): boolean {
    if (this.#origin.hostName === hostName && this.#origin.clockAhead === clockAhead) return false;
    this.#origin = { ...this.#origin, hostName, clockAhead };
    return true;
  }

  pass(window: MergeWindow, now: number): void {
    const { number } = this.#origin;
    while (!this.outbox.isEmpty && window.hasRoom(number)) {
      const { items, caughtUp } = this.outbox.take();
      let bytes = 0;
      const placed = items.map((item): PlacedItem => {
        bytes += sizeOfText("line" in item ? item.line.text : "");
        return this.#place(item);
      });
      window.put(number, placed, bytes, now);
      this.#present ||= caughtUp;
      const standing: Standing = this.#quiet ? "quiet" : this.#present ? "live" : "reading";
      window.stands(number, standing, now);
    }
  }

  #place(item: LogItem): PlacedItem {
    const { number: source, clockAhead } = this.#origin;
    if ("notice" in item) {
      this.#quiet = isQuietAfter(item.notice);
      return { notice: item.notice, source, at: this.#placeOf(item.notice) };
    }
    const at = this.#clock.at(item.line.timestamp, clockAhead);
    if (at > this.#last) this.#last = at;
    else if (this.#last === Number.NEGATIVE_INFINITY) this.#last = 0;
    return { line: item.line, source, at: this.#last };
  }

  /** What the engine tells has the engine's time, what Quayside saw its own. */
  #placeOf(notice: LogNotice): number {
    const { clockAhead } = this.#origin;
    const told = notice.kind === "ended" || notice.kind === "restarted" ? notice.at - clockAhead : undefined;
    const own = notice.kind === "skipped" ? this.#last : notice.kind === "reconnected" ? notice.from : notice.at;
    return Math.max(this.#last, told ?? own);
  }
}

/** Nothing is to come after it until another notice says so. */
function isQuietAfter({ kind }: LogNotice): boolean {
  return kind === "unreachable" || kind === "unreadable" || kind === "ended" || kind === "removed";
}
