import { clockSeconds } from "../text/clock-time.ts";

/** RFC 3339 with nanoseconds → local time in two parts: seconds, and milliseconds that a narrow panel leaves out. */
export function lineTime(timestamp: string): readonly [seconds: string, milliseconds: string] {
  const time = Date.parse(timestamp.replace(/(\.\d{3})\d*/, "$1"));
  if (Number.isNaN(time)) return ["", ""];
  return [clockSeconds(time), `.${String(time % 1000).padStart(3, "0")}`];
}
