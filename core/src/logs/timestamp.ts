const fixed = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/;
const general = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?(Z|[+-]\d\d:\d\d)$/;

/**
 * RFC 3339 in UTC with nine digits, so that text order is time order; empty where it is no time, or the year 1 that
 * Go writes for "never". Docker writes this form; Podman has the zone of its host and leaves zeros out.
 */
export function canonicalTimestamp(text: string): string {
  if (fixed.test(text)) return text;
  const [, seconds, fraction = "", zone] = general.exec(text) ?? [];
  if (seconds === undefined) return "";
  const time = Date.parse(`${seconds}${zone}`);
  if (Number.isNaN(time) || seconds.startsWith("0001-")) return "";
  return `${new Date(time).toISOString().slice(0, 19)}.${fraction.padEnd(9, "0")}Z`;
}

/** Epoch milliseconds of a canonical timestamp. */
export function epochMilliseconds(timestamp: string): number {
  return Date.parse(`${timestamp.slice(0, 23)}Z`);
}

/** The form that the logs API takes: seconds since 1970, a dot, nanoseconds. */
export function epochSeconds(timestamp: string, earlierBy = 0): string {
  const seconds = Math.floor(epochMilliseconds(timestamp) / 1000) - earlierBy;
  return `${seconds}.${timestamp.slice(20, 29)}`;
}

/** So many milliseconds later. */
export function shifted(timestamp: string, milliseconds: number): string {
  if (milliseconds === 0) return timestamp;
  const moved = new Date(epochMilliseconds(timestamp) + Math.round(milliseconds)).toISOString();
  return `${moved.slice(0, 23)}${timestamp.slice(23)}`;
}
