import { FilesTab } from "../files/files-tab.tsx";
import { Inspect } from "./inspect.tsx";
import { Overview } from "./overview.tsx";
import type { PageTab } from "./page.ts";
import { Processes } from "./processes.tsx";
import { strings } from "./strings.ts";

/** The tabs of the page in their order: another one is one line here. */
export const pageTabs: readonly PageTab[] = [
  { id: "overview", title: strings.tabs.overview, View: Overview },
  { id: "processes", title: strings.tabs.processes, View: Processes },
  { id: "files", title: strings.tabs.files, View: FilesTab },
  { id: "inspect", title: strings.tabs.inspect, View: Inspect },
];
