import { isIPv6 } from "node:net";
import type { NewNetwork, NewVolume } from "../model/new-resource.ts";

/** What `/volumes/create` takes. */
export function newVolumeBody({ name, driver, labels, options }: NewVolume): unknown {
  return {
    Name: name,
    ...(driver === undefined ? {} : { Driver: driver }),
    ...(labels === undefined ? {} : { Labels: labels }),
    ...(options === undefined ? {} : { DriverOpts: options }),
  };
}

/** What `/networks/create` takes. */
export function newNetworkBody({ name, driver, internal, attachable, subnet }: NewNetwork): unknown {
  return {
    Name: name,
    // Before API 1.44 an engine makes a second network of that name unless told so.
    CheckDuplicate: true,
    ...(driver === undefined ? {} : { Driver: driver }),
    ...(internal === undefined ? {} : { Internal: internal }),
    ...(attachable === undefined ? {} : { Attachable: attachable }),
    ...(subnet === undefined ? {} : { IPAM: { Config: [{ Subnet: subnet }] } }),
    ...(subnet !== undefined && isIPv6(subnet.split("/")[0] ?? "") ? { EnableIPv6: true } : {}),
  };
}
