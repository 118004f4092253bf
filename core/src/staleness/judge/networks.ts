import type { Finding } from "../../model/finding.ts";
import type { Network } from "../../model/resource.ts";
import { at, type Case, finding } from "./case.ts";
import { isExempt } from "./exempt.ts";
import { span } from "./words.ts";

/** The bridge by which swarm's own networks reach the host. */
const SWARM_BRIDGE = "docker_gwbridge";

/** Made by somebody, and without members. A stopped container is a member: it can't be started without its networks. */
export function judgeNetworks(of: Case): Finding[] {
  const { containers, hidden, networks } = of.facts;
  // One that never started may name the id that it was made with.
  const used = new Set(
    [...containers.map(({ container }) => container), ...hidden].flatMap((container) => container.networks),
  );
  return networks.flatMap((network) => {
    const { id, name, scope, builtIn, labels } = network;
    if (builtIn || scope !== "local" || name === SWARM_BRIDGE || isExempt(name, labels)) return [];
    return used.has(name) || used.has(id) ? [] : (empty(of, network) ?? []);
  });
}

function empty(of: Case, { id, name, createdAt, labels }: Network): Finding | undefined {
  const lastUse = of.facts.lastUse.get(id);
  const since = Math.max(createdAt, lastUse ?? 0);
  const ago = `${span(of.facts.now - since)} ago`;
  const stack = labels["com.docker.compose.project"];
  // Podman may not tell when a network was made.
  const known = since > 0;
  return finding(
    of,
    "empty-network",
    { type: "network", id, name },
    {
      since: known ? since : undefined,
      sentence: `No members, running or stopped. ${known ? `${lastUse === since ? "The last one left" : "Created"} ${ago}.` : "Nobody knows since when."}`,
      evidence: [
        { field: "Containers", value: "" },
        ...(createdAt > 0 ? [{ field: "Created", value: at(createdAt) }] : []),
        ...(lastUse === undefined ? [] : [{ field: "disconnect event", value: at(lastUse) }]),
      ],
      ...(known ? { confidence: "high", action: "remove" } : { confidence: "low", action: "none" }),
      ...(stack === undefined ? {} : { stack }),
    },
  );
}
