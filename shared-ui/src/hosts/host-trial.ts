import { signal } from "@preact/signals";
import type { HostTestReport } from "@quayside/core/model/host-test.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import type { GivenConnection } from "./draft.ts";

/** Tries a host out: the steps as they come, under an id that what is given on the way belongs to. */
export class HostTrial {
  /** How far it came; undefined where nothing was tried as the host stands now. */
  readonly report = signal<HostTestReport | undefined>(undefined);
  readonly running = signal(false);

  readonly #api: PanelApi;
  readonly #closed: AbortSignal;
  /** The id of a host that is there. */
  readonly #own: string | undefined;
  #id: string | undefined;
  #run: AbortController | undefined;

  constructor(api: PanelApi, own: string | undefined, closed: AbortSignal) {
    this.#api = api;
    this.#own = own;
    this.#id = own;
    this.#closed = closed;
  }

  /** Under which the host is to be added; undefined where it was never tried. */
  get id(): string | undefined {
    return this.#id;
  }

  /** Under the id of a trial from before the panel was hidden. */
  goOnAs(id: string | undefined): void {
    this.#id ??= id;
  }

  get passed(): boolean {
    const report = this.report.value;
    return report?.finished === true && report.error === undefined;
  }

  /** Rejects where it can't be tried at all; that the host doesn't answer is in the report. */
  async run(name: string, connection: GivenConnection, pastedKey: string | undefined): Promise<void> {
    this.stop();
    const run = new AbortController();
    this.#run = run;
    const signal = AbortSignal.any([run.signal, this.#closed]);
    this.running.value = true;
    this.report.value = undefined;
    try {
      this.#id ??= await this.#api.call("hosts.newId", {}, signal);
      const key = pastedKey === undefined ? {} : { pastedKey };
      const input = { id: this.#id, name, connection, ...key };
      for await (const report of this.#api.stream("hosts.test", input, signal)) {
        if (signal.aborted) break;
        this.report.value = report;
        if (report.finished) break;
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      if (this.#run === run) {
        this.#run = undefined;
        this.running.value = false;
      }
    }
  }

  stop(): void {
    this.#run?.abort();
    this.#run = undefined;
    this.running.value = false;
  }

  /** What was found out is true no more. */
  drop(): void {
    this.stop();
    this.report.value = undefined;
  }

  /** Under which something may be kept though no host is added; a host that is there keeps what it has. */
  get left(): string | undefined {
    return this.#own === undefined ? this.#id : undefined;
  }
}
