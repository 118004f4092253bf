import { array, type JsonObject, object, text } from "../engine/json.ts";

export interface PortAddress {
  readonly address: string;
  readonly port: number;
}

/** Where a container's port is found, by what an inspect says. */
export type PortPlace =
  /** As seen from the machine that the engine runs on; the best first. */
  | { readonly kind: "addresses"; readonly addresses: readonly PortAddress[] }
  /** In the network of that other container. */
  | { readonly kind: "beside"; readonly container: string }
  | { readonly kind: "not-running" };

export interface PlaceOptions {
  readonly port: number;
  /** The machine has no way to the addresses of containers: the engine runs without root, or in a virtual machine. */
  readonly walledOff: boolean;
}

/**
 * Its own address comes before the one at which it is published: at the latter Docker's proxy takes the connection
 * even where nobody listens in the container. `network`: of the container whose network it shares, where it does.
 */
export function placeOfPort(inspected: unknown, { port, walledOff }: PlaceOptions): PortPlace {
  const json = object(inspected);
  if (object(json.State).Running !== true) return { kind: "not-running" };
  const mode = text(object(json.HostConfig).NetworkMode);
  const [, container] = /^container:(.+)$/.exec(mode) ?? [];
  if (container !== undefined) return { kind: "beside", container };
  if (mode === "host") return { kind: "addresses", addresses: walledOff ? [] : [{ address: "127.0.0.1", port }] };
  const settings = object(json.NetworkSettings);
  const own = walledOff ? [] : ownAddresses(settings).map((address) => ({ address, port }));
  return { kind: "addresses", addresses: [...own, ...published(settings, port)] };
}

/** Of each of its networks, those of IPv4 first. */
function ownAddresses(settings: JsonObject): string[] {
  const networks = Object.values(object(settings.Networks)).map(object);
  const all = [...networks.map(({ IPAddress }) => IPAddress), ...networks.map((one) => one.GlobalIPv6Address)];
  return [...new Set(all.map(text))].filter((address) => address !== "");
}

function published(settings: JsonObject, port: number): PortAddress[] {
  const found = array(object(settings.Ports)[`${port}/tcp`]).map((binding): PortAddress => {
    const { HostIp, HostPort } = object(binding);
    const address = text(HostIp);
    const everywhere = address === "" || address === "0.0.0.0" || address === "::";
    return { address: everywhere ? "127.0.0.1" : address, port: Number(text(HostPort)) };
  });
  // Twice where it is published for IPv4 and for IPv6.
  const byKey = new Map(found.map((one) => [`${one.address} ${one.port}`, one]));
  return [...byKey.values()].filter((one) => Number.isInteger(one.port) && one.port > 0);
}
