import { effect, signal } from "@preact/signals";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";
import type { Told } from "@quayside/shared-ui/app/tell.ts";
import { render } from "preact";
import { BackendConnection } from "./backend-connection.ts";
import { type DesktopClient, findDesktop } from "./desktop.ts";
import { desktopViews } from "./desktop-views.ts";
import { guardLinks, openExternal } from "./external-links.ts";
import { HomeCalls } from "./home-calls.ts";
import { Missing } from "./missing.tsx";
import { Page } from "./page.tsx";
import { hashOf, type Route, routeOf } from "./routes.ts";
import { SavedState } from "./saved-state.ts";
import { showText } from "./text-reader.ts";
import { followTheme } from "./theme.ts";
import { showToast } from "./toasts.ts";
import { chooseDownlink } from "./transport/choose-downlink.ts";
import { ServiceCalls } from "./transport/service-calls.ts";

function start(root: HTMLElement): void {
  followTheme(window);
  const client = findDesktop(window);
  const service = client?.extension?.vm?.service;
  if (client === undefined || service === undefined) {
    const what =
      client === undefined
        ? "This page is a tab of Docker Desktop, and there is no Docker Desktop around it."
        : noService;
    render(
      <Missing
        what={what}
        hint={
          client === undefined
            ? "Open Quayside in Docker Desktop, under Extensions."
            : "Update Docker Desktop, then open Quayside again."
        }
      />,
      root,
    );
    return;
  }
  const calls = new ServiceCalls(service);
  const backend = new BackendConnection(calls, () => chooseDownlink(client, calls));
  void backend.run();
  window.addEventListener("pagehide", () => {
    // The panels save what they would save a moment later, and the backend need not wait for their silence.
    render(null, root);
    backend.dispose();
  });
  showPanels(root, client, backend);
}

const noService = "Docker Desktop gives this page no way to Quayside’s backend (extension.vm.service is missing).";

function showPanels(root: HTMLElement, client: DesktopClient, backend: BackendConnection): void {
  const saved = (name: string) => new SavedState(localStorage, name);
  const savedRoute = saved("route");
  const savedLogs = saved("last-logs");
  // Desktop loads the page without a hash at every visit.
  const route = signal<Route>(routeOf(location.hash || String(savedRoute.get() ?? "")));
  const lastLogs = signal<Route>(logsRoute(savedLogs.get()));
  effect(() => {
    savedRoute.set(hashOf(placeOf(route.value)));
    if (route.value.panel !== "logs" || route.value.input === undefined) return;
    lastLogs.value = route.value;
    savedLogs.set(hashOf(route.value));
  });
  window.addEventListener("hashchange", () => {
    route.value = routeOf(location.hash);
  });
  const told = signal("");
  const home = {
    client,
    go: (to: Route) => {
      location.hash = hashOf(to);
    },
    showText: (title: string, text: string) => showText(document, title, text),
    copy: (text: string) => navigator.clipboard.writeText(text),
    tell: (words: Told) =>
      showToast(client, words, (text) => {
        told.value = text;
      }),
  };
  guardLinks(document, (address) => {
    try {
      openExternal(client, address);
    } catch (error) {
      home.tell({ level: "error", text: `${errorInfo(error).title}. ${errorInfo(error).sentence}` });
    }
  });
  render(
    <Page
      route={route}
      backend={backend.state}
      withHome={(api) => new HomeCalls(api, home)}
      saved={saved}
      lastLogs={lastLogs}
      onLogs={(input) => {
        // The panel goes on: only what leads back to it is another.
        const changed: Route = { panel: "logs", input };
        history.replaceState(null, "", hashOf(changed));
        savedRoute.set(hashOf(changed));
        savedLogs.set(hashOf(changed));
        lastLogs.value = changed;
      }}
      told={told}
      views={desktopViews(client)}
    />,
    root,
  );
}

/** Where the next visit begins: with the hosts, not with a form, and with the terminal that was looked at last. */
function placeOf(route: Route): Route {
  return route.panel === "hosts" || route.panel === "terminals" ? { panel: route.panel } : route;
}

function logsRoute(hash: unknown): Route {
  const route = routeOf(String(hash ?? ""));
  return route.panel === "logs" ? route : { panel: "logs" };
}

const root = document.getElementById("page");
if (root !== null) start(root);
