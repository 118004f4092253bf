import type { Container } from "@quayside/core/model/container.ts";
import { bytes } from "@quayside/shared-ui/text/bytes.ts";
import { clockTime } from "@quayside/shared-ui/text/clock-time.ts";
import { duration } from "@quayside/shared-ui/text/duration.ts";
import type { Translate } from "../l10n.ts";
import type { GroupNode, GroupNoteNode, ImageNode, NetworkNode, ResourceNode, VolumeNode } from "./nodes.ts";
import { groupWords } from "./resource-view.ts";
import { isAnonymous, resourceName, shortId } from "./resources.ts";
import type { Tooltip } from "./tooltip-text.ts";

/** A stranger's labels can be many and long. */
const MOST = 20;

export function groupTooltip({ host, of, held }: GroupNode, t: Translate): Tooltip {
  const shared = of === "images" && held !== undefined && held.all > 1;
  const sizes = of === "volumes" && held !== undefined && held.all > 0 && held.size === undefined;
  return {
    title: groupWords(of, t),
    sentences: [
      ...(held?.error === undefined ? [] : [held.error.title, held.error.sentence]),
      ...(shared ? [t("Layers that images share are counted for each of them: on the disk it is less.")] : []),
      ...(sizes ? [t("How much is in them is known after “Size Volumes”.")] : []),
    ],
    facts: [[t("Host"), host.name]],
  };
}

export function groupNoteTooltip({ error }: GroupNoteNode): Tooltip {
  if (error === undefined) return { title: "", sentences: [], facts: [] };
  return { title: error.title, sentences: [error.sentence, error.hint, error.detail], facts: [] };
}

export function resourceTooltip(node: ResourceNode, now: number, t: Translate): Tooltip {
  switch (node.kind) {
    case "image":
      return imageTooltip(node, now, t);
    case "volume":
      return volumeTooltip(node, now, t);
    case "network":
      return networkTooltip(node, now, t);
  }
}

function imageTooltip({ host, image, users }: ImageNode, now: number, t: Translate): Tooltip {
  return {
    title: resourceName(image),
    sentences: image.names.length === 0 ? [t("Its name went to another image, or it never had one.")] : [],
    facts: [
      [t("Host"), host.name],
      [t("Names"), few(image.names, t)],
      [t("Size"), t("{0}, with layers that it shares with others", bytes(image.size))],
      [t("Created"), created(image.createdAt, now, t)],
      [t("Used by"), usedBy(users, t)],
      [t("Labels"), labels(image.labels, t)],
      [t("Id"), shortId(image.id)],
    ],
  };
}

function volumeTooltip({ host, volume, users }: VolumeNode, now: number, t: Translate): Tooltip {
  return {
    title: volume.id,
    sentences: isAnonymous(volume) ? [t("Nobody gave it a name: it was made for one container.")] : [],
    facts: [
      [t("Host"), host.name],
      [t("Driver"), volume.driver],
      [t("Size"), volume.size === undefined ? t("not asked for") : bytes(volume.size)],
      [t("Created"), volume.createdAt === undefined ? "" : created(volume.createdAt, now, t)],
      [t("Used by"), usedBy(users, t)],
      [t("Lies at"), volume.mountpoint],
      [t("Labels"), labels(volume.labels, t)],
    ],
  };
}

function networkTooltip({ host, network, users }: NetworkNode, now: number, t: Translate): Tooltip {
  return {
    title: network.name,
    sentences: [
      ...(network.builtIn ? [t("The engine’s own: it can’t be removed.")] : []),
      ...(network.internal ? [t("Internal: nothing on it reaches the world outside.")] : []),
    ],
    facts: [
      [t("Host"), host.name],
      [t("Driver"), network.driver],
      [t("Scope"), network.scope],
      [t("Subnets"), network.subnets.join(", ")],
      [t("Created"), created(network.createdAt, now, t)],
      [t("Used by"), usedBy(users, t)],
      [t("Labels"), labels(network.labels, t)],
      [t("Id"), shortId(network.id)],
    ],
  };
}

/** Engines say nothing of what they never noted. */
function created(at: number, now: number, t: Translate): string {
  return at <= 0 ? "" : t("{0} ago, {1}", duration(now - at), clockTime(at, now));
}

function usedBy(users: readonly Container[], t: Translate): string {
  return users.length === 0
    ? t("no container")
    : few(
        users.map(({ name }) => name),
        t,
      );
}

function labels(all: Readonly<Record<string, string>>, t: Translate): string {
  return few(
    Object.entries(all).map(([name, value]) => `${name}=${value}`),
    t,
  );
}

function few(texts: readonly string[], t: Translate): string {
  const shown = texts.slice(0, MOST).join(", ");
  return texts.length > MOST ? t("{0} and {1} more", shown, texts.length - MOST) : shown;
}
