import type { Signal } from "@preact/signals";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import type { HomeViews } from "@quayside/shared-ui/app/home-views.ts";
import { mountPanel } from "@quayside/shared-ui/app/mount-panel.tsx";
import type { LogsInput } from "@quayside/shared-ui/app/panel-input.ts";
import { IconSprite } from "@quayside/shared-ui/controls/icon-sprite.tsx";
import { chartsFrom } from "@quayside/shared-ui/stats/charts/load-charts.ts";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { BackendState } from "./backend-connection.ts";
import { Connecting, NoLogs, OtherVersion } from "./instead.tsx";
import { Navigation } from "./navigation.tsx";
import { hashOf, type Route } from "./routes.ts";
import type { SavedState } from "./saved-state.ts";
import { ToldText } from "./told.tsx";

export interface PageParts {
  readonly route: Signal<Route>;
  readonly backend: Signal<BackendState>;
  readonly withHome: (api: PanelApi) => PanelApi;
  readonly saved: (panel: Route["panel"]) => SavedState;
  /** Where the Logs of the navigation lead: the ones that were read last. */
  readonly lastLogs: Signal<Route>;
  /** Whose lines the logs show was changed in them. */
  readonly onLogs: (input: LogsInput) => void;
  readonly told: Signal<string>;
  readonly views: HomeViews;
}

export function Page(parts: PageParts) {
  const { route, backend, lastLogs, withHome } = parts;
  const state = backend.value;
  const api = state.kind === "open" ? state.api : undefined;
  // One for each session, whatever panels it shows one after another.
  const home = useMemo(() => (api === undefined ? undefined : withHome(api)), [api, withHome]);
  return (
    <div class="page">
      <IconSprite />
      <Navigation route={route.value} lastLogs={lastLogs.value} home={home} />
      <div class="stage">
        {state.kind === "other-version" ? (
          <OtherVersion />
        ) : route.value.panel === "logs" && route.value.input === undefined ? (
          <NoLogs />
        ) : state.kind === "connecting" ? (
          <Connecting state={state} panel={route.value.panel} />
        ) : home === undefined ? null : (
          <>
            {state.faltering ? (
              <p class="falter" role="status">
                Quayside’s backend does not answer at the moment. What you see may be old; Quayside tries again by
                itself.
              </p>
            ) : null}
            <Panel
              key={hashOf(route.value)}
              route={route.value}
              home={home}
              readsFiles={state.readsFiles}
              parts={parts}
            />
          </>
        )}
        <ToldText told={parts.told} />
      </div>
    </div>
  );
}

/** Beside the page's own script. */
const charts = chartsFrom({ src: "charts.js" });

/** The same for the same place: a new one would draw the panel anew. */
const addHost = { add: true } as const;

function inputOf(route: Route): unknown {
  if ("input" in route) return route.input;
  return route.panel === "hosts" && route.add === true ? addHost : undefined;
}

interface PanelProps {
  readonly route: Route;
  readonly home: PanelApi;
  readonly readsFiles: boolean;
  readonly parts: PageParts;
}

function Panel({ route, home, readsFiles, parts }: PanelProps) {
  const root = useRef<HTMLDivElement>(null);
  const { panel } = route;
  const input = inputOf(route);
  useLayoutEffect(() => {
    if (root.current === null) return;
    const world = { panel, api: home, state: parts.saved(panel), input };
    const mounted = mountPanel(root.current, {
      ...world,
      ...{ charts, asks: true, downloads: true, readsFiles, homeViews: parts.views, onInput: parts.onLogs },
    });
    return () => mounted.dispose();
  }, [panel, input, home, readsFiles, parts]);
  return <div class="mount" ref={root} />;
}
