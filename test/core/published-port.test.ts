import type { ContainerPort } from "@quayside/core/model/container.ts";
import type { Host, HostConnection } from "@quayside/core/model/host.ts";
import { publishedUrl } from "@quayside/core/model/published-port.ts";
import { describe, expect, it } from "vitest";

function host(connection: HostConnection, through?: readonly string[]): Host {
  const engine = { id: "", product: "", version: "", apiVersion: "", operatingSystem: "", architecture: "" };
  return {
    ...{ id: "h", name: "h", connection, access: "admin", found: false, isDefault: false, position: 0 },
    state: { kind: "online", engine, latency: 1, since: 0, ...(through === undefined ? {} : { through }) },
  };
}

function port(address: string | undefined, privatePort = 80): ContainerPort {
  return { privatePort, publicPort: 8080, protocol: "tcp", ...(address === undefined ? {} : { address }) };
}

const local = host({ kind: "unix", path: "/var/run/docker.sock" });
const vault = host({ kind: "tls", host: "vault.example", port: 2376, verify: true });
const far = host({ kind: "ssh", host: "far.example" });

describe("where the browser finds a published port", () => {
  it.each([
    [local, port("0.0.0.0"), "http://localhost:8080/"],
    [local, port("::"), "http://localhost:8080/"],
    [local, port(undefined), "http://localhost:8080/"],
    [local, port("127.0.0.1"), "http://localhost:8080/"],
    [local, port("10.0.0.7"), "http://10.0.0.7:8080/"],
    [local, port("fd00::7"), "http://[fd00::7]:8080/"],
    [local, port("0.0.0.0", 443), "https://localhost:8080/"],
    [vault, port("0.0.0.0"), "http://vault.example:8080/"],
    [vault, port("127.0.0.1"), undefined],
    [vault, port("::1"), undefined],
    [far, port("0.0.0.0"), "http://far.example:8080/"],
    [host({ kind: "ssh", host: "far.example", jump: "bastion" }), port("0.0.0.0"), undefined],
    [host({ kind: "ssh", host: "far.example", jump: "none" }), port("0.0.0.0"), "http://far.example:8080/"],
    [host({ kind: "ssh", host: "far" }, ["bastion"]), port("0.0.0.0"), undefined],
    [host({ kind: "ssh", host: "far" }, ["bastion"]), port("10.0.0.7"), undefined],
    [host({ kind: "tls", host: "fd00::1", port: 2376, verify: true }), port(""), "http://[fd00::1]:8080/"],
  ])("%#", (on, published, url) => {
    expect(publishedUrl(on, published)).toBe(url);
  });

  it("is nowhere for one that is not published", () => {
    expect(publishedUrl(local, { privatePort: 80, protocol: "tcp" })).toBeUndefined();
  });
});
