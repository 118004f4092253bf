import type { Signal } from "@preact/signals";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import type { HomeViews } from "@quayside/shared-ui/app/home-views.ts";
import { mountPanel, type PanelName } from "@quayside/shared-ui/app/mount-panel.tsx";
import { PanelSkeleton } from "@quayside/shared-ui/app/panel-skeleton.tsx";
import { Icon, type IconName } from "@quayside/shared-ui/controls/icon.tsx";
import { IconSprite } from "@quayside/shared-ui/controls/icon-sprite.tsx";
import { useLate } from "@quayside/shared-ui/controls/use-late.ts";
import { watchInventory } from "@quayside/shared-ui/inventory/watch-inventory.ts";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { BackendState } from "./backend-connection.ts";
import { type Badges, badgesOf, noBadges } from "./badges.ts";
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
  readonly told: Signal<string>;
  readonly views: HomeViews;
}

export function Page(parts: PageParts) {
  const { route, backend, lastLogs, withHome } = parts;
  const state = backend.value;
  const api = state.kind === "open" ? state.api : undefined;
  // One for each session, whatever panels it shows one after another.
  const home = useMemo(() => (api === undefined ? undefined : withHome(api)), [api, withHome]);
  const badges = useBadges(home);
  const terminals = useOpenTerminals(home);
  return (
    <div class="page">
      <IconSprite />
      <nav class="nav" aria-label="Quayside">
        <div class="brand">
          <Icon name="stack" />
          <span class="word">Quayside</span>
        </div>
        <Place
          name="Containers"
          icon="container"
          to={{ panel: "containers" }}
          here={route.value.panel === "containers"}
          needing={badges.containers}
        />
        <Place name="Logs" icon="logs" to={lastLogs.value} here={route.value.panel === "logs"} />
        <Place
          name="Terminals"
          icon="terminal"
          to={{ panel: "terminals" }}
          here={route.value.panel === "terminals"}
          open={terminals}
        />
        <Place
          name="Hosts"
          icon="host"
          to={{ panel: "hosts" }}
          here={route.value.panel === "hosts"}
          needing={badges.hosts}
        />
      </nav>
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

interface PlaceProps {
  readonly name: string;
  readonly icon: IconName;
  readonly to: Route;
  readonly here: boolean;
  /** How many there need a look. */
  readonly needing?: number;
  /** How many are open there. */
  readonly open?: number;
}

function Place({ name, icon, to, here, needing = 0, open = 0 }: PlaceProps) {
  return (
    <a href={hashOf(to)} title={name} {...(here ? { "aria-current": "page" as const } : {})}>
      <Icon name={icon} />
      <span class="word">{name}</span>
      {needing === 0 ? null : (
        <span class="badge" role="img" aria-label={needing === 1 ? "1 needs a look" : `${needing} need a look`}>
          {needing > 99 ? "99+" : needing}
        </span>
      )}
      {open === 0 ? null : (
        <span class="badge quiet" role="img" aria-label={`${open} open`}>
          {open}
        </span>
      )}
    </a>
  );
}

/** While the picture of the hosts is followed; what was last known where it is not. */
function useBadges(api: PanelApi | undefined): Badges {
  const [badges, show] = useState(noBadges);
  useEffect(() => {
    if (api === undefined) return;
    const closing = new AbortController();
    // That the connection is over says the page itself.
    watchInventory(api, (inventory) => show(badgesOf(inventory)), closing.signal).catch(() => {});
    return () => closing.abort();
  }, [api]);
  return badges;
}

function useOpenTerminals(api: PanelApi | undefined): number {
  const [open, show] = useState(0);
  useEffect(() => {
    if (api === undefined) return;
    const closing = new AbortController();
    const follow = async (): Promise<void> => {
      for await (const held of api.stream("terminals.watch", {}, closing.signal)) show(held.length);
    };
    // That the connection is over says the page itself.
    follow().catch(() => {});
    return () => closing.abort();
  }, [api]);
  return open;
}

/** The same for the same place: a new one would draw the panel anew. */
const addHost = { add: true } as const;

function inputOf(route: Route): unknown {
  if (route.panel === "logs" || route.panel === "terminals") return route.input;
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
      ...{ asks: true, downloads: true, readsFiles, homeViews: parts.views },
    });
    return () => mounted.dispose();
  }, [panel, input, home, readsFiles, parts]);
  return <div class="mount" ref={root} />;
}

function NoLogs() {
  return (
    <main class="plain">
      <h1>No container is chosen</h1>
      <p class="muted">Its logs open here when you choose “Logs” at a container.</p>
      <p>
        <a class="btn" href={hashOf({ panel: "containers" })}>
          Choose a container
        </a>
      </p>
    </main>
  );
}

function OtherVersion() {
  return (
    <main class="plain">
      <h1>Quayside was updated</h1>
      <p role="alert">This page and Quayside’s backend are of different versions.</p>
      <p>
        <button type="button" class="btn" onClick={() => location.reload()}>
          Load the new page
        </button>
      </p>
      <p class="muted">If that does not help, leave this tab and come back, or restart Docker Desktop.</p>
    </main>
  );
}

const waitsForBackend = {
  begun: "Waiting for Quayside’s backend, which starts together with the extension. That can take a moment.",
  again: "Quayside’s backend has restarted. Connecting again.",
};

/** A skeleton is enough for what takes a moment; what fails for longer is said. */
function Connecting({ state, panel }: { state: Extract<BackendState, { kind: "connecting" }>; panel: PanelName }) {
  const late = useLate();
  if (!late || state.tries === 0)
    return (
      <div class="mount">
        <PanelSkeleton panel={panel} waitsFor={state.again ? waitsForBackend.again : waitsForBackend.begun} />
      </div>
    );
  return (
    <main class="plain">
      <h1>Quayside’s backend does not answer</h1>
      <p class="muted" role="status">
        It starts together with the extension, which can take a moment. Quayside tries again by itself.
      </p>
      <code class="muted">{state.detail}</code>
    </main>
  );
}
