/** Times as the engine's API writes and takes them. */

const million = 1_000_000n;

/** RFC 3339 with nanoseconds. */
export function rfc3339(nanoseconds: bigint): string {
  const seconds = new Date(Number(nanoseconds / million)).toISOString().slice(0, 19);
  return `${seconds}.${String(nanoseconds % 1_000_000_000n).padStart(9, "0")}Z`;
}

export function nanosecondsOf(milliseconds: number): bigint {
  return BigInt(Math.round(milliseconds * 1000)) * 1000n;
}

/** Seconds with a fraction, as `since` and `until` are written; nothing for what is no time, zero or empty. */
export function parseTime(text: string | null): bigint | undefined {
  const [, seconds, fraction = ""] = /^(\d{1,12})(?:\.(\d{1,9})\d*)?$/.exec(text ?? "") ?? [];
  if (seconds === undefined) return undefined;
  const time = BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, "0"));
  return time === 0n ? undefined : time;
}

/** "3 hours", "About a minute": docker/go-units HumanDuration, which the list's Status is made of. */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.round(seconds / 3600);
  if (seconds < 1) return "Less than a second";
  if (seconds === 1) return "1 second";
  if (seconds < 60) return `${seconds} seconds`;
  if (minutes === 1) return "About a minute";
  if (minutes < 60) return `${minutes} minutes`;
  if (hours === 1) return "About an hour";
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 14) return `${Math.floor(hours / 24)} days`;
  if (hours < 24 * 60) return `${Math.floor(hours / 24 / 7)} weeks`;
  if (hours < 24 * 730) return `${Math.floor(hours / 24 / 30)} months`;
  return `${Math.floor(hours / 24 / 365)} years`;
}
