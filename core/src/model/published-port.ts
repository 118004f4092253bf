import type { ContainerPort } from "./container.ts";
import type { Host } from "./host.ts";

/**
 * Where the browser of this machine finds a port that a container publishes. Undefined where it can't: the port is
 * published to its own machine alone, or that is known by its jump hosts only.
 */
export function publishedUrl(host: Host, { address = "", publicPort, privatePort }: ContainerPort): string | undefined {
  if (publicPort === undefined) return undefined;
  const machine = machineOf(host);
  const isLoopback = /^127\.|^::1$/.test(address);
  if (machine === undefined || (isLoopback && machine !== "localhost")) return undefined;
  const name = isLoopback || ["", "0.0.0.0", "::"].includes(address) ? machine : address;
  return `${webScheme(privatePort)}://${name.includes(":") ? `[${name}]` : name}:${publicPort}/`;
}

/** By the number alone, as people choose it. */
export function webScheme(privatePort: number): "http" | "https" {
  return [443, 8443].includes(privatePort) ? "https" : "http";
}

function machineOf({ connection, state }: Host): string | undefined {
  if (connection.kind === "tls") return connection.host;
  if (connection.kind !== "ssh") return "localhost";
  const jumps = connection.jump !== undefined && connection.jump !== "none";
  return jumps || (state.kind === "online" && state.through !== undefined) ? undefined : connection.host;
}
