import type { Container } from "@quayside/core/model/container.ts";
import { type EndingCertificate, endingCertificate } from "@quayside/core/model/ending-certificate.ts";
import { type AccessLevel, type Host, type HostState, keepsOldKey } from "@quayside/core/model/host.ts";
import { isAlive } from "@quayside/shared-ui/containers/commands.ts";
import { portText } from "@quayside/shared-ui/containers/facts.ts";
import { lookOf, needsALook } from "@quayside/shared-ui/containers/status.ts";
import { clockSeconds } from "@quayside/shared-ui/text/clock-time.ts";
import type { Translate } from "../l10n.ts";
import { fileNoteView, filesView, fileView, mayReadFiles, moreFilesView } from "./file-view.ts";
import { containerMark, endingMark, hostMark, stateWords } from "./look.ts";
import { forbidden, lineOf, type NodeView, reach } from "./node-words.ts";
import type { ContainerNode, HostGroupNode, HostNode, NoteNode, StackNode, TreeNode, UseNode } from "./nodes.ts";
import { groupNoteView, groupView, resourceView } from "./resource-view.ts";

export interface ViewWords {
  readonly t: Translate;
  /** Which machine "local" is, where that isn't plain. */
  readonly localMachine: string | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export function nodeView(node: TreeNode, words: ViewWords): NodeView {
  switch (node.kind) {
    case "host-group":
      return hostGroupView(node, words.t);
    case "host":
      return hostView(node, words);
    case "stack":
      return stackView(node, words.t);
    case "container":
    case "use":
      return containerView(node, words.t);
    case "note":
      return noteView(node, words.t);
    case "group":
      return groupView(node, words.t);
    case "group-note":
      return groupNoteView(node, words.t);
    case "image":
    case "volume":
    case "network":
      return resourceView(node, words.t);
    case "files":
      return filesView(node, words.t);
    case "file":
      return fileView(node, words.t);
    case "file-note":
      return fileNoteView(node, words.t);
    case "more-files":
      return moreFilesView(node, words.t);
  }
}

function hostGroupView({ group, hosts }: HostGroupNode, t: Translate): NodeView {
  const label = lineOf(group);
  const online = hosts.filter(({ state }) => state.kind === "online").length;
  const description = t("{0} of {1} online", online, hosts.length);
  return {
    ...{ label, description, mark: { icon: "folder" }, contextValue: ".host-group", expandable: true },
    spoken: [t("group {0}", label), description].join(", "),
  };
}

function hostView({ host }: HostNode, { t, localMachine, now }: ViewWords): NodeView {
  const label = lineOf(host.name);
  const ending = endingCertificate(host.state, now());
  const facts = [
    ...(host.isDefault ? [t("default")] : []),
    ...(host.connection.kind === "demo" ? [t("demo, not a real engine")] : []),
    ...(host.connection.kind === "tls" && !host.connection.verify ? [t("not verified")] : []),
    ...(host.access === "admin" ? [] : [accessWords(host.access, t)]),
    ...(host.found && host.connection.kind !== "demo" && localMachine !== undefined ? [localMachine] : []),
    ...hostStateWords(host.state, t),
    ...(ending === undefined ? [] : [endingWords(ending, t)]),
  ];
  return {
    label,
    description: facts.join(" · "),
    mark: ending === undefined ? hostMark(host) : endingMark,
    contextValue: [
      `.host.${host.found ? "found" : "added"}.${host.state.kind}`,
      keepsOldKey(host) ? ".old-key" : "",
      host.isDefault ? ".default" : "",
      host.connection.kind === "ssh" ? ".ssh" : "",
      forbidden(host),
    ].join(""),
    spoken: [t("host {0}", label), host.state.kind === "online" ? t("online") : "", ...facts]
      .filter((fact) => fact !== "")
      .join(", "),
    expandable: true,
  };
}

/** Few words for what is allowed on a host. */
export function accessWords(access: AccessLevel, t: Translate): string {
  return { view: t("view only"), operate: t("operate"), admin: t("everything") }[access];
}

function endingWords({ days }: EndingCertificate, t: Translate): string {
  if (days === 0) return t("certificate has ended");
  return days === 1 ? t("certificate ends within a day") : t("certificate ends in {0} days", days);
}

function hostStateWords(state: HostState, t: Translate): string[] {
  if (state.kind === "connecting") return [t("connecting…")];
  if (state.kind === "disabled") return [t("disabled")];
  return state.kind === "unreachable" ? [t("unreachable")] : [];
}

function stackView({ host, stack, containers }: StackNode, t: Translate): NodeView {
  const label = lineOf(stack);
  const running = containers.filter(({ state }) => state === "running").length;
  const description = t("{0} of {1} running", running, containers.length);
  const states = containers.some(isAlive) ? ".alive" : "";
  return {
    label,
    description,
    mark: { icon: "layers" },
    contextValue: `.stack.${reach(host)}${states}${containers.every(isAlive) ? "" : ".stopped"}${forbidden(host)}`,
    spoken: [t("stack {0}", label), description, t("on {0}", lineOf(host.name))].join(", "),
    expandable: true,
  };
}

function containerView({ kind, host, container, opened = [] }: ContainerNode | UseNode, t: Translate): NodeView {
  const label = lineOf(container.name);
  const state = stateWords(container, t);
  const image = imageText(container);
  const published = container.ports.filter(({ publicPort }) => publicPort !== undefined);
  const ports = published.map(portText).join(", ");
  const local = opened.map(({ localPort }) => `localhost:${localPort}`).join(", ");
  const away = host.state.kind !== "online";
  const description = [
    ...(away ? [t("last known: {0}", state)] : needsALook(lookOf(container)) ? [state] : []),
    // Before the image, whose name may take all the room that a narrow view has.
    ...(local === "" ? [] : [local]),
    ...(ports === "" ? [] : [ports]),
    image,
  ];
  return {
    label,
    description: description.join(" · "),
    mark: containerMark(container, host),
    contextValue: `.container.${reach(host)}${lifeWords(container)}${published.length > 0 ? ".ports" : ""}${mayForward(host) ? ".forwards" : ""}${forbidden(host)}`,
    spoken: [
      label,
      away ? t("last known: {0}", state) : state,
      t("image {0}", image),
      ...(local === "" ? [] : [t("open at {0}", local)]),
      ...(ports === "" ? [] : [t("ports {0}", ports)]),
      t("on {0}", lineOf(host.name)),
    ].join(", "),
    // Its files. Below what it uses they would be there twice.
    expandable: kind === "container" && mayReadFiles(host),
    closed: true,
  };
}

/** Whether there is a way to ports of its containers that are not published; core says why not. */
export function mayForward({ connection: { kind } }: Host): boolean {
  return kind === "ssh" || kind === "unix";
}

function lifeWords(container: Container): string {
  return `${isAlive(container) ? ".alive" : ".stopped"}.${container.state}`;
}

/** An image without a name is told by a digest: twelve digits of it do. */
function imageText({ image }: Container): string {
  return lineOf(image.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]+$/, "$1"));
}

