import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { Icon, type IconName } from "@quayside/shared-ui/controls/icon.tsx";
import { watchInventory } from "@quayside/shared-ui/inventory/watch-inventory.ts";
import { useEffect, useState } from "preact/hooks";
import { type Badges, badgesOf, noBadges } from "./badges.ts";
import { hashOf, type Route } from "./routes.ts";

interface Props {
  readonly route: Route;
  /** Where the Logs lead: the ones that were read last. */
  readonly lastLogs: Route;
  /** While there is a backend. */
  readonly home: PanelApi | undefined;
}

export function Navigation({ route, lastLogs, home }: Props) {
  const badges = useBadges(home);
  const terminals = useOpenTerminals(home);
  return (
    <nav class="nav" aria-label="Quayside">
      <div class="brand">
        <Icon name="stack" />
        <span class="word">Quayside</span>
      </div>
      <Place
        name="Containers"
        icon="container"
        to={{ panel: "containers" }}
        here={["containers", "container", "files"].includes(route.panel)}
        needing={badges.containers}
      />
      <Place name="Logs" icon="logs" to={lastLogs} here={route.panel === "logs"} />
      <Place name="Search" icon="search" to={{ panel: "search" }} here={route.panel === "search"} />
      <Place name="Events" icon="clock" to={{ panel: "events" }} here={route.panel === "events"} />
      <Place
        name="Terminals"
        icon="terminal"
        to={{ panel: "terminals" }}
        here={route.panel === "terminals"}
        open={terminals}
      />
      <Place name="Stats" icon="pulse" to={{ panel: "stats" }} here={route.panel === "stats"} />
      <Place name="Hosts" icon="host" to={{ panel: "hosts" }} here={route.panel === "hosts"} needing={badges.hosts} />
    </nav>
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
