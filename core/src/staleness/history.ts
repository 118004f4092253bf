import type { EngineEvent } from "../model/engine-event.ts";
import type { QuaysideEvent } from "../model/event.ts";

const actions: Readonly<Record<string, readonly string[]>> = {
  container: ["pause", "unpause", "start", "die"],
  volume: ["mount", "unmount"],
  network: ["connect", "disconnect"],
};

/** When containers were paused, and volumes and networks used, as the engine told it: an inspect doesn't. By its clock. */
export class History {
  readonly #last = new Map<string, { readonly action: string; readonly time: number }>();
  #read = false;

  /** Once, of what was recorded before. Rejects as the query does. */
  async read(query: () => Promise<readonly QuaysideEvent[]>): Promise<void> {
    if (this.#read) return;
    for (const { subject, type, time } of await query())
      if (subject !== undefined) this.#take(subject.type, type, subject.id, time);
    this.#read = true;
  }

  take({ type, action, actorId, timeNano }: EngineEvent): void {
    this.#take(type, action, actorId, Number(BigInt(timeNano) / 1_000_000n));
  }

  /** Where its pause is the last that was seen of it. Epoch milliseconds by the host's clock, as of the other. */
  pausedAt(container: string): number | undefined {
    const last = this.#last.get(container);
    return last?.action === "pause" ? last.time : undefined;
  }

  /** When a container last came to this volume or network, or left it. */
  lastUse(id: string): number | undefined {
    return this.#last.get(id)?.time;
  }

  #take(type: string, action: string, id: string, time: number): void {
    if (actions[type]?.includes(action) !== true) return;
    if (time >= (this.#last.get(id)?.time ?? 0)) this.#last.set(id, { action, time });
  }
}