function noteView({ host, note }: NoteNode, t: Translate): NodeView {
  const plain = (label: string): NodeView => {
    return { label, description: "", mark: undefined, contextValue: `.note.${note}`, spoken: label, expandable: false };
  };
  switch (note) {
    case "disabled":
      return plain(t("Not connected to until you enable it"));
    case "connecting":
      return plain(t("Connecting…"));
    case "reading":
      return plain(t("Reading the containers…"));
    case "empty":
      return plain(t("No containers"));
    case "no-match":
      return plain(t("Nothing matches the filter"));
    case "unreachable":
      return problemView(host, t);
  }
}

function problemView(host: Host, t: Translate): NodeView {
  const { state } = host;
  if (state.kind !== "unreachable") throw new TypeError("Only a host that is unreachable has a problem to show.");
  const label = lineOf(state.error.title);
  const sentence = lineOf(state.error.sentence);
  const next =
    state.nextTry === undefined ? t("Waits until you try again.") : t("Next try at {0}.", clockSeconds(state.nextTry));
  return {
    label,
    description: `${sentence} ${next}`,
    mark: { icon: "info" },
    contextValue: `.note.unreachable${keepsOldKey(host) ? ".old-key" : ""}`,
    spoken: [label, sentence, lineOf(state.error.hint), next].join(" "),
    expandable: false,
  };
}
