/** At most so many characters, with an ellipsis for what is left out. Texts from strangers have no length of their own. */
export function shortened(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
