import type { PullLine } from "../engine/pull-line.ts";
import type { PullLayer, PullProgress } from "../model/pull-progress.ts";

export const noProgress: PullProgress = { layers: [], fraction: 0, status: "" };

/** How far the pull is after one more line of the engine's. */
export function withLine(progress: PullProgress, line: PullLine): PullProgress {
  if (line.layer === undefined) return { ...progress, status: line.status };
  const known = progress.layers.findIndex(({ id }) => id === line.layer);
  const before = progress.layers[known];
  const total = line.total ?? before?.total;
  const layer: PullLayer = {
    id: line.layer,
    status: line.status,
    ...(line.current === undefined ? {} : { current: line.current }),
    ...(total === undefined ? {} : { total }),
  };
  const layers = before === undefined ? [...progress.layers, layer] : progress.layers.with(known, layer);
  // A layer that is only named now makes the whole longer.
  return { ...progress, layers, fraction: Math.max(progress.fraction, fractionOf(layers)) };
}

export function finished(progress: PullProgress): PullProgress {
  return { ...progress, fraction: 1 };
}

/** Each layer counts by its bytes; one that has told none yet by the mean of the others. */
function fractionOf(layers: readonly PullLayer[]): number {
  const counted = layers.filter(({ status }) => status !== "Already exists");
  const known = counted.flatMap(({ total }) => total ?? []);
  const mean = known.length === 0 ? 1 : known.reduce((sum, bytes) => sum + bytes, 0) / known.length;
  let done = 0;
  let all = 0;
  for (const layer of counted) {
    const weight = layer.total ?? mean;
    all += weight;
    done += weight * shareOf(layer);
  }
  // The engine has the last word.
  return all === 0 ? 0 : Math.min(done / all, 0.99);
}

/** Of the time that a layer takes, about so much goes into its download. */
const DOWNLOAD = 0.7;

function shareOf({ status, current = 0, total }: PullLayer): number {
  const part = total === undefined ? 0 : Math.min(current / total, 1);
  if (status === "Downloading") return DOWNLOAD * part;
  if (status === "Verifying Checksum" || status === "Download complete") return DOWNLOAD;
  if (status === "Extracting") return DOWNLOAD + (1 - DOWNLOAD) * part;
  return status === "Pull complete" ? 1 : 0;
}
