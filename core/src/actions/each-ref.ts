import { describeError } from "../errors/describe-error.ts";
import type { ActionResult } from "../model/action.ts";
import type { Ref } from "../model/ref.ts";

/** Does one thing to each of many at once: a result for each, and one failure hides none of the others. */
export function eachRef(
  refs: readonly Ref[],
  hostName: (host: string) => string,
  run: (ref: Ref) => Promise<unknown>,
): Promise<ActionResult[]> {
  return Promise.all(
    refs.map(async ({ host, id }): Promise<ActionResult> => {
      // What is asked for may be more than a ref: an image, say.
      const ref = { host, id };
      try {
        await run(ref);
        return { ref };
      } catch (error) {
        return { ref, error: describeError(error, hostName(host)) };
      }
    }),
  );
}
