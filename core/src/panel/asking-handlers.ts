import type { PanelHandlers } from "./methods.ts";
import { PanelProblems } from "./panel-problems.ts";
import { PanelPrompter } from "./panel-prompter.ts";

/** Who asks and tells by the panels, in a home that has no way of its own. Else nobody does. */
export interface PanelAsking {
  readonly questions: Pick<PanelPrompter, "watch" | "answer">;
  readonly problems: Pick<PanelProblems, "watch" | "dismiss">;
}

export const asksNothing = (): PanelAsking => ({ questions: new PanelPrompter(), problems: new PanelProblems() });

type AskingMethod = `${"questions" | "problems"}.${string}`;

export function askingHandlers({
  questions,
  problems,
}: PanelAsking): Pick<PanelHandlers, AskingMethod & keyof PanelHandlers> {
  return {
    "questions.watch": (_input, signal) => questions.watch(signal),
    "questions.answer": async (answer) => questions.answer(answer),
    "problems.watch": (_input, signal) => problems.watch(signal),
    "problems.dismiss": async ({ id }) => problems.dismiss(id),
  };
}
