import { allows, containerNeeds } from "@quayside/core/model/access.ts";
import type { Container, ContainerPort } from "@quayside/core/model/container.ts";
import type { Host } from "@quayside/core/model/host.ts";
import { publishedUrl, webScheme } from "@quayside/core/model/published-port.ts";
import { portText } from "@quayside/shared-ui/containers/facts.ts";
import * as vscode from "vscode";
import type { Messages } from "../messages.ts";
import type { OpenCore } from "../session.ts";
import { cancellable } from "./cancellable.ts";
import { plainLabel, refOf } from "./chosen.ts";

const { t } = vscode.l10n;

export interface PublishedBy {
  readonly host: Host;
  readonly container: Container;
}

/** Opens one that the container publishes; asks which where there are several. `wanted` is the published number. */
export async function openPort(
  { quayside }: OpenCore,
  messages: Messages,
  { host, container }: PublishedBy,
  wanted?: number,
): Promise<void> {
  const { name, ports } = container;
  const published = ports.filter(({ publicPort, protocol }) => publicPort !== undefined && protocol === "tcp");
  const fitting = published.filter(({ publicPort }) => wanted === undefined || publicPort === wanted);
  const port = fitting.length > 1 ? await asked(name, fitting) : fitting[0];
  if (port === undefined) return;
  // Through the connection that is there: what else leads to that machine, nobody knows from here.
  if (host.connection.kind === "ssh" && allows(host.access, containerNeeds.forward)) {
    const doing = t("Opening port {0} of {1}", port.privatePort, name);
    const forward = await cancellable(doing, (signal) =>
      quayside.forwards.open(refOf(container), port.privatePort, signal),
    );
    return await openInBrowser(`${webScheme(port.privatePort)}://localhost:${forward.localPort}/`);
  }
  const url = publishedUrl(host, port);
  if (url !== undefined) return await openInBrowser(url);
  await messages.information(t("No way leads from here to port {0} of {1}.", portText(port), plainLabel(name)));
}

/** An address as seen from the machine that Quayside runs on, which may be another than the browser's: VS Code makes a way there. */
export async function openInBrowser(address: string): Promise<void> {
  await vscode.env.openExternal(await vscode.env.asExternalUri(vscode.Uri.parse(address)));
}

async function asked(name: string, ports: readonly ContainerPort[]): Promise<ContainerPort | undefined> {
  const items = ports.map((port) => ({ label: portText(port), port }));
  return (await vscode.window.showQuickPick(items, { title: t("Open a port of {0}", plainLabel(name)) }))?.port;
}
