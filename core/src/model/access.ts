import type { ContainerAction } from "./action.ts";
import type { AccessLevel } from "./host.ts";

const rank: Readonly<Record<AccessLevel, number>> = { view: 0, operate: 1, admin: 2 };

export function allows(given: AccessLevel, needed: AccessLevel): boolean {
  return rank[given] >= rank[needed];
}

/** What each thing that can be done with a container takes. Core refuses by it; views leave out what it forbids. */
export const containerNeeds: Readonly<Record<ContainerAction | "terminal", AccessLevel>> = {
  start: "operate",
  stop: "operate",
  restart: "operate",
  pause: "operate",
  unpause: "operate",
  kill: "operate",
  terminal: "operate",
  rename: "admin",
  remove: "admin",
};
