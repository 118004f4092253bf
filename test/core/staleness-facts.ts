import type { ContainerInspection } from "@quayside/core/engine/inspection-record.ts";
import type { Container } from "@quayside/core/model/container.ts";
import type { Finding } from "@quayside/core/model/finding.ts";
import type { ContainerFacts, HostFacts } from "@quayside/core/staleness/facts.ts";
import { judgeHost } from "@quayside/core/staleness/judge/host.ts";
import { usualThresholds } from "@quayside/core/staleness/thresholds.ts";

/** Facts for judgements that need no engine. */

export const DAY = 86_400_000;
export const NOW = Date.UTC(2026, 10, 30);

export const hostFacts: HostFacts = {
  ...{ host: "h", now: NOW, clockAhead: 0, containers: [], hidden: [], images: [], volumes: [], networks: [] },
  ...{ goneImages: new Set(), taggedAt: new Map(), lastUse: new Map() },
};

export function containerFacts(
  container: Partial<Container>,
  details: Partial<ContainerInspection> = {},
  more: Partial<ContainerFacts> = {},
): ContainerFacts {
  const id = container.id ?? container.name ?? "c";
  return {
    container: {
      ...{ host: "h", id, name: id, image: "app:1", imageId: "sha256:app", command: "", createdAt: NOW - 60 * DAY },
      ...{ state: "exited", ports: [], labels: {}, networks: [], mounts: [], ...container },
    },
    details: { ...inspection, id, createdAt: container.createdAt ?? NOW - 60 * DAY, ...details },
    restarts: [],
    ...more,
  };
}

const inspection: ContainerInspection = {
  ...{ id: "", name: "", imageReference: "app:1", imageId: "sha256:app", hostname: "", mounts: [], networks: [] },
  launch: {
    ...{ entrypoint: [], command: [], workingDirectory: "", user: "", stopSignal: "", environment: [], labels: {} },
  },
  ...{ restart: { policy: "no", most: 0, restarts: 0 }, createdAt: 0, outOfMemory: false, error: "" },
  limits: { ulimits: [] },
  security: {
    ...{ privileged: false, readOnlyRoot: false, addedCapabilities: [], droppedCapabilities: [], options: [] },
    ...{ shared: [], devices: [] },
  },
};

export function judge(containers: readonly ContainerFacts[], more: Partial<HostFacts> = {}): Finding[] {
  return judgeHost({ facts: { ...hostFacts, containers, ...more }, thresholds: usualThresholds });
}

/** "web: exited" */
export function told(findings: readonly Finding[]): string[] {
  return findings.map(({ subject, kind }) => `${subject.name}: ${kind}`);
}
