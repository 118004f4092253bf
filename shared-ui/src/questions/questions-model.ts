import { computed, signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { PendingQuestion, QuestionAnswer } from "@quayside/core/model/question.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";

/** What logins ask of the person, one after another. */
export class QuestionsModel {
  readonly #pending = signal<readonly PendingQuestion[]>([]);
  /** Answered here; core's list without them is on its way. */
  readonly #answered = signal<ReadonlySet<string>>(new Set());
  /** Why nothing can be asked, or an answer did not arrive. */
  readonly failure = signal<ErrorInfo | undefined>(undefined);
  readonly following = signal(true);
  readonly first = computed(() => this.#pending.value.find(({ id }) => !this.#answered.value.has(id)));

  readonly #api: PanelApi;
  readonly #closed = new AbortController();

  constructor(api: PanelApi) {
    this.#api = api;
  }

  /** Until it is disposed; after a failure it is called again. */
  async follow(): Promise<void> {
    const { signal } = this.#closed;
    this.failure.value = undefined;
    this.following.value = true;
    try {
      for await (const pending of this.#api.stream("questions.watch", {}, signal)) this.#pending.value = pending;
      if (!signal.aborted) this.#end(new Error("The stream of questions ended."));
    } catch (error) {
      if (!signal.aborted) this.#end(error);
    }
  }

  async answer(answer: QuestionAnswer): Promise<void> {
    const { id } = answer;
    this.failure.value = undefined;
    this.#answered.value = new Set([...this.#answered.value, id]);
    try {
      await this.#api.call("questions.answer", answer, this.#closed.signal);
    } catch (error) {
      const info = errorInfo(error);
      // Another panel was quicker, or the login was given up.
      if (this.#closed.signal.aborted || info.name === "NotFound") return;
      this.#answered.value = new Set([...this.#answered.value].filter((other) => other !== id));
      this.failure.value = info;
    }
  }

  dispose(): void {
    this.#closed.abort();
  }

  #end(error: unknown): void {
    this.following.value = false;
    this.#pending.value = [];
    this.failure.value = errorInfo(error);
  }
}
