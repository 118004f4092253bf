import type { Container } from "@quayside/core/model/container.ts";
import type { Host } from "@quayside/core/model/host.ts";
import { lookOf } from "@quayside/shared-ui/containers/status.ts";
import type { Look } from "@quayside/shared-ui/containers/vocabulary.ts";
import type { Translate } from "../l10n.ts";

/** A codicon and the id of a theme colour. */
export interface Mark {
  readonly icon: string;
  readonly color?: string;
}

/** Each state has a shape of its own: the colour only adds to it. */
export const marks: Readonly<Record<Look, Mark>> = {
  running: { icon: "circle-filled", color: "charts.green" },
  checking: { icon: "pulse", color: "charts.green" },
  unhealthy: { icon: "warning", color: "charts.red" },
  paused: { icon: "debug-pause", color: "charts.yellow" },
  restarting: { icon: "sync", color: "charts.yellow" },
  removing: { icon: "trash" },
  created: { icon: "circle-small" },
  exited: { icon: "circle-outline" },
  failed: { icon: "error", color: "charts.red" },
  unknown: { icon: "question" },
};

export const hostMarks: Readonly<Record<Host["state"]["kind"], Mark>> = {
  disabled: { icon: "circle-slash", color: "disabledForeground" },
  connecting: { icon: "loading~spin" },
  online: { icon: "server" },
  unreachable: { icon: "debug-disconnect", color: "charts.red" },
};

/** Of a host that answers in the colour that the person gave it. */
export function hostMark({ state, colour }: Host): Mark {
  const mark = hostMarks[state.kind];
  return state.kind === "online" && colour !== undefined ? { ...mark, color: `charts.${colour}` } : mark;
}

/** Of a host that answers and needs a new certificate soon. */
export const endingMark: Mark = { icon: "shield", color: "charts.yellow" };

/** What was last known of a host that does not answer: the same shape, without its colour. */
export function containerMark(container: Container, host: Host): Mark {
  const mark = marks[lookOf(container)];
  return host.state.kind === "online" ? mark : { icon: mark.icon, color: "disabledForeground" };
}

/** In lower case, as it stands within a line. */
export function stateWords(container: Container, t: Translate): string {
  const exitCode = container.run?.exitCode;
  switch (lookOf(container)) {
    case "running":
      return container.health === "healthy" ? t("running, healthy") : t("running");
    case "checking":
      return t("running, health not known yet");
    case "unhealthy":
      return t("unhealthy");
    case "paused":
      return t("paused");
    case "restarting":
      return t("restarting");
    case "removing":
      return t("being removed");
    case "created":
      return t("created");
    case "exited":
    case "failed":
      if (container.run?.outOfMemory === true) return t("out of memory");
      if (container.state === "dead") return t("dead");
      return exitCode === undefined ? t("exited") : t("exited {0}", exitCode);
    case "unknown":
      return t("state not known");
  }
}
