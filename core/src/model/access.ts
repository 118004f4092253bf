import type { ContainerAction, ResourceAction } from "./action.ts";
import type { AccessLevel } from "./host.ts";

const rank: Readonly<Record<AccessLevel, number>> = { view: 0, operate: 1, admin: 2 };

export function allows(given: AccessLevel, needed: AccessLevel): boolean {
  return rank[given] >= rank[needed];
}

/** What each thing that can be done with a container takes. Core refuses by it; views leave out what it forbids. */
export const containerNeeds: Readonly<Record<ContainerAction | "terminal" | "forward" | "files", AccessLevel>> = {
  start: "operate",
  stop: "operate",
  restart: "operate",
  pause: "operate",
  unpause: "operate",
  kill: "operate",
  terminal: "operate",
  forward: "operate",
  // Looking at them takes programs that run in the container, as a terminal does.
  files: "operate",
  rename: "admin",
  remove: "admin",
};

/** A debug shell is a container of its own, made and removed. */
export const debugNeeds: AccessLevel = "admin";

/** What can be done with a host itself. A shell on it is everything: whoever has one can do to its engine what they like. */
export const hostNeeds = { shell: "admin" } as const satisfies Readonly<Record<string, AccessLevel>>;

/** The same for images, volumes and networks. */
export const resourceNeeds: Readonly<Record<ResourceAction, AccessLevel>> = {
  create: "admin",
  pull: "admin",
  remove: "admin",
};
