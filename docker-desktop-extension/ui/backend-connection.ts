import { signal } from "@preact/signals";
import { delay, orAborted } from "@quayside/core/lifetime/abort.ts";
import type { Disposable } from "@quayside/core/lifetime/disposable.ts";
import { connectPanel } from "@quayside/core/panel/connection.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { wordsOf } from "./rejection.ts";
import { DesktopTransport } from "./transport/desktop-transport.ts";
import type { Downlink } from "./transport/downlink.ts";
import { type OpenedSession, OtherVersion, type ServiceCalls } from "./transport/service-calls.ts";

export type BackendState =
  /** Of another version: the page has to be loaded again. */
  | { readonly kind: "other-version" }
  | { readonly kind: "connecting"; readonly tries: number; readonly again: boolean; readonly detail?: string }
  /** `faltering`: the backend can't be reached for now; what is shown may be old. */
  | { readonly kind: "open"; readonly api: PanelApi; readonly readsFiles: boolean; readonly faltering: boolean };

/** The page's connection to the backend, made again whenever the backend has forgotten it. */
export class BackendConnection implements Disposable {
  readonly state = signal<BackendState>({ kind: "connecting", tries: 0, again: false });
  readonly #calls: ServiceCalls;
  readonly #downlink: () => Downlink;
  readonly #closing = new AbortController();

  /** Each session begins with a downlink of its own. */
  constructor(calls: ServiceCalls, downlink: () => Downlink) {
    this.#calls = calls;
    this.#downlink = downlink;
  }

  /** Runs until it is disposed of. Failures show in the state; it never rejects. */
  async run(): Promise<void> {
    const { signal: closing } = this.#closing;
    for (let again = false; !closing.aborted; again = true) {
      const opened = await this.#openSession(again);
      if (opened === undefined) return;
      const { session, readsFiles } = opened;
      const transport = new DesktopTransport(session, this.#calls, this.#downlink());
      const api = connectPanel(transport);
      this.state.value = { kind: "open", api, readsFiles, faltering: false };
      transport.onDidFalter((faltering) => {
        this.state.value = { kind: "open", api, readsFiles, faltering };
      });
      const leave = () => api.dispose();
      closing.addEventListener("abort", leave);
      await new Promise<void>((resolve) => {
        transport.onEnd(resolve);
      });
      closing.removeEventListener("abort", leave);
    }
  }

  dispose(): void {
    this.#closing.abort();
  }

  /** Tries until it succeeds; nothing when it was disposed of meanwhile. */
  async #openSession(again: boolean): Promise<OpenedSession | undefined> {
    const { signal: closing } = this.#closing;
    this.state.value = { kind: "connecting", tries: 0, again };
    for (let tries = 1; !closing.aborted; tries += 1) {
      try {
        return await orAborted(this.#calls.openSession(), closing);
      } catch (error) {
        if (closing.aborted) return undefined;
        if (error instanceof OtherVersion) {
          this.state.value = { kind: "other-version" };
          return undefined;
        }
        this.state.value = { kind: "connecting", tries, again, detail: wordsOf(error) };
        // The loop looks at the signal itself.
        await delay(Math.min(50 * 2 ** tries, 2000), closing).catch(() => {});
      }
    }
    return undefined;
  }
}
