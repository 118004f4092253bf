import type { Container } from "../../model/container.ts";
import type { StatsScope } from "../../model/stats-history.ts";

/** Under what a host's files have the use of all its containers together. */
export const HOST_SERIES = "h";
export const stackSeries = (stack: string): string => `s/${stack}`;
/** By name: one that is created anew goes on. */
export const containerSeries = (name: string): string => `c/${name}`;

/** All that a container's use is counted for. */
export function seriesOf({ name, stack }: Pick<Container, "name" | "stack">): readonly string[] {
  return [containerSeries(name), ...(stack === undefined ? [] : [stackSeries(stack.stack)]), HOST_SERIES];
}

export function seriesOfScope(scope: StatsScope): string {
  switch (scope.kind) {
    case "all":
    case "host":
      return HOST_SERIES;
    case "stack":
      return stackSeries(scope.stack);
    case "container":
      return containerSeries(scope.name);
  }
}
