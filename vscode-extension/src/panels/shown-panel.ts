import {
  type ContainerInput,
  containerToShow,
  type FilesInput,
  filesToShow,
  type LogsInput,
  panelInput,
} from "@quayside/shared-ui/app/panel-input.ts";
import { viewKey } from "@quayside/shared-ui/logs/log-selection.ts";

/** What the page is told, and what VS Code keeps of it over a restart so that it can be told again. */
export type ShownPanel =
  | { readonly panel: "containers" }
  | { readonly panel: "hosts" }
  | { readonly panel: "search" }
  | { readonly panel: "events" }
  | { readonly panel: "terminals" }
  | { readonly panel: "container"; readonly input: ContainerInput }
  | { readonly panel: "stats" }
  | { readonly panel: "files"; readonly input: FilesInput }
  | { readonly panel: "logs"; readonly input: LogsInput };

/** Shown whole: nothing is to be told to them. */
export const panelsWithoutInput = [
  { panel: "containers" },
  { panel: "hosts" },
  { panel: "search" },
  { panel: "events" },
  { panel: "terminals" },
  { panel: "stats" },
] as const;

/** Nothing for what isn't ours: it was kept by a page, or by another version. */
export function readShownPanel(value: unknown): ShownPanel | undefined {
  if (typeof value !== "object" || value === null || !("panel" in value)) return undefined;
  const whole = panelsWithoutInput.find(({ panel }) => panel === value.panel);
  if (whole !== undefined) return whole;
  if (!("input" in value)) return undefined;
  if (value.panel === "files") {
    const input = filesToShow(value.input);
    return input && { panel: "files", input };
  }
  try {
    if (value.panel === "container") return { panel: "container", input: containerToShow(value.input) };
    if (value.panel !== "logs") return undefined;
    return { panel: "logs", input: panelInput(value.input) };
  } catch {
    // It names no container: there is nothing that could be shown.
    return undefined;
  }
}

/** One panel for each: asked for again, it is brought to the front. */
export function panelKey(shown: ShownPanel): string {
  if (shown.panel === "container") return JSON.stringify([shown.panel, shown.input]);
  if (shown.panel === "files") return JSON.stringify(["files", shown.input.place]);
  return shown.panel === "logs" ? viewKey(shown.input) : shown.panel;
}
