import type { Quayside } from "@quayside/core";
import type { Container } from "@quayside/core/model/container.ts";
import type { Forward } from "@quayside/core/model/forward.ts";
import { webScheme } from "@quayside/core/model/published-port.ts";
import * as vscode from "vscode";
import { cancellable } from "./cancellable.ts";
import { chosenContainer, plainLabel, refOf } from "./chosen.ts";
import { openInBrowser } from "./open-port.ts";
import type { Handlers, Parts } from "./parts.ts";

const { t } = vscode.l10n;

interface PortItem extends vscode.QuickPickItem {
  readonly port: number;
}

interface ForwardItem extends vscode.QuickPickItem {
  readonly forward: Forward;
}

/** Ports of containers that are open on this machine. */
export function forwardCommands(parts: Parts): Handlers<"quayside.openPortLocally" | "quayside.showOpenPorts"> {
  const { tree, messages } = parts;
  const { model } = tree;
  const hostName = ({ host }: { readonly host: string }): string => model.host(host)?.name ?? host;

  const offer = async ({ name, container, port, localPort }: Forward): Promise<void> => {
    const where = `localhost:${localPort}`;
    const text = t("Port {0} of {1} on {2} is open at {3}.", port, name, hostName(container), where);
    const answer = await messages.offer(text, t("Open in Browser"), t("Copy Address"));
    if (answer === 0) await openInBrowser(`${webScheme(port)}://${where}/`);
    else if (answer === 1) await vscode.env.clipboard.writeText(where);
  };

  return {
    "quayside.openPortLocally": async (target, { quayside }) => {
      const question = { title: t("Open a port locally"), none: t("No container runs.") };
      // It takes what a terminal takes: a container that runs, on a host on which things may be run.
      const container = await chosenContainer(model, target, "terminal", question);
      const port = container && (await askPort(container));
      if (container === undefined || port === undefined) return;
      try {
        const doing = t("Opening port {0} of {1}", port, container.name);
        const forward = await cancellable(doing, (signal) => quayside.forwards.open(refOf(container), port, signal));
        await offer(forward);
      } catch (error) {
        await messages.error(error, hostName(container));
      }
    },
    "quayside.showOpenPorts": async (_target, { quayside }) => {
      if (quayside.forwards.list().length === 0) return await messages.information(t("No port is open here."));
      const forward = await pickForward(quayside, hostName);
      if (forward !== undefined) await offer(forward);
    },
  };
}

/** One that it exposes, or any number that is typed. */
function askPort({ name, ports }: Container): Promise<number | undefined> {
  const exposed = ports.filter(({ protocol }) => protocol === "tcp").map(({ privatePort }) => privatePort);
  const known = [...new Set(exposed)].map((port): PortItem => ({ label: String(port), port }));
  const pick = vscode.window.createQuickPick<PortItem>();
  pick.title = t("Open a port of {0} locally", plainLabel(name));
  pick.placeholder = t("The number of the port in the container");
  pick.items = known;
  pick.onDidChangeValue((value) => {
    const typed = /^\s*(\d{1,5})\s*$/.exec(value)?.[1];
    const port = Number(typed);
    const isNew = typed !== undefined && port >= 1 && port <= 65_535 && !known.some((item) => item.port === port);
    pick.items = isNew ? [{ label: String(port), port }, ...known] : known;
  });
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      const port = pick.selectedItems[0]?.port;
      if (port === undefined) return; // what is typed is no port
      resolve(port);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

/** The list follows what is open, and closes what a person wants closed. */
function pickForward(
  { forwards }: Quayside,
  hostName: (ref: { readonly host: string }) => string,
): Promise<Forward | undefined> {
  const close: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon("close"), tooltip: t("Close") };
  const itemOf = (forward: Forward): ForwardItem => {
    const { localPort, name, port, container, problem } = forward;
    const what = [name, t("port {0}", port), hostName(container)].map(plainLabel).join(" · ");
    return {
      ...{ label: `localhost:${localPort}`, description: what, buttons: [close], forward },
      ...(problem === undefined ? {} : { detail: plainLabel(problem.sentence) }),
    };
  };
  const pick = vscode.window.createQuickPick<ForwardItem>();
  pick.title = t("Ports that are open here");
  pick.matchOnDescription = true;
  const show = (list: readonly Forward[]): void => {
    if (list.length === 0) pick.hide();
    pick.items = list.map(itemOf);
  };
  show(forwards.list());
  const listening = forwards.onDidChange(show);
  pick.onDidTriggerItemButton(({ item }) => void forwards.close(item.forward.id));
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.forward);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      listening.dispose();
      pick.dispose();
    });
    pick.show();
  });
}
