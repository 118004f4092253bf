import type { Finding } from "../../model/finding.ts";
import type { ContainerFacts } from "../facts.ts";
import type { Case } from "./case.ts";
import { endedTogether } from "./ended-together.ts";
import { isExempt } from "./exempt.ts";
import { dead, paused, restartLoop, unhealthy } from "./failing.ts";
import { isOneOff, siblingsOf } from "./siblings.ts";
import { exited, neverStarted, superseded } from "./stopped.ts";

/** At most one finding a container: the one that says most. */
export function judgeContainers(of: Case): Finding[] {
  const { containers } = of.facts;
  const siblings = siblingsOf(containers.map(({ container }) => container));
  const together = endedTogether(containers);
  const context = { ...of, siblings, together };
  const judge = (facts: ContainerFacts): Finding | undefined => {
    const { container } = facts;
    if (isExempt(container.name, container.labels)) return undefined;
    switch (container.state) {
      case "exited":
        return superseded(facts, context) ?? exited(facts, context) ?? dead(facts, of);
      case "created":
        return superseded(facts, context) ?? neverStarted(facts, context) ?? dead(facts, of);
      case "dead":
      case "removing":
        return dead(facts, of);
      default:
        // A one-off that runs is somebody's terminal.
        if (isOneOff(container)) return undefined;
        return restartLoop(facts, of) ?? unhealthy(facts, of) ?? paused(facts, of) ?? dead(facts, of);
    }
  };
  return containers.flatMap((facts) => judge(facts) ?? []);
}
