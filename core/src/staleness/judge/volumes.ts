import { isAnonymousVolume } from "../../model/container.ts";
import type { Finding } from "../../model/finding.ts";
import type { Volume } from "../../model/resource.ts";
import { at, type Case, finding } from "./case.ts";
import { isExempt } from "./exempt.ts";
import { shortId, span } from "./words.ts";

/** In no container, be it running or stopped. Data may be wanted by whoever gave it a name. */
export function judgeVolumes(of: Case): Finding[] {
  const { containers, hidden, volumes } = of.facts;
  const used = new Set(
    [...containers.map(({ container }) => container), ...hidden].flatMap(({ mounts }) =>
      mounts.filter(({ type }) => type === "volume").map(({ source }) => source),
    ),
  );
  return volumes.flatMap((volume) => {
    // One of a wider scope may be in use on another host.
    if (volume.scope !== "local" || used.has(volume.id) || isExempt(volume.id, volume.labels)) return [];
    return leftover(of, volume) ?? [];
  });
}

function leftover(of: Case, volume: Volume): Finding | undefined {
  const { id, createdAt, labels, size } = volume;
  const anonymous = "com.docker.volume.anonymous" in labels || isAnonymousVolume({ type: "volume", source: id });
  const lastUse = of.facts.lastUse.get(id);
  const since = createdAt === undefined ? lastUse : Math.max(createdAt, lastUse ?? 0);
  const ago = since === undefined ? "nobody knows when" : `${span(of.facts.now - since)} ago`;
  const how = lastUse !== undefined && lastUse === since ? `Last in a container ${ago}` : `Created ${ago}`;
  const stack = labels["com.docker.compose.project"];
  return finding(
    of,
    "leftover-volume",
    { type: "volume", id, name: anonymous ? shortId(id) : id },
    {
      since,
      sentence: anonymous
        ? `Anonymous. ${how}; no container, running or stopped, uses it.`
        : `${how}; no container, running or stopped, uses it. It has a name, so its data may be wanted.`,
      evidence: [
        { field: "Name", value: id },
        ...(createdAt === undefined ? [] : [{ field: "CreatedAt", value: at(createdAt) }]),
        ...(lastUse === undefined ? [] : [{ field: "mount event", value: at(lastUse) }]),
      ],
      confidence: anonymous && since !== undefined ? "high" : "low",
      // Without an age nothing says that it wasn't made a minute ago.
      action: since === undefined ? "none" : "remove",
      ...(size === undefined ? {} : { reclaimable: size }),
      ...(stack === undefined ? {} : { stack }),
    },
  );
}
