import type { Host } from "@quayside/core/model/host.ts";
import type { InputOf } from "@quayside/core/panel/methods.ts";

/** What a home shows of a container in a view of its own, beside Quayside's panels. */
export type HomeView = InputOf<"home.openView">["view"];

export interface HomeViews {
  /** What people call the home. */
  readonly name: string;
  /** Those it has now for containers of this host. */
  of(host: Host): readonly HomeView[];
}
