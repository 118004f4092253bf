/**
 * Epoch milliseconds of the timestamps of one container, as this machine's clock would have told them: with the fraction
 * down to about 0.2 µs, which is what a double holds. Most lines are of the same second as the one before.
 */
export class LogClock {
  #second = "";
  #start = Number.NaN;

  /** `timestamp`: RFC 3339 in UTC with nine digits. `clockAhead`: of the container's host. NaN where it is no time. */
  at(timestamp: string, clockAhead: number): number {
    const second = timestamp.slice(0, 19);
    if (second !== this.#second) {
      this.#second = second;
      this.#start = Date.parse(`${second}Z`);
    }
    const fraction = timestamp.length > 20 ? Number(timestamp.slice(20, -1)) / 10 ** (timestamp.length - 24) : 0;
    return this.#start + fraction - clockAhead;
  }
}
