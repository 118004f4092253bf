import { NotFound } from "../errors/errors.ts";

/**
 * An id goes into the path of a request as it is, and a panel may have made it up: nothing but what the engine itself
 * allows in ids and names gets through.
 */
export function checkedId(id: string): string {
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(id)) throw new NotFound(`There is no container ${JSON.stringify(id)}.`);
  return id;
}
