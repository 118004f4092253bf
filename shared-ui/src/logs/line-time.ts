import { clockSeconds } from "../text/clock-time.ts";
import { duration } from "../text/duration.ts";

export const timeStyles = ["local", "utc", "relative", "off"] as const;
/** How the time of a line is shown. */
export type TimeStyle = (typeof timeStyles)[number];

/** In two parts: down to seconds, and milliseconds that a narrow panel leaves out. `now`: for how long ago it was. */
export function lineTime(at: number, style: TimeStyle, now: number): readonly [seconds: string, milliseconds: string] {
  if (!(at > 0) || style === "off") return ["", ""];
  if (style === "relative") return [now - at < 1000 ? "0 s" : duration(now - at), ""];
  const milliseconds = `.${String(Math.floor(at % 1000)).padStart(3, "0")}`;
  return [style === "utc" ? new Date(at).toISOString().slice(11, 19) : clockSeconds(at), milliseconds];
}
