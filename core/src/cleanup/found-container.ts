import type { EngineQueries } from "../engine/engine-queries.ts";
import { type JsonObject, object } from "../engine/json.ts";
import { isError } from "../errors/errors.ts";

/** The engine's own words of a container, by its id or name; undefined where there is none. */
export async function foundContainer(
  queries: Pick<EngineQueries, "inspectContainerJson">,
  id: string,
  signal: AbortSignal,
): Promise<JsonObject | undefined> {
  try {
    return object(await queries.inspectContainerJson(id, signal));
  } catch (error) {
    if (isError(error, "NotFound")) return undefined;
    throw error;
  }
}
