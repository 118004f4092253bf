import type { ContainerInspection } from "../engine/inspection-record.ts";
import { isError } from "../errors/errors.ts";
import type { Container } from "../model/container.ts";
import { fewAtOnce } from "./few-at-once.ts";

type Answer = ContainerInspection | "gone" | undefined;

/** Inspections of one host's containers, each asked for once for each state that its container comes into. */
export class Inspections {
  readonly #known = new Map<string, { readonly key: string; readonly answer: Answer }>();
  /** What is forgotten while it is asked for is not kept: the answer may be older than what made it be forgotten. */
  #changes = 0;
  readonly #changedAt = new Map<string, number>();

  /** Something happened to it. */
  forget(id: string): void {
    this.#known.delete(id);
    this.#changes += 1;
    this.#changedAt.set(id, this.#changes);
  }

  clear(): void {
    this.#known.clear();
    this.#changedAt.clear();
    this.#changes += 1;
  }

  /** "gone" where the engine knows none of that id; undefined where it can't tell of this one, or was not asked. */
  get(id: string): Answer {
    return this.#known.get(id)?.answer;
  }

  /** Asks for those that aren't known in their present state. Rejects where the host doesn't answer, or on abort. */
  async fill(
    containers: readonly Container[],
    inspect: (id: string, signal: AbortSignal) => Promise<ContainerInspection>,
    signal: AbortSignal,
  ): Promise<void> {
    const lacking = containers.filter((container) => this.#known.get(container.id)?.key !== keyOf(container));
    await fewAtOnce(lacking, async (container) => {
      const before = this.#changes;
      const answer = await answerOf(inspect(container.id, signal));
      if ((this.#changedAt.get(container.id) ?? 0) <= before)
        this.#known.set(container.id, { key: keyOf(container), answer });
    });
  }

  /** Of containers that are there no more. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.#known.keys()) if (!ids.has(id)) this.#known.delete(id);
    for (const id of this.#changedAt.keys()) if (!ids.has(id)) this.#changedAt.delete(id);
  }
}

function keyOf({ state, health, run }: Container): string {
  return `${state} ${health ?? ""} ${run?.exact === true ? run.since : ""}`;
}

async function answerOf(asked: Promise<ContainerInspection>): Promise<Answer> {
  try {
    return await asked;
  } catch (error) {
    if (isError(error, "NotFound")) return "gone";
    // An engine may choke on one that is half removed: that is no reason to tell nothing of the others.
    if (isError(error, "EngineError")) return undefined;
    throw error;
  }
}
