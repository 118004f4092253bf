import type { Network } from "../model/resource.ts";
import { isBuiltInNetwork } from "../model/resource-name.ts";
import { array, object, text, textMap, time } from "./json.ts";

/** Podman makes a network's id of its name; Docker's are random, so this is no network of a Docker engine. */
const PODMAN_DEFAULT = "2f259bab93aaaaa2542ba43ef33eb990d0999ee1b9924b557b7be53c0b7a1bb9";

/** An entry of `/networks`. */
export function networkFromList(host: string, json: unknown): Network | undefined {
  const record = object(json);
  const id = text(record.Id);
  if (id === "") return undefined;
  const name = text(record.Name);
  const driver = text(record.Driver);
  return {
    host,
    id,
    name,
    driver,
    scope: text(record.Scope) || "local",
    createdAt: time(record.Created) ?? 0,
    internal: record.Internal === true,
    attachable: record.Attachable === true,
    subnets: array(object(record.IPAM).Config).flatMap((config) => text(object(config).Subnet) || []),
    labels: textMap(record.Labels),
    // "nat" is Windows' bridge.
    builtIn: isBuiltInNetwork(name) || id === PODMAN_DEFAULT || (name === "nat" && driver === "nat"),
  };
}
