import { type Signal, signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { StatsRecording } from "@quayside/core/model/stats-recording.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";

/** What is recorded, and the switch for it. */
export class RecordingModel {
  /** Undefined until it is known. */
  readonly state: Signal<StatsRecording | undefined> = signal(undefined);
  readonly failure: Signal<ErrorInfo | undefined> = signal(undefined);
  readonly #api: PanelApi;

  constructor(api: PanelApi) {
    this.#api = api;
  }

  async follow(signal: AbortSignal): Promise<void> {
    try {
      for await (const state of this.#api.stream("stats.recording", {}, signal)) this.state.value = state;
    } catch {
      // The stream of the containers fails with it, and the panel says so.
    }
  }

  /** Of one host, or of all where none is told. */
  async record(host: string | undefined, on: boolean): Promise<void> {
    this.failure.value = undefined;
    try {
      await this.#api.call("stats.record", { ...(host === undefined ? {} : { host }), on });
    } catch (error) {
      this.failure.value = errorInfo(error);
    }
  }
}
