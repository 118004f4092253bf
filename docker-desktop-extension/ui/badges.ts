import type { Host } from "@quayside/core/model/host.ts";
import { countsByHost } from "@quayside/shared-ui/hosts/host-facts.ts";
import type { Inventory } from "@quayside/shared-ui/inventory/inventory.ts";

/** How many need a look: a red badge in the navigation; none for zero. */
export interface Badges {
  readonly containers: number;
  readonly hosts: number;
}

export const noBadges: Badges = { containers: 0, hosts: 0 };

/** Of hosts that don't answer the containers don't count: what is known of them may be over. */
export function badgesOf(inventory: Inventory): Badges {
  const answers = ({ state }: Host): boolean => state.kind === "online";
  const counts = [...countsByHost(inventory)].filter(([id]) => {
    const host = inventory.hosts.get(id);
    return host !== undefined && answers(host);
  });
  return {
    containers: counts.reduce((sum, [, { unhealthy, failed, restarting }]) => sum + unhealthy + failed + restarting, 0),
    hosts: [...inventory.hosts.values()].filter(({ state }) => state.kind === "unreachable").length,
  };
}
