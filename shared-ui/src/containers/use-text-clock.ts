import { useEffect } from "preact/hooks";
import { durationChangesIn } from "../text/duration.ts";
import type { Row } from "./rows.ts";

const SECOND = 1000;
const HOUR = 3_600_000;

/** Milliseconds until a text of these rows reads differently: a second while one counts seconds, hours for "41 d". */
export function textChangesIn(rows: readonly Row[], now: number): number {
  let soonest = HOUR;
  for (const row of rows) {
    if (row.kind === "failure") {
      const left = (row.state.nextTry ?? now) - now;
      soonest = Math.min(soonest, left > 0 ? left % SECOND || SECOND : HOUR);
    }
    if (row.kind !== "container") continue;
    const { run, createdAt } = row.container;
    soonest = Math.min(soonest, durationChangesIn(now - (run?.since ?? createdAt)));
  }
  return soonest;
}

/** Ticks when, and only when, a text among these rows has to change. */
export function useTextClock(rows: readonly Row[], now: number, tick: () => void): void {
  const wait = textChangesIn(rows, now);
  useEffect(() => {
    const timer = setTimeout(tick, wait);
    return () => clearTimeout(timer);
  });
}
