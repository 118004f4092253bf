import { isError } from "../errors/errors.ts";
import { orAborted, throwIfAborted } from "../lifetime/abort.ts";
import type { Finding, HostScan } from "../model/finding.ts";
import type { FactGatherer } from "./gather-facts.ts";
import { judgeHost } from "./judge/host.ts";
import type { Thresholds } from "./thresholds.ts";

export interface ScannerOptions {
  readonly facts: FactGatherer;
  readonly thresholds: Thresholds;
  readonly now: () => number;
  /** Puts changes of verdict on record. */
  readonly record: (findings: readonly Finding[], signal: AbortSignal) => Promise<void>;
  readonly reasonOf: (error: unknown) => string;
}

/** The verdicts on one host. While it can't be looked at they stay as they were. */
export class HostScanner {
  readonly #host: string;
  readonly #options: ScannerOptions;
  #turn: Promise<void> = Promise.resolve();
  #findings: readonly Finding[] = [];
  #scan: HostScan;

  constructor(host: string, options: ScannerOptions) {
    this.#host = host;
    this.#options = options;
    this.#scan = { host, state: "never" };
  }

  get findings(): readonly Finding[] {
    return this.#findings;
  }

  get state(): HostScan {
    return this.#scan;
  }

  /** One at a time. What the host refuses is told by `state`; rejects with StoreUnusable and Cancelled. */
  scan(whole: boolean, signal: AbortSignal): Promise<void> {
    const turn = this.#turn.then(() => this.#scanNow(whole, signal));
    this.#turn = turn.catch(() => {}); // whoever asked for it has its error
    return orAborted(turn, signal);
  }

  /** Its verdicts stay, though they may be old. */
  freeze(reason: string): void {
    const { at } = this.#scan;
    this.#scan =
      at === undefined
        ? { host: this.#host, state: "never", reason }
        : { host: this.#host, state: "frozen", at, reason };
  }

  async #scanNow(whole: boolean, signal: AbortSignal): Promise<void> {
    const { facts, thresholds, now, record, reasonOf } = this.#options;
    throwIfAborted(signal);
    let findings: readonly Finding[];
    try {
      findings = judgeHost({ facts: await facts.gather(whole, signal), thresholds });
    } catch (error) {
      throwIfAborted(signal);
      if (isError(error, "StoreUnusable")) throw error;
      this.freeze(reasonOf(error));
      return;
    }
    this.#findings = findings;
    this.#scan = { host: this.#host, state: "scanned", at: now() };
    await record(findings, signal);
  }
}
