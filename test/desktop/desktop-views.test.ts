import type { Host, HostConnection } from "@quayside/core/model/host.ts";
import { expect, test } from "vitest";
import type { DesktopClient } from "../../docker-desktop-extension/ui/desktop.ts";
import { desktopViews } from "../../docker-desktop-extension/ui/desktop-views.ts";

const offered = (client: object, connection: HostConnection) =>
  desktopViews(client as DesktopClient).of({ connection } as Host);
const view = async () => {};
const local = { kind: "unix", path: "/var/run/docker.sock" } as const;

test("Docker Desktop’s views are offered for its own engine alone", () => {
  const client = { desktopUI: { navigate: { viewContainer: view, viewContainerStats: view } } };
  expect(offered(client, local)).toEqual(["details", "stats"]);
  expect(offered(client, { kind: "ssh", host: "far" })).toEqual([]);
  expect(offered(client, { kind: "tls", host: "far", port: 2376, verify: true })).toEqual([]);
});

test.each([
  ["nothing", {}],
  ["no navigate", { desktopUI: {} }],
  ["an empty navigate", { desktopUI: { navigate: {} } }],
  ["something else", { desktopUI: { navigate: { viewContainer: true, viewImages: view } } }],
])("those that it has not are not offered: %s", (_what, client) => {
  expect(offered(client, local)).toEqual([]);
});

test("each is offered by itself", () => {
  expect(offered({ desktopUI: { navigate: { viewContainerStats: view } } }, local)).toEqual(["stats"]);
});
