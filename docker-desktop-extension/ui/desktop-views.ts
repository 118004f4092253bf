import type { Host } from "@quayside/core/model/host.ts";
import type { HomeView, HomeViews } from "@quayside/shared-ui/app/home-views.ts";
import type { DesktopClient } from "./desktop.ts";

const ways = { details: "viewContainer", stats: "viewContainerStats" } as const satisfies Record<HomeView, string>;
const views = Object.keys(ways) as HomeView[];

/** Of another engine's containers Docker Desktop knows nothing. */
export function isDesktopsOwn({ connection }: Host): boolean {
  return connection.kind === "unix" || connection.kind === "pipe";
}

/** Older versions and the other hosts of this API have `navigate: {}`: what is not there is not offered. */
export function desktopViews(client: DesktopClient): HomeViews {
  const has = (view: HomeView): boolean => typeof client.desktopUI?.navigate?.[ways[view]] === "function";
  return { name: "Docker Desktop", of: (host) => (isDesktopsOwn(host) ? views.filter(has) : []) };
}

/** Rejects where Docker Desktop has no such view, or does not know the container. */
export async function openView(client: DesktopClient, view: HomeView, id: string): Promise<void> {
  await client.desktopUI.navigate[ways[view]](id);
}
