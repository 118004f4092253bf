/**
 * Readers for the engine's JSON: text from a stranger, of many versions. Each gives the value where it is of the
 * asked kind and nothing else where not, so that one odd field never throws away a list.
 */
export type JsonObject = Readonly<Record<string, unknown>>;

export function object(value: unknown): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

export function array(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function number(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

export function texts(value: unknown): string[] {
  return array(value).filter((item): item is string => typeof item === "string");
}

/** Only the entries whose value is a text. Without a prototype: a key may be called `__proto__`. */
export function textMap(value: unknown): Record<string, string> {
  const map: Record<string, string> = Object.create(null);
  for (const [key, entry] of Object.entries(object(value))) if (typeof entry === "string") map[key] = entry;
  return map;
}

/** Epoch milliseconds of an RFC 3339 time; nothing for the engine's zero time (year 1). */
export function time(value: unknown): number | undefined {
  const milliseconds = Date.parse(text(value));
  return Number.isNaN(milliseconds) || milliseconds <= 0 ? undefined : milliseconds;
}
