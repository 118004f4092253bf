import type { Container } from "@quayside/core/model/container.ts";
import type { StatsSample, StatsUpdate } from "@quayside/core/model/container-stats.ts";
import type { DiskUse } from "@quayside/core/model/disk-use.ts";
import { rangeSteps, type StatsHistory } from "@quayside/core/model/stats-history.ts";
import { pointOf, type Spread, type StatsPoint, sumPoints } from "@quayside/core/model/stats-point.ts";
import type { StatsRecording } from "@quayside/core/model/stats-recording.ts";
import type { InputOf } from "@quayside/core/panel/methods.ts";
import { NOW, snapshot } from "./inventory-fixture.ts";

const MB = 1e6;

export const isAlive = ({ state }: Container): boolean =>
  state === "running" || state === "paused" || state === "restarting";

/** The same each time that it is asked for. */
const noise = (seed: number): number => {
  const value = Math.sin(seed * 12.9898) * 43758.5453;
  return value - Math.floor(value);
};

/** Of one container `ago` seconds before the moment of the pictures: as in the mock, restarted 3 min 48 s ago. */
export function sampleOf({ name }: Pick<Container, "name">, ago: number): StatsSample {
  const seed = [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 997;
  const wave = 0.55 + 0.5 * noise(Math.floor(ago / 4) + seed) + 0.3 * Math.sin(ago / 29 + seed);
  const after = 228 - ago;
  const busy = after >= 0 ? 2.4 * Math.exp(-after / 40) : 0;
  const held = after >= 0 ? 170 + after * 1.3 : 330 + (600 - ago) * 0.42;
  return {
    time: NOW - ago * 1000,
    cpuPercent: Math.max(0, 30 * (wave + busy)),
    memory: { used: held * MB, limit: 512 * MB },
    network: { received: 92_000 * Math.abs(wave + 0.1), sent: 46_000 * noise(ago / 3 + seed + 5) },
    block: { read: 7_000 * noise(ago / 5 + seed), written: 42_000 * noise(Math.floor(ago / 3) + 2 * seed) },
    pids: 12,
    ...(ago === 228 ? { started: true as const } : {}),
  };
}

/** What all that run use in one second. */
export const second = (ago: number): StatsUpdate[] =>
  snapshot.containers
    .filter(isAlive)
    .filter(({ host }) => snapshot.hosts.find(({ id }) => id === host)?.state.kind === "online")
    .map((container) => ({ ref: { host: container.host, id: container.id }, sample: sampleOf(container, ago) }));

/** What was recorded, up to a few seconds before the moment of the pictures. */
export function historyOf({ of, range }: InputOf<"stats.history">): StatsHistory {
  const { step, length } = rangeSteps[range];
  const some = snapshot.containers
    .filter(isAlive)
    .filter(
      ({ host, name }) => of.kind === "all" || (host === of.host && (of.kind !== "container" || name === of.name)),
    );
  const points: StatsPoint[] = [];
  for (let time = Math.ceil((NOW - length) / step) * step; time < NOW - 5_000; time += step) {
    const ago = (NOW - time) / 1000;
    // The laptop slept for a while.
    if (step > 1_000 && ago > length / 2_500 && ago < length / 2_000) continue;
    const pointsNow = some.map((container) =>
      pointOf(sampleOf(container, step > 1_000 ? (ago * 600) / (length / 1000) : ago), time),
    );
    const [first] = pointsNow;
    if (first === undefined) continue;
    const point = of.kind === "container" ? first : sumPoints(time, pointsNow);
    points.push(step > 1_000 ? withPeaks(point) : point);
  }
  return { step, points };
}

function withPeaks({ time, values, ...rest }: StatsPoint): StatsPoint {
  const spread = ([, mean]: Spread): Spread => [
    mean * 0.4,
    mean,
    mean * (1.1 + (noise(time / 1000) > 0.97 ? 1.2 : 0)),
    60,
  ];
  return {
    ...rest,
    time,
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, spread(value)])),
  };
}

export const recorded: StatsRecording = {
  all: false,
  hosts: [
    { host: "laptop", on: true, standing: "here", containers: 5, left: 0 },
    { host: "build-vm", on: false, standing: "off", containers: 0, left: 0 },
  ],
};

export const notRecorded: StatsRecording = {
  all: false,
  hosts: recorded.hosts.map((one) => ({ ...one, on: false, standing: "off", containers: 0 })),
};

export const refusal: Pick<StatsUpdate, "sample" | "absence"> = {
  sample: null,
  absence: {
    kind: "refused",
    error: {
      name: "EngineError",
      title: "Docker refused on laptop",
      sentence: "stats is not supported with this cgroup set-up",
      hint: "Mend what the engine names, then try again.",
      detail: "HTTP 500: stats is not supported with this cgroup set-up",
    },
  },
};

export const disk: DiskUse = {
  at: NOW - 4 * 60_000,
  images: { count: 41, bytes: 18_400 * MB, reclaimable: 6_200 * MB },
  containers: { count: 14, bytes: 640 * MB, reclaimable: 214 * MB },
  volumes: { count: 9, bytes: 7_900 * MB, reclaimable: 0, unsized: 1 },
  buildCache: { count: 212, bytes: 4_100 * MB, reclaimable: 3_800 * MB },
};
