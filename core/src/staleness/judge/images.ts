import type { Container } from "../../model/container.ts";
import type { Finding, FindingSubject } from "../../model/finding.ts";
import { parseImageReference } from "../../model/image-reference.ts";
import type { Image } from "../../model/resource.ts";
import { at, type Case, containerSubject, finding } from "./case.ts";
import { isExempt } from "./exempt.ts";
import { counted, shortId, span } from "./words.ts";

/** Of images, and of what containers were made of. Those of a stopped container are used as those of a running one. */
export function judgeImages(of: Case): Finding[] {
  const { images, containers } = of.facts;
  const users = new Map<string, Container[]>();
  for (const container of [...containers.map((each) => each.container), ...of.facts.hidden]) {
    const known = users.get(container.imageId);
    if (known === undefined) users.set(container.imageId, [container]);
    else known.push(container);
  }
  const moved = tagMoved(of, users);
  const told = new Set(moved.map(({ subject }) => subject.id));
  const others = images.flatMap((image) => {
    if (told.has(image.id) || isExempt("", image.labels)) return [];
    const usedBy = users.get(image.id) ?? [];
    return (image.names.length === 0 ? dangling(of, image, usedBy) : unused(of, image, usedBy)) ?? [];
  });
  return [...moved, ...others, ...gone(of, users)];
}

/** The tag that containers were made of leads to another image by now. */
function tagMoved(of: Case, users: ReadonlyMap<string, readonly Container[]>): Finding[] {
  const { facts } = of;
  const byName = new Map(facts.images.flatMap((image) => image.names.map((name) => [shortened(name), image] as const)));
  const lostName = new Map<string, string>();
  // The list of an engine knows such an image by its id alone; an inspect still tells the name.
  for (const { container, details } of facts.containers)
    if (container.image === container.imageId && details !== undefined)
      lostName.set(container.id, details.imageReference);
  return [...users].flatMap(([id, containers]) => {
    const moves = containers.flatMap((container) => {
      if (isExempt(container.name, container.labels)) return [];
      const tag = tagOf(lostName.get(container.id) ?? container.image);
      const now = tag === undefined ? undefined : byName.get(tag);
      return tag === undefined || now === undefined || now.id === id ? [] : [{ container, tag, now }];
    });
    const [first] = moves;
    if (first === undefined) return [];
    const { tag, now, container } = first;
    const name = [...new Set(moves.map((move) => move.tag))].join(", ");
    const more = moves.length > 1 ? ` and ${counted(moves.length - 1, "other")}` : "";
    const since = facts.taggedAt.get(now.id);
    const verdict = finding(
      of,
      "tag-moved",
      { type: "image", id, name },
      {
        since,
        sentence: `${container.name}${more} was made of ${shortId(id)}; ${tag} means ${shortId(now.id)}${since === undefined ? "" : `, since ${span(facts.now - since)}`}.`,
        evidence: [
          { field: "Image", value: id },
          { field: "Config.Image", value: tag },
          { field: `Id of ${tag}`, value: now.id },
        ],
        keptBy: containers.map(containerSubject),
        ...{ confidence: "high", action: "none" },
      },
    );
    return verdict ?? [];
  });
}

/** In the notation of the engine's lists. Nothing for an id or a pin by digest: these never lead elsewhere. */
function tagOf(reference: string): string | undefined {
  if (/^(sha256:)?[0-9a-f]{12,64}$/.test(reference)) return undefined;
  const parsed = parseImageReference(reference);
  if ("problem" in parsed || parsed.reference.digest !== undefined) return undefined;
  return shortened(parsed.reference.text);
}

/** Podman writes the registry and the library out. */
function shortened(name: string): string {
  return name.replace(/^(index\.)?docker\.io\/(library\/)?/, "");
}

function dangling(of: Case, image: Image, usedBy: readonly Container[]): Finding | undefined {
  const kept = usedBy.length > 0;
  const built = `Built ${span(of.facts.now - image.createdAt)} ago`;
  return finding(of, "dangling-image", subjectOf(image), {
    since: image.createdAt,
    sentence: kept
      ? `${built}; it has no tag any more, and ${usedBy[0]?.name ?? ""} was made of it.`
      : `${built}; it has no tag any more, and no container, running or stopped, uses it.`,
    evidence: [{ field: "RepoTags", value: "" }, ...evidenceOf(image)],
    keptBy: usedBy.map(containerSubject),
    confidence: "high",
    ...(kept ? { action: "none" } : { action: "remove", reclaimable: image.size }),
  });
}

function unused(of: Case, image: Image, usedBy: readonly Container[]): Finding | undefined {
  if (usedBy.length > 0) return undefined;
  const taggedAt = of.facts.taggedAt.get(image.id);
  const uses = "no container, running or stopped, uses it.";
  return finding(of, "unused-image", subjectOf(image), {
    // An image that is pulled is as old as its building, which says nothing of how long it has been here.
    since: taggedAt === undefined ? image.createdAt : Math.max(taggedAt, image.createdAt),
    sentence:
      taggedAt === undefined
        ? `Built ${span(of.facts.now - image.createdAt)} ago, and here since nobody knows when; ${uses}`
        : `Tagged ${span(of.facts.now - taggedAt)} ago; ${uses}`,
    evidence: [
      { field: "RepoTags", value: image.names.join(", ") },
      ...(taggedAt === undefined ? [] : [{ field: "Metadata.LastTagTime", value: at(taggedAt) }]),
      ...evidenceOf(image),
    ],
    ...{ confidence: taggedAt === undefined ? "low" : "medium", action: "remove", reclaimable: image.size },
  });
}

/** The engine has the image of these containers no more: they can't be made anew. */
function gone(of: Case, users: ReadonlyMap<string, readonly Container[]>): Finding[] {
  return [...of.facts.goneImages].flatMap((id) => {
    const containers = (users.get(id) ?? []).filter(({ name, labels }) => !isExempt(name, labels));
    const [first] = containers;
    if (first === undefined) return [];
    const more = containers.length > 1 ? ` and ${counted(containers.length - 1, "other")}` : "";
    const name = first.image === id ? shortId(id) : first.image;
    const verdict = finding(
      of,
      "image-gone",
      { type: "image", id, name },
      {
        since: undefined,
        sentence: `${first.name}${more} was made of ${shortId(id)}, which is on this host no more.`,
        evidence: [{ field: "Image", value: id }],
        keptBy: containers.map(containerSubject),
        ...{ confidence: "high", action: "none" },
      },
    );
    return verdict ?? [];
  });
}

function subjectOf({ id, names }: Image): FindingSubject {
  return { type: "image", id, name: names[0] ?? shortId(id) };
}

function evidenceOf({ createdAt, size }: Image): Finding["evidence"] {
  return [
    { field: "Created", value: at(createdAt) },
    { field: "Size", value: String(size) },
  ];
}
