import type { Host } from "@quayside/core/model/host.ts";
import type { ResourceKind } from "@quayside/core/model/resource.ts";
import { bytes } from "@quayside/shared-ui/text/bytes.ts";
import type { Translate } from "../l10n.ts";
import { mayReadFiles } from "./file-view.ts";
import type { Mark } from "./look.ts";
import { forbidden, lineOf, type NodeView, reach } from "./node-words.ts";
import type {
  GroupFacts,
  GroupNode,
  GroupNoteNode,
  ImageNode,
  NetworkNode,
  ResourceNode,
  VolumeNode,
} from "./nodes.ts";
import { isAnonymous, resourceName } from "./resources.ts";

const marks: Readonly<Record<ResourceKind, string>> = {
  images: "package",
  volumes: "database",
  networks: "type-hierarchy",
};

/** What nothing uses has a shape of its own, as a container that has ended. */
const UNUSED = "circle-outline";

export function groupWords(of: ResourceKind, t: Translate): string {
  return { images: t("Images"), volumes: t("Volumes"), networks: t("Networks") }[of];
}

export function groupView({ host, of, held }: GroupNode, t: Translate): NodeView {
  const label = groupWords(of, t);
  const away = host.state.kind !== "online";
  const facts = held === undefined ? [] : groupFacts(of, held, t);
  const description = [...(away && held !== undefined ? [t("last known")] : []), ...facts].join(" · ");
  return {
    label,
    description,
    mark: dimmed(marks[of], host),
    contextValue: `.${of}.${reach(host)}${forbidden(host)}`,
    spoken: [label, ...(description === "" ? [] : [description]), t("on {0}", lineOf(host.name))].join(", "),
    expandable: held === undefined || held.shown > 0 || held.error !== undefined,
    closed: true,
  };
}

function groupFacts(of: ResourceKind, { all, shown, size, error }: GroupFacts, t: Translate): string[] {
  return [
    ...(error === undefined ? [] : [t("not read")]),
    ...(error !== undefined && all === 0 ? [] : [shown === all ? String(all) : t("{0} of {1}", shown, all)]),
    // Layers that images share are counted for each: on the disk it is less.
    ...(size === undefined || all === 0 ? [] : [of === "images" ? t("{0} at most", bytes(size)) : bytes(size)]),
  ];
}

export function groupNoteView({ error }: GroupNoteNode, t: Translate): NodeView {
  const label = error === undefined ? t("Reading…") : lineOf(error.title);
  const description = error === undefined ? "" : lineOf(error.sentence);
  return {
    label,
    description,
    mark: error === undefined ? undefined : { icon: "warning" },
    contextValue: error === undefined ? ".note.reading" : ".note.failed",
    spoken: [label, description].filter((words) => words !== "").join(". "),
    expandable: false,
  };
}

export function resourceView(node: ResourceNode, t: Translate): NodeView {
  switch (node.kind) {
    case "image":
      return imageView(node, t);
    case "volume":
      return volumeView(node, t);
    case "network":
      return networkView(node, t);
  }
}

function imageView(node: ImageNode, t: Translate): NodeView {
  const { names, size } = node.image;
  const facts = [
    ...unused(node, t),
    ...(names.length === 0 ? ["<none>"] : []),
    bytes(size),
    ...(names.length > 1 ? [t("{0} names", names.length)] : []),
  ];
  const label = lineOf(resourceName(node.image));
  return view(node, { label, facts, icon: marks.images, spoken: t("image {0}", label) }, t);
}

function volumeView(node: VolumeNode, t: Translate): NodeView {
  const { volume } = node;
  const facts = [
    ...unused(node, t),
    ...(isAnonymous(volume) ? [t("anonymous")] : []),
    ...(volume.driver === "local" ? [] : [lineOf(volume.driver)]),
    ...(volume.size === undefined ? [] : [bytes(volume.size)]),
  ];
  const label = lineOf(resourceName(volume));
  return view(node, { label, facts, icon: marks.volumes, spoken: t("volume {0}", label) }, t);
}

function networkView(node: NetworkNode, t: Translate): NodeView {
  const { network, users } = node;
  const { driver, subnets, builtIn, name } = network;
  const count = users.length === 1 ? t("1 container") : t("{0} containers", users.length);
  const facts = [
    ...(builtIn ? [t("built in")] : unused(node, t)),
    ...(users.length === 0 ? [] : [count]),
    // Of the engine's own the name says it.
    ...(builtIn || driver === "" ? [] : [lineOf(driver)]),
    ...(subnets.length === 0 ? [] : [lineOf(subnets.join(", "))]),
  ];
  const label = lineOf(name);
  return view(node, { label, facts, icon: marks.networks, spoken: t("network {0}", label) }, t);
}

function unused({ users }: ResourceNode, t: Translate): string[] {
  return users.length === 0 ? [t("unused")] : [];
}

interface Words {
  readonly label: string;
  readonly facts: readonly string[];
  readonly icon: string;
  readonly spoken: string;
}

function view(node: ResourceNode, { label, facts, icon, spoken }: Words, t: Translate): NodeView {
  const { host, users } = node;
  const away = host.state.kind !== "online";
  const description = [...(away ? [t("last known")] : []), ...facts].join(" · ");
  const builtIn = node.kind === "network" && node.network.builtIn;
  return {
    label,
    description,
    mark: dimmed(users.length === 0 && !builtIn ? UNUSED : icon, host),
    contextValue: `.${node.kind}.${reach(host)}${builtIn ? ".builtin" : ""}${forbidden(host)}`,
    spoken: [spoken, ...(description === "" ? [] : [description]), t("on {0}", lineOf(host.name))].join(", "),
    expandable: users.length > 0 || (node.kind === "volume" && mayReadFiles(host)),
    closed: true,
  };
}

/** As of containers: what was last known of a host that is away has no colour. */
function dimmed(icon: string, { state }: Host): Mark {
  return state.kind === "online" ? { icon } : { icon, color: "disabledForeground" };
}
