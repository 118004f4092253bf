const format = new Intl.NumberFormat("en");

/** "2,476" */
export function number(value: number): string {
  return format.format(value);
}

/** "1 line", "2,476 lines" */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** "a", "a and b", "a, b and c", "a, b and 3 more" */
export function listed(names: readonly string[], limit = 3): string {
  const shown =
    names.length > limit ? [...names.slice(0, limit - 1), `${number(names.length - limit + 1)} more`] : names;
  const last = shown.at(-1) ?? "";
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(", ")} and ${last}`;
}
