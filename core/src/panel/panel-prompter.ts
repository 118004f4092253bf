import { NotFound } from "../errors/errors.ts";
import { onAbort } from "../lifetime/abort.ts";
import { Emitter } from "../lifetime/emitter.ts";
import { latest } from "../lifetime/latest.ts";
import type { HostKeyAnswer, HostKeyQuestion, Prompter, SecretAnswer, SecretQuestion } from "../model/prompter.ts";
import type { PendingQuestion, QuestionAnswer } from "../model/question.ts";

interface Pending {
  readonly question: PendingQuestion;
  settle(answer: QuestionAnswer["answer"]): void;
}

/** Asks by the panels: every one that is open shows what waits, and the first answer counts. */
export class PanelPrompter implements Prompter {
  readonly #pending = new Map<string, Pending>();
  readonly #onDidChange = new Emitter<void>();
  #count = 0;

  hostKey(question: HostKeyQuestion, signal: AbortSignal): Promise<HostKeyAnswer | undefined> {
    const id = this.#newId();
    return this.#ask({ id, kind: "host-key", question }, signal);
  }

  secret(question: SecretQuestion, signal: AbortSignal): Promise<SecretAnswer | undefined> {
    const id = this.#newId();
    return this.#ask({ id, kind: "secret", question }, signal);
  }

  /** NotFound where it was answered by another panel, or is not asked any more. */
  answer({ id, kind, answer }: QuestionAnswer): void {
    const pending = this.#pending.get(id);
    if (pending?.question.kind !== kind) throw new NotFound("This question is not asked any more.", "");
    pending.settle(answer);
  }

  /** What waits for an answer, each time that it is another. Ends on abort. */
  watch(signal: AbortSignal): AsyncGenerator<readonly PendingQuestion[]> {
    return latest(() => [...this.#pending.values()].map(({ question }) => question), this.#onDidChange.event, signal);
  }

  #newId(): string {
    this.#count += 1;
    return `question-${this.#count}`;
  }

  #ask<Answer>(question: PendingQuestion, signal: AbortSignal): Promise<Answer | undefined> {
    if (signal.aborted) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const settle = (answer: QuestionAnswer["answer"]): void => {
        listening.dispose();
        this.#pending.delete(question.id);
        this.#onDidChange.fire();
        // `answer` has let through only one of the question's own kind.
        resolve(answer === null ? undefined : (answer as Answer));
      };
      const listening = onAbort(signal, () => settle(null));
      this.#pending.set(question.id, { question, settle });
      this.#onDidChange.fire();
    });
  }
}
