/** All in milliseconds. */
export interface HostTimings {
  /** Until a new connection has answered for the first time. */
  readonly connect: number;
  /** A connection that was silent for so long is pinged. */
  readonly silence: number;
  /** Until a ping counts as unanswered; two in a row make the host unreachable. */
  readonly ping: number;
  /** The wait after a first failure; it doubles with each further one. */
  readonly firstRetry: number;
  readonly longestRetry: number;
  /** The wait where somebody has to do something first: to vouch for a key, to let one in over there. */
  readonly afterRefusal: number;
}

export const usualTimings: HostTimings = {
  connect: 10_000,
  silence: 15_000,
  ping: 5_000,
  firstRetry: 500,
  longestRetry: 30_000,
  afterRefusal: 300_000,
};

/**
 * The wait before the next try after so many failures in a row: doubling, with a quarter of jitter either way, so that
 * many windows don't knock at once. `random` gives 0 to 1.
 */
export function retryDelay(failures: number, timings: HostTimings, random: () => number): number {
  const doubled = Math.min(timings.firstRetry * 2 ** Math.max(0, failures - 1), timings.longestRetry);
  return Math.round(doubled * (0.75 + random() / 2));
}
