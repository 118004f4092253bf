import type { ActionResult } from "@quayside/core/model/action.ts";
import { mountPanel } from "@quayside/shared-ui/app/mount-panel.tsx";
import { FakePanelApi } from "./fake-panel-api.ts";
import * as inventory from "./inventory-fixture.ts";
import * as logs from "./log-fixture.ts";

/** What the tests reach from outside. */
export interface Gallery {
  readonly api: FakePanelApi;
  readonly inventory: typeof inventory;
  readonly logs: typeof logs;
  remembered: unknown;
}

declare global {
  interface Window {
    gallery: Gallery;
  }
}

const query = new URLSearchParams(location.search);
const state = query.get("state") ?? "default";
const api = new FakePanelApi();
const noResults = (input: unknown): ActionResult[] =>
  (input as { refs: ActionResult["ref"][] }).refs.map((ref) => ({ ref }));
for (const action of ["start", "stop", "restart", "pause", "unpause", "kill", "remove"] as const) {
  api.answers.set(`containers.${action}`, noResults);
}
api.answers.set("containers.confirm", () => ({
  title: "Remove shop-web-1 from laptop?",
  sentence:
    "What was written inside and not to a volume is lost. This can’t be undone. It is running and will be killed first.",
  button: "Remove from laptop",
}));
const lost = {
  name: "Unexpected",
  title: "This panel has lost Quayside",
  sentence: "The connection between this panel and Quayside has ended.",
  hint: "Close the panel and open it again.",
  detail: "The transport ended.",
} as const;

const gallery: Gallery = { api, inventory, logs, remembered: { collapsed: ["host:nas"] } };
window.gallery = gallery;
document.body.className = `vscode-${query.get("theme") ?? "dark"}`;
const root = document.getElementById("root");
if (root === null) throw new Error("The page has no root.");
const memory = {
  get: () => gallery.remembered,
  set: (value: unknown) => {
    gallery.remembered = value;
  },
};
const now = query.has("clock") ? Date.now : () => inventory.NOW;

if (query.get("panel") === "logs") {
  mountPanel(root, {
    panel: "logs",
    api,
    state: memory,
    now,
    input: { selector: { host: "laptop", name: "shop-web-1" }, title: "shop-web-1", hostName: "laptop" },
  });
  if (state === "error") api.fail(lost);
  else if (state === "empty") api.lines([]);
  else if (state === "10000") api.lines(logs.manyLines(10_000));
  else if (state !== "loading") api.lines(logs.logItems);
} else {
  mountPanel(root, { panel: "containers", api, state: memory, now });
  if (state === "error") api.fail(lost);
  else if (state === "empty") api.snapshot({ hosts: [], containers: [], listed: [] });
  else if (state === "10000") api.snapshot(inventory.manyContainers(10_000));
  else if (state === "hostile") api.snapshot(inventory.hostileSnapshot);
  else if (state !== "loading") api.snapshot(inventory.snapshot);
}
