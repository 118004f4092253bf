import type { Duplex } from "node:stream";
import type { EngineQueries } from "../engine/engine-queries.ts";
import { Conflict, isError } from "../errors/errors.ts";
import type { HostReach } from "../hosts/host-reach.ts";
import { throwIfAborted } from "../lifetime/abort.ts";
import type { Host } from "../model/host.ts";
import type { PortAddress } from "../model/port-place.ts";

export interface ContainerPortOptions {
  readonly host: Host;
  readonly queries: EngineQueries;
  readonly reach: HostReach;
  readonly container: { readonly id: string; readonly name: string };
  readonly port: number;
}

/** Milliseconds for an address, where there is another to try, and for the last. */
const FIRST = 3_000;
const LAST = 10_000;

/** So many containers may each be in the network of the next. */
const DEEPEST = 3;

/**
 * A connection to a port of a container, by the address that it has at this moment. Rejects: Conflict where it doesn't
 * run, or nobody listens, or no way leads there; HostUnreachable, NotFound, Cancelled.
 */
export async function dialContainerPort(options: ContainerPortOptions, signal: AbortSignal): Promise<Duplex> {
  const { reach, container, port } = options;
  const addresses = await addressesOf(options, signal);
  let failure: unknown;
  for (const [index, { address, port: number }] of addresses.entries()) {
    try {
      return await reach.openPort(address, number, index < addresses.length - 1 ? FIRST : LAST, signal);
    } catch (error) {
      throwIfAborted(signal);
      if (isError(error, "HostUnreachable")) throw error;
      if ((error as NodeJS.ErrnoException).code === "ECONNREFUSED")
        throw new Conflict(`Nobody listens at port ${port} in ${container.name}.`, { cause: error });
      failure ??= error;
    }
  }
  throw new Conflict(noWay(options, addresses, failure), { cause: failure });
}

async function addressesOf(
  { host, queries, container, port }: ContainerPortOptions,
  signal: AbortSignal,
): Promise<readonly PortAddress[]> {
  let id = container.id;
  for (let depth = 0; depth <= DEEPEST; depth++) {
    const place = await queries.portPlace(id, { port, walledOff: isWalledOff(host) }, signal);
    if (place.kind === "addresses") return place.addresses;
    if (place.kind === "not-running") break;
    id = place.container;
  }
  throw new Conflict(`${container.name} does not run.`);
}

function isWalledOff({ state }: Host): boolean {
  const machine = state.kind === "online" ? state.machine : undefined;
  return machine?.rootless === true || machine?.system === "Docker Desktop";
}

function noWay(
  { host, container, port, reach }: ContainerPortOptions,
  addresses: readonly PortAddress[],
  failure: unknown,
): string {
  const what = `port ${port} of ${container.name}`;
  if (addresses.length > 0) {
    const tried = addresses.map(({ address, port: number }) => `${address}:${number}`).join(", ");
    const words = failure instanceof Error ? failure.message : String(failure);
    return `${reach.address} has no way to ${what} (${tried}): ${words}`;
  }
  if (isWalledOff(host))
    return `There is no way to ${what}: the engine keeps its networks to itself, and the port is not published.`;
  return `There is no way to ${what}: the container is in no network, and the port is not published.`;
}
