import { watchInventory } from "../inventory/watch-inventory.ts";
import type { Quayside } from "../quayside.ts";
import type { MethodName, PanelHandlers } from "./methods.ts";
import { callOnHost, streamOnHost } from "./on-host.ts";

type HomeMethod = Extract<MethodName, `home.${string}`>;
/** What only the home of a panel can do. */
export type PanelHome = Pick<PanelHandlers, HomeMethod>;

/** Everything that a panel can ask for, of one Quayside and one home. */
export function panelHandlers(quayside: Quayside, home: PanelHome): PanelHandlers {
  const { inventory, hosts, containers, logs, events } = quayside;
  const hostName = (id: string): string | undefined => hosts.get(id)?.name;
  return {
    ...home,
    "inventory.watch": (_input, signal) => watchInventory(inventory, signal),
    "hosts.retry": callOnHost(hostName, async ({ host }) => hosts.retry(host)),
    "containers.start": ({ refs }, signal) => containers.start(refs, signal),
    "containers.stop": ({ refs, ...options }, signal) => containers.stop(refs, options, signal),
    "containers.restart": ({ refs, ...options }, signal) => containers.restart(refs, options, signal),
    "containers.pause": ({ refs }, signal) => containers.pause(refs, signal),
    "containers.unpause": ({ refs }, signal) => containers.unpause(refs, signal),
    "containers.kill": ({ refs }, signal) => containers.kill(refs, signal),
    "containers.remove": ({ refs, ...options }, signal) => containers.remove(refs, options, signal),
    "containers.rename": callOnHost(hostName, ({ ref, name }, signal) => containers.rename(ref, name, signal)),
    "containers.confirm": async ({ refs, action }) => containers.confirm(action, refs),
    "containers.inspect": callOnHost(hostName, ({ ref }, signal) => containers.inspect(ref, signal)),
    "logs.follow": streamOnHost(hostName, (query, signal) => logs.follow(query, signal)),
    "events.query": ({ query }, signal) => events.query(query, signal),
  };
}
