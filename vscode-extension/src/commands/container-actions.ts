import type { Quayside } from "@quayside/core";
import type { ActionResult } from "@quayside/core/model/action.ts";
import { type Container, isAnonymousVolume } from "@quayside/core/model/container.ts";
import { containerNameProblem } from "@quayside/core/model/container-name.ts";
import type { Ref } from "@quayside/core/model/ref.ts";
import { isAlive } from "@quayside/shared-ui/containers/commands.ts";
import type { BulkAction } from "@quayside/shared-ui/containers/vocabulary.ts";
import * as vscode from "vscode";
import { setting } from "../settings.ts";
import { cancellable } from "./cancellable.ts";
import { chosenContainer, chosenContainers, type Question, refOf } from "./chosen.ts";
import type { Handler, Handlers, Parts } from "./parts.ts";

const { t } = vscode.l10n;

interface ActionWords extends Question {
  readonly doing: (what: string) => string;
  readonly failed: string;
}

const words: Readonly<Record<BulkAction, ActionWords>> = {
  start: {
    title: t("Start containers"),
    none: t("There is no container to start."),
    doing: (what) => t("Starting {0}", what),
    failed: t("Not started"),
  },
  stop: {
    title: t("Stop containers"),
    none: t("There is no container to stop."),
    doing: (what) => t("Stopping {0}", what),
    failed: t("Not stopped"),
  },
  restart: {
    title: t("Restart containers"),
    none: t("There is no container to restart."),
    doing: (what) => t("Restarting {0}", what),
    failed: t("Not restarted"),
  },
  pause: {
    title: t("Pause containers"),
    none: t("There is no container to pause."),
    doing: (what) => t("Pausing {0}", what),
    failed: t("Not paused"),
  },
  unpause: {
    title: t("Resume containers"),
    none: t("There is no container to resume."),
    doing: (what) => t("Resuming {0}", what),
    failed: t("Not resumed"),
  },
  kill: {
    title: t("Kill containers"),
    none: t("There is no container to kill."),
    doing: (what) => t("Killing {0}", what),
    failed: t("Not killed"),
  },
  remove: {
    title: t("Remove containers"),
    none: t("There is no container to remove."),
    doing: (what) => t("Removing {0}", what),
    failed: t("Not removed"),
  },
};

/** What changes containers. */
export function containerActions(parts: Parts): Handlers<`quayside.${BulkAction | "rename"}`> {
  const { tree, messages } = parts;

  const bulk =
    (action: BulkAction): Handler =>
    async (target, { quayside }) => {
      const containers = await chosenContainers(tree.model, target, action, words[action]);
      if (containers.length === 0) return;
      let volumes = false;
      if (action === "kill" || action === "remove") {
        const { title, sentence, button } = quayside.containers.confirm(action, containers.map(refOf));
        const anonymous = action === "remove" && containers.some(({ mounts }) => mounts.some(isAnonymousVolume));
        const further = anonymous ? [t("{0}, with Anonymous Volumes", button)] : [];
        const answer = await messages.ask(title, sentence, button, ...further);
        if (answer === undefined) return;
        volumes = answer === 1;
      }
      await perform(parts, quayside, action, containers, volumes);
    };

  const rename: Handler = async (target, { quayside }) => {
    const question = { title: t("Rename a container"), none: t("There is no container to rename.") };
    const container = await chosenContainer(tree.model, target, "rename", question);
    if (container === undefined) return;
    const name = await vscode.window.showInputBox({
      title: t("Rename {0} on {1}", container.name, hostName(parts, container)),
      value: container.name,
      validateInput: (value) => containerNameProblem(value.trim()),
    });
    if (name === undefined || name.trim() === container.name) return;
    try {
      await cancellable(t("Renaming {0}", container.name), (signal) =>
        quayside.containers.rename(refOf(container), name, signal),
      );
    } catch (error) {
      await messages.error(error, hostName(parts, container));
    }
  };

  return {
    "quayside.start": bulk("start"),
    "quayside.stop": bulk("stop"),
    "quayside.restart": bulk("restart"),
    "quayside.pause": bulk("pause"),
    "quayside.unpause": bulk("unpause"),
    "quayside.kill": bulk("kill"),
    "quayside.remove": bulk("remove"),
    "quayside.rename": rename,
  };
}

async function perform(
  parts: Parts,
  quayside: Quayside,
  action: BulkAction,
  containers: readonly Container[],
  volumes: boolean,
): Promise<void> {
  const { doing, failed } = words[action];
  const results = await cancellable(doing(whatOf(containers)), (signal) =>
    call(quayside, action, containers, volumes, signal),
  );
  const failures = results.flatMap(({ ref, error }) => {
    if (error === undefined || error.name === "Cancelled") return [];
    const container = containers.find(({ host, id }) => host === ref.host && id === ref.id);
    return [{ subject: t("{0} on {1}", container?.name ?? ref.id, hostName(parts, ref)), error }];
  });
  const title = results.length === 1 ? `${failed}.` : t("{0}: {1} of {2}.", failed, failures.length, results.length);
  if (failures.length > 0) await parts.messages.failures(title, failures);
}

function whatOf(containers: readonly Container[]): string {
  const [only] = containers;
  return containers.length === 1 && only !== undefined ? only.name : t("{0} containers", containers.length);
}

function call(
  { containers: does }: Quayside,
  action: BulkAction,
  containers: readonly Container[],
  volumes: boolean,
  signal: AbortSignal,
): Promise<ActionResult[]> {
  const refs = containers.map(refOf);
  const grace = setting("quayside.stopGraceSeconds");
  switch (action) {
    case "start":
      return does.start(refs, signal);
    case "stop":
      return does.stop(refs, { grace }, signal);
    case "restart":
      return does.restart(refs, { grace }, signal);
    case "pause":
      return does.pause(refs, signal);
    case "unpause":
      return does.unpause(refs, signal);
    case "kill":
      return does.kill(refs, signal);
    case "remove":
      return does.remove(refs, { force: containers.some(isAlive), volumes }, signal);
  }
}

function hostName({ tree }: Parts, { host }: Pick<Ref, "host">): string {
  return tree.model.host(host)?.name ?? host;
}
