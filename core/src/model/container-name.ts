/** What is wrong with a name for a container, by the engine's own rule; nothing where it can be taken. */
export function containerNameProblem(name: string): string | undefined {
  if (/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name)) return undefined;
  return "A name has two or more of the letters a to z, digits, “_”, “.” and “-”, and begins with a letter or digit.";
}
