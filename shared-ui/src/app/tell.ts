import type { InputOf, PanelApi } from "@quayside/core/panel/methods.ts";

export type Told = InputOf<"home.tell">;

/** Says what came of what the person did, by the home's own way. What failed stands in the panel, too. */
export function tell(api: PanelApi, level: Told["level"], text: string): void {
  // That it can't be said is no failure of what was done; that the connection is over says the panel.
  api.call("home.tell", { level, text: text.slice(0, 1000) }).catch(() => {});
}
