import type { v1 } from "@docker/extension-api-client-types";
import { attachExit } from "../../attach-exit.ts";
import { maxMessage } from "../../envelope.ts";
import { StreamReader } from "../../stream-lines.ts";
import type { Downlink, DownlinkEvents } from "./downlink.ts";
import { SessionLost } from "./service-calls.ts";

type Exec = NonNullable<v1.DockerDesktopClient["extension"]["vm"]>["cli"]["exec"];

/** Three heartbeats of the backend and some time for a slow start. */
const SILENCE = 20_000;

/** The output of the helper `attach`, which Docker Desktop runs in the backend's container. */
export class StreamDownlink implements Downlink {
  readonly #exec: Exec;

  constructor(exec: Exec) {
    this.#exec = exec;
  }

  run(session: string, after: number, events: DownlinkEvents, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      let helper: { close(): void } | undefined;
      let complaint = "";
      let finished = false;
      const finish = (error?: unknown): void => {
        finished = true;
        watch.stop();
        signal.removeEventListener("abort", leave);
        helper?.close();
        if (error === undefined) resolve();
        else reject(error);
      };
      const leave = () => finish();
      const watch = watchdog(SILENCE, () => finish(new Error("The backend went silent.")));
      const reader = new StreamReader(6 * maxMessage);
      const onOutput = (data: { readonly stdout?: string | undefined; readonly stderr?: string | undefined }) => {
        if (finished) return;
        watch.restart();
        complaint = (complaint + (data.stderr ?? "")).slice(-500);
        try {
          for (const event of reader.read(data.stdout ?? "")) {
            if (event.kind === "heartbeat") events.heartbeat();
            else events.message(event.sequence, event.message);
          }
        } catch (error) {
          finish(error);
        }
      };
      const onClose = (code: number) => {
        const words = complaint.trim() || `The helper ended with code ${code}.`;
        if (code === attachExit.ended) finish();
        else finish(code === attachExit.noSession ? new SessionLost(words) : new Error(words));
      };
      const onError = (error: unknown) => finish(new Error(String(error)));
      try {
        signal.addEventListener("abort", leave);
        // Each line is small: one large chunk can overflow the stack of Docker Desktop's page (extensions-sdk#189).
        const stream = { splitOutputLines: true, onOutput, onClose, onError };
        helper = this.#exec("node", ["attach.cjs", session, String(after)], { stream });
        if (signal.aborted) finish();
      } catch (error) {
        finish(error);
      }
    });
  }
}

function watchdog(milliseconds: number, bark: () => void) {
  let timer = setTimeout(bark, milliseconds);
  return {
    restart() {
      clearTimeout(timer);
      timer = setTimeout(bark, milliseconds);
    },
    stop: () => clearTimeout(timer),
  };
}
