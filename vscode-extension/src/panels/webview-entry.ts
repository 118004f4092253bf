// What runs in the page of a panel: shared-ui, given VS Code's channel and memory.
import { disposable } from "@quayside/core/lifetime/disposable.ts";
import { Emitter } from "@quayside/core/lifetime/emitter.ts";
import { connectPanel } from "@quayside/core/panel/connection.ts";
import type { Transport } from "@quayside/core/panel/transport.ts";
import { mountPanel } from "@quayside/shared-ui/app/mount-panel.tsx";
import type { LogsInput } from "@quayside/shared-ui/app/panel-input.ts";
import { chartsFrom } from "@quayside/shared-ui/stats/charts/load-charts.ts";
import { readShownPanel } from "./shown-panel.ts";

interface PageApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare const acquireVsCodeApi: () => PageApi;

function pageTransport(page: PageApi): Transport {
  const messages = new Emitter<unknown>();
  const ends = new Emitter<void>();
  const receive = ({ data }: MessageEvent<unknown>): void => messages.fire(data);
  window.addEventListener("message", receive);
  const end = disposable(() => {
    window.removeEventListener("message", receive);
    ends.fire();
  });
  return {
    send: (message) => page.postMessage(message),
    onMessage: messages.event,
    onEnd: ends.event,
    dispose: () => end.dispose(),
  };
}

function keptPanelState(state: unknown): unknown {
  return typeof state === "object" && state !== null && "kept" in state ? state.kept : undefined;
}

/** What the person made of what this page was told to show, before it was hidden. */
function changedInput(state: unknown, told: string): unknown {
  const isSame = typeof state === "object" && state !== null && "told" in state && state.told === told;
  return isSame && "shown" in state ? state.shown : undefined;
}

function begin(root: HTMLElement): void {
  const told = root.dataset.input ?? "null";
  const page = acquireVsCodeApi();
  const shown = readShownPanel(changedInput(page.getState(), told)) ?? readShownPanel(JSON.parse(told));
  if (shown === undefined) throw new TypeError("This page was not told what to show.");
  let now = shown;
  const keep = (kept: unknown): void => page.setState({ shown: now, told, kept });
  // At once: VS Code hands it to whoever brings the panel back.
  keep(keptPanelState(page.getState()));
  const state = { get: () => keptPanelState(page.getState()), set: keep };
  const onInput = (input: LogsInput): void => {
    now = { panel: "logs", input };
    keep(state.get());
  };
  const input = "input" in shown ? { input: shown.input, onInput } : {};
  const world = { panel: shown.panel, api: connectPanel(pageTransport(page)), state, charts };
  mountPanel(root, { ...world, opensFiles: true, opensSources: true, ...input });
}

/** Beside this script, and let in by the same nonce: the page's policy knows nothing else. */
function chartsBeside(script: HTMLOrSVGScriptElement | null): ReturnType<typeof chartsFrom> {
  if (!(script instanceof HTMLScriptElement)) throw new TypeError("This is no script of a page.");
  return chartsFrom({ src: script.src.replace(/panel\.js(?=$|\?)/, "charts.js"), nonce: script.nonce });
}

// It is known only while the script itself runs.
const charts = chartsBeside(document.currentScript);

const root = document.getElementById("panel");
if (root !== null) begin(root);
