import * as v from "valibot";
import type { PendingQuestion } from "../../model/question.ts";
import { id, nothing } from "./inputs.ts";
import { call, stream } from "./method.ts";

const questionAnswer = v.variant("kind", [
  v.object({ id, kind: v.literal("host-key"), answer: v.nullable(v.picklist(["ssh", "quayside", "once"])) }),
  v.object({
    id,
    kind: v.literal("secret"),
    answer: v.nullable(v.object({ text: v.pipe(v.string(), v.maxLength(10_000)), keep: v.boolean() })),
  }),
]);

export const questionsMethods = {
  /** What waits for a person, in a home whose panels ask; each time that it is another. */
  "questions.watch": stream<readonly PendingQuestion[]>()(nothing),
  "questions.answer": call<void>()(questionAnswer),
} as const;
