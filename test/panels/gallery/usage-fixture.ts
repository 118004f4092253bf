import type { StatsUpdate } from "@quayside/core/model/container-stats.ts";
import { NOW, snapshot } from "./inventory-fixture.ts";

const MB = 1e6;

/** As the pictures show it: percent of a processor, and megabytes. */
const uses: Readonly<Record<string, readonly [cpu: number, memory: number]>> = {
  "shop-api-1": [38.1, 486],
  "shop-cache-1": [0.3, 12],
  "shop-db-1": [1.1, 178],
  "shop-web-1": [4.2, 212],
  "pg-scratch": [0, 61],
  "ci-registry-1": [0.1, 44],
  "ci-runner-1": [291, 3120],
  "ci-runner-2": [12, 508],
  "staging-caddy-1": [0.2, 31],
};

/** A minute, a batch for each second. */
export const minute: readonly (readonly StatsUpdate[])[] = Array.from({ length: 60 }, (_, index) =>
  snapshot.containers.flatMap(({ host, id, name, state }, row): StatsUpdate[] => {
    if (state !== "running" && state !== "paused" && state !== "restarting")
      return [{ ref: { host, id }, sample: null }];
    const [cpu, memory] = uses[name] ?? [2.4, 143];
    // The last second is as it is told.
    const wave = index === 59 ? 1 : 0.8 + 0.35 * Math.sin(index * 0.7 + row) * Math.cos(index * 1.9 + row);
    const sample = {
      time: NOW - (59 - index) * 1000,
      cpuPercent: cpu * wave,
      memory: { used: memory * MB * (0.9 + wave / 10), limit: 16_000 * MB },
      pids: 3,
    };
    return [{ ref: { host, id }, sample }];
  }),
);
