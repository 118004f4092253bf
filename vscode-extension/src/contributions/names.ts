/** What package.json and the code both call by name, besides the commands and settings. */
export const viewContainer = "quayside";
export const hostsView = "quayside.hosts";

export const contextKeys = {
  /** The tree shows only what a filter lets through. */
  filtered: "quayside.filtered",
  /** Quayside's own files can't be used, so that there is nothing to show. */
  failed: "quayside.failed",
  /** The terminal that is shown is one in a container. */
  inTerminal: "quayside.inTerminal",
} as const;

export const panelTypes = {
  containers: "quayside.containers",
  container: "quayside.container",
  logs: "quayside.logs",
  search: "quayside.search",
  events: "quayside.events",
  terminals: "quayside.terminals",
  files: "quayside.files",
  stats: "quayside.stats",
  hosts: "quayside.hostsPanel",
} as const;
export const inspectScheme = "quayside-inspect";
export const filesScheme = "quayside-files";
export const terminalProfile = "quayside.container";
export const walkthrough = "quayside.begin";
