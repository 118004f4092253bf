import type { Container } from "../../model/container.ts";
import { isAnonymousVolume } from "../../model/container.ts";
import type { Finding, FindingKind, FindingSubject } from "../../model/finding.ts";
import type { HostFacts } from "../facts.ts";
import type { Thresholds } from "../thresholds.ts";
import { shortId } from "./words.ts";

/** What each judge is given. */
export interface Case {
  readonly facts: HostFacts;
  readonly thresholds: Thresholds;
}

export type Verdict = Omit<Finding, "id" | "host" | "kind" | "subject" | "since" | "keptBy" | "keeps"> &
  Partial<Pick<Finding, "keptBy" | "keeps">> & {
    /** By the host's clock. */
    readonly since: number | undefined;
  };

/** Nothing where it isn't as old yet as its kind has to be. One whose age isn't known is not kept back. */
export function finding(
  { facts, thresholds }: Case,
  kind: FindingKind,
  subject: FindingSubject,
  { since, keptBy = [], keeps = [], ...verdict }: Verdict,
): Finding | undefined {
  if (since !== undefined && facts.now - since < thresholds[kind]) return undefined;
  return {
    id: `${facts.host} ${kind} ${subject.id}`,
    ...{ host: facts.host, kind, subject, keptBy, keeps, ...verdict },
    ...(since === undefined ? {} : { since: since - facts.clockAhead }),
  };
}

export function containerSubject({ id, name }: Pick<Container, "id" | "name">): FindingSubject {
  return { type: "container", id, name };
}

/** Its image and its volumes. */
export function usedBy({ image, imageId, mounts }: Container): FindingSubject[] {
  const volumes = mounts.filter(({ type }) => type === "volume");
  const name = (mount: (typeof volumes)[number]): string =>
    isAnonymousVolume(mount) ? shortId(mount.source) : mount.source;
  return [
    ...(imageId === ""
      ? []
      : [{ type: "image", id: imageId, name: image === imageId ? shortId(image) : image } as const]),
    ...volumes.map((mount) => ({ type: "volume", id: mount.source, name: name(mount) }) as const),
  ];
}

export function at(time: number): string {
  return new Date(time).toISOString();
}
