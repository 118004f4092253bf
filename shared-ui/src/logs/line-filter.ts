import { type Level, levels } from "@quayside/core/model/log-text/line-level.ts";
import { LinearPattern } from "@quayside/core/model/log-text/linear-pattern.ts";
import { PatternError } from "@quayside/core/model/log-text/pattern-syntax.ts";
import { record } from "../app/record.ts";
import { hasField } from "./line-fields.ts";
import type { LineEntry } from "./log-entry.ts";

export type LevelChoice = Level | "unknown";
export const levelChoices: readonly LevelChoice[] = [...levels, "unknown"];
export const streamChoices = ["all", "stdout", "stderr"] as const;
export type StreamChoice = (typeof streamChoices)[number];

export interface FieldValue {
  readonly name: string;
  readonly value: string;
}

/** Which lines are shown; all of it must be true of a line. */
export interface LineFilter {
  /** None of them: lines of every level. */
  readonly levels: readonly LevelChoice[];
  readonly stream: StreamChoice;
  /** Words, each of which must be there, or not there with a `-` before it; or one expression. */
  readonly text: string;
  readonly expression: boolean;
  readonly fields: readonly FieldValue[];
}

export const NO_FILTER: LineFilter = { levels: [], stream: "all", text: "", expression: false, fields: [] };

const LONGEST_TEXT = 500;
const MOST_FIELDS = 20;
const LONGEST_FIELD = 2000;
const MOST_TERMS = 20;

/** Something that is looked for in each line of a group. */
export interface Term {
  /** It must be in none of them. */
  readonly not: boolean;
  test(entry: LineEntry): boolean;
}

/** A filter made ready. */
export interface Matcher {
  /** Asked for the first line of a group. */
  admits(level: Level | undefined, stream: string): boolean;
  readonly terms: readonly Term[];
  /** Why the expression can't be used: all else of the filter holds. */
  readonly error: PatternError["reason"] | undefined;
}

export function isFiltering({ levels: chosen, stream, text, fields }: LineFilter): boolean {
  return chosen.length > 0 || stream !== "all" || text.trim() !== "" || fields.length > 0;
}

export function matcherOf(filter: LineFilter): Matcher {
  const chosen = new Set(filter.levels);
  const { terms, error } = filter.expression
    ? expression(filter.text)
    : { terms: words(filter.text), error: undefined };
  const fields = filter.fields.map(
    (field): Term => ({ not: false, test: (entry) => hasField(entry.line.text, field) }),
  );
  return {
    admits: (level, stream) =>
      (filter.stream === "all" || filter.stream === stream) && (chosen.size === 0 || chosen.has(level ?? "unknown")),
    terms: [...terms, ...fields],
    error,
  };
}

function expression(source: string): Pick<Matcher, "terms" | "error"> {
  if (source === "") return { terms: [], error: undefined };
  try {
    const pattern = new LinearPattern(source, false);
    return { terms: [{ not: false, test: (entry) => pattern.test(entry.text) }], error: undefined };
  } catch (error) {
    if (error instanceof PatternError) return { terms: [], error: error.reason };
    throw error;
  }
}

/** What is in double quotes is one word; a `-` alone is one too. */
function words(text: string): Term[] {
  return [...text.matchAll(/(-?)(?:"([^"]+)"?|([^\s"]+))/g)]
    .slice(0, MOST_TERMS)
    .map(([whole, sign, quoted, plain]) => {
      const not = sign === "-";
      const word = (quoted ?? plain ?? whole).toLowerCase();
      return { not, test: (entry) => entry.text.toLowerCase().includes(word) };
    });
}

/** With this value, where it isn't there yet. */
export function withField(filter: LineFilter, { name, value }: FieldValue): LineFilter {
  return { ...filter, fields: [...withoutField(filter, { name, value }).fields, { name, value }].slice(-MOST_FIELDS) };
}

export function withoutField(filter: LineFilter, { name, value }: FieldValue): LineFilter {
  return { ...filter, fields: filter.fields.filter((field) => field.name !== name || field.value !== value) };
}

/** Old data, perhaps of another version: what isn't understood is left out. */
export function readFilter(value: unknown): LineFilter {
  const { levels: chosen, stream, text, expression: isExpression, fields } = record(value);
  return {
    levels: Array.isArray(chosen) ? levelChoices.filter((level) => chosen.includes(level)) : [],
    stream: streamChoices.find((choice) => choice === stream) ?? "all",
    text: typeof text === "string" ? text.slice(0, LONGEST_TEXT) : "",
    expression: isExpression === true,
    fields: Array.isArray(fields)
      ? fields.flatMap((field: unknown) => readField(record(field))).slice(-MOST_FIELDS)
      : [],
  };
}

function readField({ name, value }: Record<string, unknown>): FieldValue[] {
  if (typeof name !== "string" || typeof value !== "string") return [];
  return name.length + value.length > LONGEST_FIELD * 2 ? [] : [{ name, value }];
}
