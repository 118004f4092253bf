import { rangeSteps } from "@quayside/core/model/stats-history.ts";
import type { Picture } from "./line-view.ts";
import type { UseModel } from "./use-model.ts";

/** What is drawn now: of the whole range or of what was chosen of it, as it is or as it stood still. */
export function pictureOf(use: UseModel): Picture {
  const { step, length } = rangeSteps["10min"];
  const frozen = use.frozen.value;
  const now = frozen?.now ?? use.now.value;
  const points = frozen?.points ?? use.live.value;
  const zoom = use.zoom.value;
  return { from: zoom?.from ?? now - length, to: zoom?.to ?? now, points, step, now };
}
