import type { HostKeyAnswer, HostKeyQuestion, SecretAnswer, SecretQuestion } from "./prompter.ts";

/** A question of a login that waits for a person, in a home whose panels ask it. */
export type PendingQuestion =
  | { readonly id: string; readonly kind: "host-key"; readonly question: HostKeyQuestion }
  | { readonly id: string; readonly kind: "secret"; readonly question: SecretQuestion };

/** Null: the person doesn't want to answer. */
export type QuestionAnswer =
  | { readonly id: string; readonly kind: "host-key"; readonly answer: HostKeyAnswer | null }
  | { readonly id: string; readonly kind: "secret"; readonly answer: SecretAnswer | null };
