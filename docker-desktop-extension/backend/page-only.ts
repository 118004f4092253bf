import { Conflict } from "@quayside/core/errors/errors.ts";
import type { PanelHome } from "@quayside/core/panel/panel-handlers.ts";

/** The page answers these itself (ui/home-calls.ts): they are about its own window. */
const refuse = async (): Promise<never> => {
  throw new Conflict("Only the page itself can do that.");
};

export const pageOnly: PanelHome = {
  "home.openContainer": refuse,
  "home.openLogs": refuse,
  "home.showLogs": refuse,
  "home.exportLogs": refuse,
  // biome-ignore lint/correctness/useYield: it refuses before the first
  "home.exports": async function* () {
    await refuse();
  },
  "home.endExport": refuse,
  "home.saveText": refuse,
  "home.copyLink": refuse,
  "home.openLine": refuse,
  "home.openSource": refuse,
  "home.openTerminal": refuse,
  "home.openPort": refuse,
  "home.openLink": refuse,
  "home.showInspect": refuse,
  "home.showResource": refuse,
  "home.openView": refuse,
  "home.showFiles": refuse,
  "home.openFile": refuse,
  "home.downloadFile": refuse,
  "home.uploadFiles": refuse,
  "home.addHost": refuse,
  "home.copy": refuse,
  "home.tell": refuse,
};
