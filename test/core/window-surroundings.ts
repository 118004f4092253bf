import type { Surroundings } from "@quayside/core/hosts/found-engines.ts";
import { type HostTimings, usualTimings } from "@quayside/core/hosts/timings.ts";

/** So that a test of failures takes seconds. */
export const quickTimings: HostTimings = {
  ...usualTimings,
  connect: 2_000,
  silence: 400,
  ping: 300,
  firstRetry: 50,
  longestRetry: 200,
};

/** A machine without docker of its own. */
export const bareMachine: Surroundings = {
  platform: "linux",
  env: { DOCKER_HOST: "tcp://nothing-here" },
  home: "/nowhere",
  readText: () => undefined,
  exists: () => false,
  readFolder: () => [],
};
