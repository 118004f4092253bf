import type { Container, ContainerPort } from "@quayside/core/model/container.ts";
import { portText } from "@quayside/shared-ui/containers/facts.ts";
import * as vscode from "vscode";
import { plainLabel } from "./chosen.ts";

const { t } = vscode.l10n;

/** Opens one that the container publishes; asks which where there are several. `wanted` is the published number. */
export async function openPort({ name, ports }: Container, wanted?: number): Promise<void> {
  const published = ports.filter(({ publicPort, protocol }) => publicPort !== undefined && protocol === "tcp");
  const fitting = published.filter(({ publicPort }) => wanted === undefined || publicPort === wanted);
  const port = fitting.length > 1 ? await asked(name, fitting) : fitting[0];
  if (port === undefined) return;
  await openInBrowser(portAddress(port));
}

/** An address of the machine that Quayside runs on, which may be another than the browser's: VS Code makes a way there. */
export async function openInBrowser(address: string): Promise<void> {
  await vscode.env.openExternal(await vscode.env.asExternalUri(vscode.Uri.parse(address)));
}

async function asked(name: string, ports: readonly ContainerPort[]): Promise<ContainerPort | undefined> {
  const items = ports.map((port) => ({ label: portText(port), description: portAddress(port), port }));
  return (await vscode.window.showQuickPick(items, { title: t("Open a port of {0}", plainLabel(name)) }))?.port;
}

/** Hosts are reached by sockets so far, so their ports are on the machine that Quayside runs on. */
function portAddress({ address, publicPort, privatePort }: ContainerPort): string {
  const everywhere = address === undefined || ["", "0.0.0.0", "::", "127.0.0.1", "::1"].includes(address);
  const host = everywhere ? "localhost" : address.includes(":") ? `[${address}]` : address;
  return `${[443, 8443].includes(privatePort) ? "https" : "http"}://${host}:${publicPort}/`;
}
