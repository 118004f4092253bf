import { followEvents } from "../event-log/follow-events.ts";
import { parseAddress } from "../hosts/found-engines.ts";
import { testReports } from "../hosts/test-reports.ts";
import { watchInventory } from "../inventory/watch-inventory.ts";
import type { Quayside } from "../quayside.ts";
import { askingHandlers, asksNothing, type PanelAsking } from "./asking-handlers.ts";
import { fileHandlers } from "./file-handlers.ts";
import type { MethodName, PanelHandlers } from "./methods.ts";
import { callOnHost, streamOnHost } from "./on-host.ts";

type HomeMethod = Extract<MethodName, `home.${string}`>;
/** What only the home of a panel can do. */
export type PanelHome = Pick<PanelHandlers, HomeMethod>;

/** Everything that a panel can ask for, of one Quayside and one home. */
export function panelHandlers(quayside: Quayside, home: PanelHome, asking: PanelAsking = asksNothing()): PanelHandlers {
  const { inventory, hosts, containers, images, volumes, networks, logs, stats, recordings, diskUses } = quayside;
  const { savedFilters, terminals, heldTerminals, events } = quayside;
  const hostName = (id: string): string | undefined => hosts.get(id)?.name;
  return {
    ...home,
    ...askingHandlers(asking),
    "inventory.watch": (_input, signal) => watchInventory(inventory, signal),
    "hosts.retry": callOnHost(hostName, async ({ host }) => hosts.retry(host)),
    "hosts.forgetKey": callOnHost(hostName, ({ host }) => hosts.forgetKey(host)),
    "hosts.disk": async ({ host }, signal) => (await hosts.disk(host, signal)) ?? null,
    "hosts.candidates": async () => hosts.candidates(),
    "hosts.parse": async ({ address }) => parseAddress(address.trim(), { verify: true }) ?? null,
    "hosts.newId": async () => hosts.newId(),
    "hosts.test": ({ id, ...host }, signal) => testReports(hosts, { ...host, id }, signal),
    "hosts.forget": ({ host }) => hosts.forget(host),
    "hosts.add": (host, signal) => hosts.add(host, signal),
    "hosts.update": callOnHost(hostName, ({ host, change, ...key }, signal) =>
      hosts.update(host, { ...change, ...key }, signal),
    ),
    "hosts.remove": callOnHost(hostName, ({ host }, signal) => hosts.remove(host, signal)),
    "hosts.duplicate": callOnHost(hostName, ({ host }, signal) => hosts.duplicate(host, signal)),
    "hosts.setEnabled": callOnHost(hostName, ({ host, enabled }, signal) => hosts.setEnabled(host, enabled, signal)),
    "hosts.move": callOnHost(hostName, ({ host, before }, signal) => hosts.move(host, before, signal)),
    "hosts.setDefault": ({ host }, signal) => hosts.setDefault(host, signal),
    "hosts.export": (_input, signal) => hosts.exportHosts(signal),
    "hosts.import": ({ text }, signal) => hosts.importHosts(text, signal),
    "containers.start": ({ refs }, signal) => containers.start(refs, signal),
    "containers.stop": ({ refs, ...options }, signal) => containers.stop(refs, options, signal),
    "containers.restart": ({ refs, ...options }, signal) => containers.restart(refs, options, signal),
    "containers.pause": ({ refs }, signal) => containers.pause(refs, signal),
    "containers.unpause": ({ refs }, signal) => containers.unpause(refs, signal),
    "containers.kill": ({ refs }, signal) => containers.kill(refs, signal),
    "containers.remove": ({ refs, ...options }, signal) => containers.remove(refs, options, signal),
    "containers.rename": callOnHost(hostName, ({ ref, name }, signal) => containers.rename(ref, name, signal)),
    "containers.confirm": async ({ refs, action }) => containers.confirm(action, refs),
    "containers.details": callOnHost(hostName, ({ ref, ...options }, signal) =>
      containers.details(ref, options, signal),
    ),
    "containers.processes": callOnHost(hostName, ({ ref }, signal) => containers.processes(ref, signal)),
    "containers.inspect": callOnHost(hostName, ({ ref }, signal) => containers.inspect(ref, signal)),
    "resources.inspect": callOnHost(hostName, ({ kind, ref }, signal) =>
      ({ image: images, volume: volumes, network: networks })[kind].inspect(ref, signal),
    ),
    "logs.follow": streamOnHost(hostName, (query, signal) => logs.followAll(query, signal)),
    "logs.select": async ({ view, selectors, except = [] }) => logs.select(view, { selectors, except }),
    "logs.around": callOnHost(hostName, ({ selector, timestamp }, signal) => logs.around(selector, timestamp, signal)),
    "logs.search": (query, signal) => logs.search(query, signal),
    "filters.watch": (_input, signal) => savedFilters.watch(signal),
    "filters.save": ({ name, filter }, signal) => savedFilters.save(name, filter, signal),
    "filters.rename": ({ id, name }, signal) => savedFilters.rename(id, name, signal),
    "filters.remove": ({ id }, signal) => savedFilters.remove(id, signal),
    "stats.watch": ({ refs }, signal) => stats.watch(refs, signal),
    "stats.history": ({ of, range }, signal) => stats.history(of, range, signal),
    "stats.recording": (_input, signal) => recordings.watch(signal),
    "stats.record": ({ host, on }, signal) => recordings.record(host, on, signal),
    "stats.diskUse": callOnHost(hostName, async ({ host, look }, signal) =>
      look ? diskUses.look(host, signal) : (diskUses.known(host) ?? null),
    ),
    "terminals.watch": (_input, signal) => heldTerminals.watchList(signal),
    "terminals.open": callOnHost(hostName, async ({ ref, request, ...size }, signal) => ({
      id: await heldTerminals.open(ref, size, signal, request),
    })),
    "terminals.choices": callOnHost(hostName, ({ ref }, signal) => terminals.choices(ref, signal)),
    "terminals.follow": ({ id }, signal) => heldTerminals.watch(id, signal),
    "terminals.write": async ({ id, text }) => heldTerminals.write(id, text),
    "terminals.resize": async ({ id, ...size }) => heldTerminals.resize(id, size),
    "terminals.end": ({ id }) => heldTerminals.end(id),
    "terminals.endAll": ({ host }) => heldTerminals.endAll(host),
    ...fileHandlers(quayside.files, hostName),
    "events.query": ({ query }, signal) => events.query(query, signal),
    "events.follow": ({ query }, signal) => followEvents(events, query, signal),
  };
}
