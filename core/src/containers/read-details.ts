import type { EngineQueries } from "../engine/engine-queries.ts";
import type { ImageInspection } from "../engine/launch-record.ts";
import { describeError } from "../errors/describe-error.ts";
import { isError } from "../errors/errors.ts";
import type { ContainerDetails } from "../model/container-details.ts";
import { parseImageReference } from "../model/image-reference.ts";
import type { Ref } from "../model/ref.ts";
import { containerDetails, type FoundImages } from "./container-details.ts";

export interface DetailsOptions {
  /** How much it holds: the engine walks through all of its files. */
  readonly size?: boolean;
}

export interface DetailsSources {
  readonly queries: (host: string) => EngineQueries;
  readonly hostName: (host: string) => string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Looks at a container and at its image. Rejects: NotFound, HostUnreachable, EngineError, Cancelled. */
export async function readDetails(
  { queries, hostName, now }: DetailsSources,
  { host, id }: Ref,
  { size = false }: DetailsOptions,
  signal: AbortSignal,
): Promise<ContainerDetails> {
  const engine = queries(host);
  const inspection = await engine.inspection(id, size, signal);
  const images = await foundImages(engine, hostName(host), inspection.imageId, inspection.imageReference, signal);
  return containerDetails(host, inspection, images, now());
}

async function foundImages(
  { resources }: EngineQueries,
  hostName: string,
  id: string,
  reference: string,
  signal: AbortSignal,
): Promise<FoundImages> {
  const [own, tagged] = await Promise.allSettled([
    orGone(resources.inspectImage(id, signal)),
    tagOf(reference) === undefined ? undefined : orGone(resources.inspectTaggedImage(reference, signal)),
  ]);
  signal.throwIfAborted();
  return {
    own: own.status === "fulfilled" ? own.value : undefined,
    // What its tag leads to is no part of the container: that it can't be told now is no reason to tell nothing.
    tagged: tagged.status === "fulfilled" ? tagged.value : undefined,
    ...(own.status === "rejected" ? { problem: describeError(own.reason, hostName) } : {}),
  };
}

/** The image may be removed: its containers live on. */
async function orGone(found: Promise<ImageInspection>): Promise<ImageInspection | undefined> {
  try {
    return await found;
  } catch (error) {
    if (isError(error, "NotFound")) return undefined;
    throw error;
  }
}

/** Nothing of a container that was made of an id or a digest: these lead to the same image for ever. */
function tagOf(reference: string): string | undefined {
  if (/^(sha256:)?[0-9a-f]{12,64}$/.test(reference)) return undefined;
  const parsed = parseImageReference(reference);
  return "problem" in parsed || parsed.reference.digest !== undefined ? undefined : parsed.reference.tag;
}
