import type { ContainerInspection } from "../../engine/inspection-record.ts";
import type { ContainerFacts } from "../facts.ts";

/** After a reboot the engine gives all that ran before it one end: that tells nothing of any of them. */
export interface EndedTogether {
  /** How many more, of other stacks too, ended with it; none where that may be chance or one stack's stop. */
  others(details: ContainerInspection): number;
}

const SECOND = 1_000;
const FEWEST = 3;

export function endedTogether(containers: readonly ContainerFacts[]): EndedTogether {
  const bySecond = new Map<number, { count: number; readonly stacks: Set<string> }>();
  for (const { container, details } of containers) {
    if (details?.finishedAt === undefined || container.state !== "exited") continue;
    const second = Math.floor(details.finishedAt / SECOND);
    const group = bySecond.get(second) ?? { count: 0, stacks: new Set() };
    group.count += 1;
    group.stacks.add(container.stack?.stack ?? container.id);
    bySecond.set(second, group);
  }
  return {
    others: ({ finishedAt }) => {
      const group = finishedAt === undefined ? undefined : bySecond.get(Math.floor(finishedAt / SECOND));
      return group !== undefined && group.count >= FEWEST && group.stacks.size > 1 ? group.count - 1 : 0;
    },
  };
}
