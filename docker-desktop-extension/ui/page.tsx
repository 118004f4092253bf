import type { Signal } from "@preact/signals";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { mountPanel } from "@quayside/shared-ui/app/mount-panel.tsx";
import { Icon } from "@quayside/shared-ui/controls/icon.tsx";
import { IconSprite } from "@quayside/shared-ui/controls/icon-sprite.tsx";
import { useEffect, useRef } from "preact/hooks";
import type { BackendState } from "./backend-connection.ts";
import { hashOf, type Route } from "./routes.ts";
import type { SavedState } from "./saved-state.ts";

export interface PageParts {
  readonly route: Signal<Route>;
  readonly backend: Signal<BackendState>;
  readonly withHome: (api: PanelApi) => PanelApi;
  readonly saved: (panel: Route["panel"]) => SavedState;
  /** Where the Logs of the navigation lead: the ones that were read last. */
  readonly lastLogs: Signal<Route>;
}

export function Page(parts: PageParts) {
  const { route, backend, lastLogs } = parts;
  const state = backend.value;
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
        />
        <Place name="Logs" icon="logs" to={lastLogs.value} here={route.value.panel === "logs"} />
        <Place name="Hosts" icon="host" to={{ panel: "hosts" }} here={route.value.panel === "hosts"} />
      </nav>
      <div class="stage">
        {state.kind === "connecting" ? (
          <Connecting state={state} />
        ) : (
          <>
            {state.faltering ? (
              <p class="falter" role="status">
                Quayside’s backend does not answer at the moment. What you see may be old; Quayside tries again by
                itself.
              </p>
            ) : null}
            <Panel key={hashOf(route.value)} route={route.value} api={state.api} parts={parts} />
          </>
        )}
      </div>
    </div>
  );
}

interface PlaceProps {
  readonly name: string;
  readonly icon: "container" | "logs" | "host";
  readonly to: Route;
  readonly here: boolean;
}

function Place({ name, icon, to, here }: PlaceProps) {
  return (
    <a href={hashOf(to)} title={name} {...(here ? { "aria-current": "page" as const } : {})}>
      <Icon name={icon} />
      <span class="word">{name}</span>
    </a>
  );
}

/** The same for the same place: a new one would draw the panel anew. */
const addHost = { add: true } as const;

function inputOf(route: Route): unknown {
  if (route.panel === "logs") return route.input;
  return route.panel === "hosts" && route.add === true ? addHost : undefined;
}

function Panel({ route, api, parts }: { route: Route; api: PanelApi; parts: PageParts }) {
  const root = useRef<HTMLDivElement>(null);
  const { panel } = route;
  const input = inputOf(route);
  useEffect(() => {
    if (root.current === null) return;
    const world = { panel, api: parts.withHome(api), state: parts.saved(panel), input };
    const mounted = mountPanel(root.current, { ...world, asks: true, downloads: true });
    return () => mounted.dispose();
  }, [panel, input, api, parts]);
  if (panel === "logs" && input === undefined) return <NoLogs />;
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

function Connecting({ state }: { state: Extract<BackendState, { kind: "connecting" }> }) {
  if (state.tries < 2) {
    return (
      <main class="plain">
        <p class="muted" role="status">
          {state.again ? "Quayside’s backend has restarted. Connecting again …" : "Connecting to Quayside’s backend …"}
        </p>
      </main>
    );
  }
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
