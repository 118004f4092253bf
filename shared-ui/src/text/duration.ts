const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function unitOf(milliseconds: number): readonly [size: number, name: string] {
  if (milliseconds < MINUTE) return [SECOND, "s"];
  if (milliseconds < HOUR) return [MINUTE, "min"];
  if (milliseconds < DAY) return [HOUR, "h"];
  return [DAY, "d"];
}

/** "8 s", "12 min", "3 h", "41 d": one unit, rounded down. A negative span, as clocks that differ give, is "0 s". */
export function duration(milliseconds: number): string {
  const span = Math.max(0, milliseconds);
  const [size, name] = unitOf(span);
  return `${Math.floor(span / size)} ${name}`;
}

/** Where `duration` says "0 s", which nobody says of what has just happened. */
export function isUnderASecond(milliseconds: number): boolean {
  return milliseconds < SECOND;
}

/** Milliseconds until `duration` of a span that grows reads differently. */
export function durationChangesIn(milliseconds: number): number {
  if (milliseconds < 0) return -milliseconds + SECOND;
  const [size] = unitOf(milliseconds);
  return size - (milliseconds % size);
}

/** Whole seconds left, rounded up, so that "in 1 s" stands until it happens; undefined for what waits for somebody. */
export function secondsLeft(until: number | undefined, now: number): number | undefined {
  if (until === undefined) return undefined;
  return Math.max(0, Math.ceil((until - now) / SECOND));
}
