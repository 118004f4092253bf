import type { PlaceOptions, PortAddress, PortPlace } from "../model/port-place.ts";
import { array, type JsonObject, object, text } from "./json.ts";

/**
 * Its own address comes before the one at which it is published: at the latter Docker's proxy takes the connection
 * even where nobody listens in the container.
 */
export function portPlaceFromInspect(inspected: unknown, { port, walledOff }: PlaceOptions): PortPlace {
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
