import type { ContainerInspection } from "../engine/inspection-record.ts";
import type { ImageInspection } from "../engine/launch-record.ts";
import type { ErrorInfo } from "../errors/error-info.ts";
import type { ContainerDetails, DetailsImage, LabelGroup, TagMove, Told } from "../model/container-details.ts";
import { environmentDifference } from "./environment-difference.ts";

/** What was found out about a container's image: undefined where its host has it no more, or it could not be asked. */
export interface FoundImages {
  readonly own: ImageInspection | undefined;
  readonly problem?: ErrorInfo;
  /** What the reference's tag leads to now; undefined where it leads nowhere. */
  readonly tagged: ImageInspection | undefined;
}

/** `readAt` is epoch milliseconds. */
export function containerDetails(
  host: string,
  inspection: ContainerInspection,
  images: FoundImages,
  readAt: number,
): ContainerDetails {
  const { launch, imageId, imageReference, ...facts } = inspection;
  const from = images.own?.launch;
  const told = <T>(value: T, image: T | undefined, same: (a: T, b: T) => boolean): Told<T> =>
    image === undefined || same(value, image) ? { value } : { value, image };
  const text = (value: string, image: string | undefined) => told(value, image, (a, b) => a === b);
  const words = (value: readonly string[], image: readonly string[] | undefined) => told(value, image, sameWords);
  return {
    ...facts,
    host,
    readAt,
    image: detailsImage(imageReference, imageId, images),
    entrypoint: words(launch.entrypoint, from?.entrypoint),
    command: words(launch.command, from?.command),
    workingDirectory: text(launch.workingDirectory, from?.workingDirectory),
    user: text(launch.user, from?.user),
    stopSignal: text(launch.stopSignal, from?.stopSignal),
    environment: environmentDifference(launch.environment, from?.environment),
    labels: labelGroups(launch.labels, from?.labels ?? {}),
  };
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, index) => word === b[index]);
}

function detailsImage(reference: string, id: string, { own, problem, tagged }: FoundImages): DetailsImage {
  const moved = tagged !== undefined && tagged.id !== id ? tagMove(own, tagged) : undefined;
  return {
    ...{ reference, id },
    state: own !== undefined ? "present" : problem === undefined ? "removed" : "not-known",
    ...(problem === undefined ? {} : { problem }),
    ...(own?.createdAt === undefined ? {} : { createdAt: own.createdAt }),
    ...(own?.size === undefined ? {} : { size: own.size }),
    ...(own === undefined || own.platform === "" ? {} : { platform: own.platform }),
    ...(moved === undefined ? {} : { tagMoved: moved }),
  };
}

function tagMove(own: ImageInspection | undefined, tagged: ImageInspection): TagMove {
  const { id, createdAt, taggedAt } = tagged;
  const newer = own?.createdAt === undefined || createdAt === undefined ? undefined : createdAt > own.createdAt;
  return {
    id,
    ...(newer === undefined ? {} : { newer }),
    ...(taggedAt === undefined ? {} : { since: taggedAt }),
    ...(createdAt === undefined ? {} : { createdAt }),
  };
}

const COMPOSE = "com.docker.compose.";

function labelGroups(
  labels: Readonly<Record<string, string>>,
  image: Readonly<Record<string, string>>,
): readonly LabelGroup[] {
  const kinds = ["own", "image", "compose"] as const;
  const kindOf = (name: string, value: string): LabelGroup["kind"] =>
    name.startsWith(COMPOSE) ? "compose" : image[name] === value ? "image" : "own";
  const all = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return kinds
    .map((kind) => ({ kind, labels: all.filter(([name, value]) => kindOf(name, value) === kind) }))
    .filter((group) => group.labels.length > 0);
}
