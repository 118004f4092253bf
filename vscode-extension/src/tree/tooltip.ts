import { containerUse } from "@quayside/core/inventory/resource-use.ts";
import { endingCertificate } from "@quayside/core/model/ending-certificate.ts";
import { connectionAddress, type Host, type HostState } from "@quayside/core/model/host.ts";
import { portText } from "@quayside/shared-ui/containers/facts.ts";
import { bytes } from "@quayside/shared-ui/text/bytes.ts";
import { clockTime } from "@quayside/shared-ui/text/clock-time.ts";
import { duration } from "@quayside/shared-ui/text/duration.ts";
import { milliseconds } from "@quayside/shared-ui/text/milliseconds.ts";
import { visibleText } from "@quayside/shared-ui/text/visible-text.ts";
import type { Translate } from "../l10n.ts";
import { fileNoteTooltip, fileTooltip } from "./file-view.ts";
import { stateWords } from "./look.ts";
import type { ContainerNode, HostNode, NoteNode, StackNode, TreeNode, UseNode } from "./nodes.ts";
import { groupNoteTooltip, groupTooltip, resourceTooltip } from "./resource-tooltip.ts";
import { isAnonymous, shortId } from "./resources.ts";
import type { Tooltip } from "./tooltip-text.ts";

/** What the pointer is told of a node. Times are told here and nowhere else in the tree: a tooltip is made when it is asked for. */
export function tooltipOf(node: TreeNode, now: number, t: Translate): Tooltip {
  const { title, sentences, facts } = rawTooltip(node, now, t);
  return {
    title: visibleText(title),
    sentences: sentences.map(visibleText),
    facts: facts.filter(([, value]) => value !== "").map(([name, value]) => [name, visibleText(value)]),
  };
}

function rawTooltip(node: TreeNode, now: number, t: Translate): Tooltip {
  switch (node.kind) {
    case "host-group":
      return { title: node.group, sentences: [], facts: [[t("Hosts"), node.hosts.map(({ name }) => name).join(", ")]] };
    case "host":
      return hostTooltip(node, now, t);
    case "stack":
      return stackTooltip(node, t);
    case "container":
    case "use":
      return containerTooltip(node, now, t);
    case "note":
      return noteTooltip(node);
    case "group":
      return groupTooltip(node, t);
    case "group-note":
      return groupNoteTooltip(node);
    case "image":
    case "volume":
    case "network":
      return resourceTooltip(node, now, t);
    case "file":
      return fileTooltip(node, now, t);
    case "file-note":
      return fileNoteTooltip(node);
    case "files":
    case "more-files":
      return { title: "", sentences: [], facts: [] };
  }
}

function hostTooltip({ host }: HostNode, now: number, t: Translate): Tooltip {
  const { state } = host;
  const engine = state.kind === "online" ? state.engine : undefined;
  return {
    title: host.name,
    sentences: [
      ...(state.kind === "unreachable" ? [state.error.title, state.error.sentence, state.error.hint] : []),
      ...(host.connection.kind === "tls" && !host.connection.verify
        ? [t("Its certificate is not looked at: somebody else could answer in its place.")]
        : []),
      ...endingSentence(host, now, t),
    ],
    facts: [
      [t("Address"), connectionAddress(host.connection)],
      [t("Tags"), (host.tags ?? []).join(", ")],
      [t("Through"), state.kind === "online" ? (state.through ?? []).join(", ") : ""],
      [t("Socket"), state.kind === "online" ? (state.via ?? "") : ""],
      [t("Engine"), engine === undefined ? "" : `${engine.product} ${engine.version}, API ${engine.apiVersion}`],
      [t("System"), engine === undefined ? "" : `${engine.operatingSystem}, ${engine.architecture}`],
      ...machineFacts(state, t),
    ],
  };
}

function endingSentence({ state }: Host, now: number, t: Translate): string[] {
  const ending = endingCertificate(state, now);
  if (ending === undefined) return [];
  const end = clockTime(ending.at, now);
  return ending.whose === "engine"
    ? [t("The engine’s certificate, or that of who signed it, ends at {0}. It is to be renewed on the host.", end)]
    : [t("Your certificate for this host ends at {0}. Whoever runs the host can issue a new one.", end)];
}

/** Of the machine behind the engine. Clocks that differ by a second or two are nothing to tell of. */
function machineFacts(state: HostState, t: Translate): Tooltip["facts"] {
  if (state.kind !== "online") return [];
  const latency: [string, string] = [t("Latency"), milliseconds(state.latency)];
  if (state.machine === undefined) return [latency];
  const { cpus, memory, clockAhead = 0 } = state.machine;
  const span = duration(Math.abs(clockAhead));
  const clock = clockAhead > 0 ? t("{0} ahead of this machine’s", span) : t("{0} behind this machine’s", span);
  return [
    latency,
    [t("Machine"), t("{0} CPUs, {1} of memory", cpus, bytes(memory))],
    [t("Clock"), Math.abs(clockAhead) > 2_000 ? clock : ""],
  ];
}

function stackTooltip({ host, stack, containers }: StackNode, t: Translate): Tooltip {
  return {
    title: stack,
    sentences: [],
    facts: [
      [t("Host"), host.name],
      [t("Services"), [...new Set(containers.map((container) => container.stack?.service ?? ""))].join(", ")],
    ],
  };
}

function containerTooltip(
  { host, container, opened = [] }: ContainerNode | UseNode,
  now: number,
  t: Translate,
): Tooltip {
  const { run } = container;
  const volumes = containerUse(container).volumes.map((id) => (isAnonymous({ id }) ? shortId(id) : id));
  const since = run === undefined ? "" : t("{0}, for {1}", stateWords(container, t), duration(now - run.since));
  return {
    title: container.name,
    sentences: opened.flatMap(({ problem }) => (problem === undefined ? [] : [problem.sentence])),
    facts: [
      [t("State"), since === "" ? stateWords(container, t) : since],
      [t("Host"), host.name],
      [t("Image"), container.image],
      [t("Command"), container.command],
      [t("Ports"), container.ports.map(portText).join(", ")],
      [t("Open on this computer"), opened.map(({ localPort, port }) => `localhost:${localPort}→${port}`).join(", ")],
      [t("Networks"), container.networks.join(", ")],
      [t("Volumes"), volumes.join(", ")],
      [t("Id"), container.id.slice(0, 12)],
    ],
  };
}

function noteTooltip({ host, note }: NoteNode): Tooltip {
  const { state } = host;
  if (note !== "unreachable" || state.kind !== "unreachable") return { title: "", sentences: [], facts: [] };
  const { title, sentence, hint, detail } = state.error;
  return { title, sentences: [sentence, hint, detail], facts: [] };
}
