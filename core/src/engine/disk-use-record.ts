import type { DiskPart, DiskUse } from "../model/disk-use.ts";
import { array, type JsonObject, number, object, text } from "./json.ts";

/** The answer of `/system/df`, counted as `docker system df` counts (cli/command/formatter/disk_usage.go). */
export function diskUse(json: unknown, at: number): DiskUse | undefined {
  const answer = object(json);
  if (!("Images" in answer || "Containers" in answer || "Volumes" in answer)) return undefined;
  const images = array(answer.Images).map(object);
  const containers = array(answer.Containers).map(object);
  const volumes = array(answer.Volumes).map(object);
  const cache = array(answer.BuildCache).map(object);
  return {
    at,
    images: imagePart(images, number(answer.LayersSize)),
    containers: part(
      containers,
      ({ SizeRw }) => size(SizeRw) ?? 0, // the engine leaves a zero out
      ({ State }) => !["running", "paused", "restarting"].includes(text(State)),
    ),
    volumes: part(
      volumes,
      ({ UsageData }) => size(object(UsageData).Size),
      ({ UsageData }) => number(object(UsageData).RefCount) === 0,
    ),
    // What several records share is told with each of them.
    ...(Array.isArray(answer.BuildCache)
      ? {
          buildCache: part(
            cache,
            ({ Size, Shared }) => (Shared === true ? 0 : size(Size)),
            ({ InUse }) => InUse !== true,
          ),
        }
      : {}),
  };
}

/** Layers are shared: what all take is told by the engine, and what one alone takes is its size without what it shares. */
function imagePart(images: readonly JsonObject[], layers: number | undefined): DiskPart {
  const own = ({ Size, SharedSize }: JsonObject): number => (size(Size) ?? 0) - (size(SharedSize) ?? 0);
  const bytes = layers ?? images.reduce((sum, image) => sum + own(image), 0);
  const used = images.filter(({ Containers }) => number(Containers) !== 0).reduce((sum, image) => sum + own(image), 0);
  return { count: images.length, bytes, reclaimable: Math.max(0, bytes - used) };
}

function part(
  entries: readonly JsonObject[],
  sizeOf: (entry: JsonObject) => number | undefined,
  isFree: (entry: JsonObject) => boolean,
): DiskPart {
  const sum = (of: readonly JsonObject[]): number => of.reduce((total, entry) => total + (sizeOf(entry) ?? 0), 0);
  const unsized = entries.filter((entry) => sizeOf(entry) === undefined).length;
  return {
    ...{ count: entries.length, bytes: sum(entries), reclaimable: sum(entries.filter(isFree)) },
    ...(unsized === 0 ? {} : { unsized }),
  };
}

/** The engine says -1 where it can't tell. */
function size(value: unknown): number | undefined {
  const bytes = number(value);
  return bytes === undefined || bytes < 0 ? undefined : bytes;
}
