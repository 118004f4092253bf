const few = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"] as const;
const units = [
  { name: "day", milliseconds: 86_400_000 },
  { name: "hour", milliseconds: 3_600_000 },
  { name: "minute", milliseconds: 60_000 },
] as const;

/** "nine days", "34 days", "two hours"; "less than a minute". */
export function span(milliseconds: number): string {
  const unit = units.find((each) => milliseconds >= each.milliseconds);
  if (unit === undefined) return "less than a minute";
  return counted(Math.floor(milliseconds / unit.milliseconds), unit.name);
}

/** "one other", "12 images" */
export function counted(count: number, noun: string): string {
  return `${few[count] ?? count} ${noun}${count === 1 ? "" : "s"}`;
}

export function shortId(id: string): string {
  return id.replace(/^sha256:/, "").slice(0, 12);
}

const LIMIT = 200;

/** An engine's or a program's own words, on one line and not too many. */
export function quoted(words: string): string {
  const line = words.replace(/\s+/g, " ").trim();
  return line.length > LIMIT ? `${line.slice(0, LIMIT)}…` : line;
}
