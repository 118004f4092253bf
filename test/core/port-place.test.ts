import { portPlaceFromInspect } from "@quayside/core/engine/port-place-record.ts";
import { describe, expect, it } from "vitest";

const running = { Running: true };
const bridge = {
  Networks: { bridge: { IPAddress: "172.17.0.2" }, app: { IPAddress: "172.18.0.5", GlobalIPv6Address: "fd00::5" } },
};
const Ports = {
  "80/tcp": [
    { HostIp: "0.0.0.0", HostPort: "8080" },
    { HostIp: "::", HostPort: "8080" },
  ],
  "81/tcp": null,
};
const place = (json: object, port = 80, walledOff = false) =>
  portPlaceFromInspect({ State: running, ...json }, { port, walledOff });
const at = (...addresses: [string, number][]) => ({
  kind: "addresses",
  addresses: addresses.map(([address, port]) => ({ address, port })),
});

describe("where a container’s port is found", () => {
  it("is at its own addresses, and at the last where it is published", () => {
    expect(place({ NetworkSettings: { ...bridge, Ports } })).toEqual(
      at(["172.17.0.2", 80], ["172.18.0.5", 80], ["fd00::5", 80], ["127.0.0.1", 8080]),
    );
    expect(place({ NetworkSettings: { ...bridge, Ports } }, 81)).toEqual(
      at(["172.17.0.2", 81], ["172.18.0.5", 81], ["fd00::5", 81]),
    );
  });

  it("is where it is published alone, where the machine has no way to the engine’s networks", () => {
    expect(place({ NetworkSettings: { ...bridge, Ports } }, 80, true)).toEqual(at(["127.0.0.1", 8080]));
    expect(place({ NetworkSettings: bridge }, 80, true)).toEqual(at());
    expect(place({ HostConfig: { NetworkMode: "host" } }, 80, true)).toEqual(at());
  });

  it("is at the address that it is published at, where that is not all of them", () => {
    const own = { "80/tcp": [{ HostIp: "10.0.0.7", HostPort: "8080" }] };
    expect(place({ NetworkSettings: { Ports: own } })).toEqual(at(["10.0.0.7", 8080]));
  });

  it("is the machine’s own with its network, and another container’s with that one’s", () => {
    expect(place({ HostConfig: { NetworkMode: "host" } })).toEqual(at(["127.0.0.1", 80]));
    expect(place({ HostConfig: { NetworkMode: "container:abc" } })).toEqual({ kind: "beside", container: "abc" });
  });

  it("is nowhere in a container that doesn’t run, or that has no network", () => {
    expect(
      portPlaceFromInspect({ State: { Running: false }, NetworkSettings: bridge }, { port: 80, walledOff: false }),
    ).toEqual({ kind: "not-running" });
    expect(
      place({ HostConfig: { NetworkMode: "none" }, NetworkSettings: { Networks: { none: { IPAddress: "" } } } }),
    ).toEqual(at());
  });

  it.each([
    undefined,
    null,
    7,
    "x",
    { State: running, NetworkSettings: { Networks: 3, Ports: { "80/tcp": [{ HostPort: "-1" }, 5] } } },
  ])("is told nowhere, and nothing throws, where the engine says %j", (json) => {
    expect(["not-running", "addresses"]).toContain(portPlaceFromInspect(json, { port: 80, walledOff: false }).kind);
  });
});
