import type { PullLayer, PullProgress } from "@quayside/core/model/pull-progress.ts";
import { bytes } from "@quayside/shared-ui/text/bytes.ts";
import { shortened } from "@quayside/shared-ui/text/shortened.ts";
import { visibleText } from "@quayside/shared-ui/text/visible-text.ts";
import type { Translate } from "../l10n.ts";

/** Words of a registry's or an engine's own are a stranger's. */
const LONGEST = 80;

/** "3 of 7 layers · 45 MB of 120 MB"; before there are layers what the engine says. */
export function pullWords({ layers, status }: PullProgress, t: Translate): string {
  if (layers.length === 0) return visibleText(shortened(status, LONGEST));
  const words = [t("{0} of {1} layers", layers.filter(isDone).length, layers.length)];
  const loading = layers.filter((layer) => layer.status === "Downloading" && layer.total !== undefined);
  if (loading.length > 0) words.push(t("{0} of {1}", bytes(sum(loading, "current")), bytes(sum(loading, "total"))));
  else if (layers.some((layer) => layer.status === "Extracting")) words.push(t("unpacking"));
  return words.join(" · ");
}

function isDone({ status }: PullLayer): boolean {
  return status === "Pull complete" || status === "Already exists";
}

function sum(layers: readonly PullLayer[], what: "current" | "total"): number {
  return layers.reduce((all, layer) => all + (layer[what] ?? 0), 0);
}
