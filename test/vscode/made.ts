import { removeContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";

/** What a test file put on the shared engines, to be removed at its end. */
export class Made {
  readonly #made: (readonly [EngineAccess, string])[] = [];

  async add(engine: EngineAccess, made: Promise<string>): Promise<string> {
    const id = await made;
    this.#made.push([engine, id]);
    return id;
  }

  async removeAll(): Promise<void> {
    await Promise.all(this.#made.map(([engine, id]) => removeContainer(engine, id)));
  }
}

interface Inspected {
  readonly State: { readonly Status: string };
}

/** As the engine itself tells it. */
export async function stateOf(engine: EngineAccess, id: string): Promise<string> {
  return (await engine.api.json<Inspected>("GET", `/containers/${id}/json`)).State.Status;
}
