import { recipeFromInspect } from "../engine/container-recipe.ts";
import { number, object, text } from "../engine/json.ts";
import { Conflict } from "../errors/errors.ts";
import type { QuarantineRecord } from "./quarantine-records.ts";

export interface RecordFacts {
  readonly id: string;
  readonly host: string;
  readonly hostName: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** "web.quayside-quarantine-20261130T071900Z" */
export function quarantineName(name: string, now: number): string {
  const time = new Date(now).toISOString().replace(/[-:]|\.\d+/g, "");
  return `${name}.quayside-quarantine-${time}`;
}

/** What is to be kept of a container, out of its inspection. Throws Conflict for one that can't be kept. */
export function quarantineRecord(json: unknown, { now, ...facts }: RecordFacts): QuarantineRecord {
  const { Id, Name, Config, State, HostConfig } = object(json);
  const recipe = recipeFromInspect(json);
  if (recipe === undefined) throw new Conflict("The engine does not say enough of this container to make it again.");
  const { AutoRemove, RestartPolicy } = object(HostConfig);
  const name = text(Name).replace(/^\//, "");
  if (AutoRemove === true)
    throw new Conflict(
      `“${name}” was made with --rm: the engine removes it as soon as it stops, with its anonymous volumes. It can’t be put into quarantine.`,
    );
  const { Running, Paused } = object(State);
  const policy = object(RestartPolicy);
  return {
    ...facts,
    ...{ containerId: text(Id), name, quarantineName: quarantineName(name, now), image: text(object(Config).Image) },
    ...{ since: now, wasRunning: Running === true, wasPaused: Paused === true, complete: false, recipe },
    restartPolicy: { name: text(policy.Name) || "no", retries: number(policy.MaximumRetryCount) ?? 0 },
  };
}
