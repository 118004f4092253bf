import type { Confirmation } from "../model/confirmation.ts";

/** "a, b and c" */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

const SHOWN = 8;

/** The same, cut where there are many. */
export function fewOf(words: readonly string[]): string {
  return words.length > SHOWN ? `${words.slice(0, SHOWN).join(", ")} and ${words.length - SHOWN} more` : listed(words);
}

/** What a question is about: the only one's name, or how many they are. */
export function nameOrCount(names: readonly string[], kind: string): string {
  const [only] = names;
  return names.length === 1 && only !== undefined ? only : `${names.length} ${kind}s`;
}

/** The question before these are removed; `sentences` say what is lost. */
export function removalQuestion(
  kind: string,
  names: readonly string[],
  hosts: readonly string[],
  sentences: readonly string[],
): Confirmation {
  const where = listed([...new Set(hosts)]);
  const all = names.length > 1 ? [`${fewOf(names)}.`] : [];
  return {
    title: `Remove ${nameOrCount(names, kind)} from ${where}?`,
    sentence: [...all, ...sentences].join(" "),
    button: `Remove from ${where}`,
  };
}

/** "web uses it", "web and db use some of them" */
export function usedBy(users: readonly string[], things: number): string {
  return `${fewOf(users)} ${users.length === 1 ? "uses" : "use"} ${things === 1 ? "it" : "some of them"}`;
}
