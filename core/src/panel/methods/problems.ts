import * as v from "valibot";
import type { PendingProblem } from "../../model/problem.ts";
import { id, nothing } from "./inputs.ts";
import { call, stream } from "./method.ts";

export const problemsMethods = {
  /** What Quayside has to tell about its own files, in a home that tells it by the panels. */
  "problems.watch": stream<readonly PendingProblem[]>()(nothing),
  "problems.dismiss": call<void>()(v.object({ id })),
} as const;
