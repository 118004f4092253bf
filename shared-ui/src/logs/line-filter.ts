import {
  type FieldValue,
  type LevelChoice,
  type LineFilter,
  levelChoices,
  type StreamChoice,
  streamChoices,
} from "@quayside/core/model/line-filter.ts";
import type { Level } from "@quayside/core/model/log-text/line-level.ts";
import { PatternError } from "@quayside/core/model/log-text/pattern-syntax.ts";
import { finderOf } from "@quayside/core/model/log-text/text-finder.ts";
import { record } from "../app/record.ts";
import { type FilterQuery, type Passes, parseQuery, type QueryError, type Term } from "./filter-query.ts";
import { hasField } from "./line-fields.ts";

export { type FieldValue, type LevelChoice, type LineFilter, levelChoices, type StreamChoice, streamChoices };

export const NO_FILTER: LineFilter = {
  ...{ levels: [], stream: "all", text: "", expression: false },
  ...{ matchCase: false, marksOnly: false, fields: [] },
};

const LONGEST_TEXT = 500;
const MOST_FIELDS = 20;
const LONGEST_FIELD = 2000;

/** A filter made ready. */
export interface Matcher {
  /** Asked for the first line of a group. */
  admits(level: Level | undefined, stream: string): boolean;
  readonly terms: readonly Term[];
  readonly passes: Passes;
  /** Why the text can't be used: all else of the filter holds. */
  readonly error: QueryError | undefined;
}

export function isFiltering({ levels: chosen, stream, text, fields }: LineFilter): boolean {
  return chosen.length > 0 || stream !== "all" || text.trim() !== "" || fields.length > 0;
}

export function matcherOf(filter: LineFilter): Matcher {
  const chosen = new Set(filter.levels);
  const { expression, matchCase } = filter;
  const query = expression ? expressionQuery(filter.text, matchCase) : parseQuery(filter.text, matchCase);
  const fields = filter.fields.map((field): Term => ({ test: (entry) => hasField(entry.line.text, field) }));
  const first = query.terms.length;
  return {
    admits: (level, stream) =>
      (filter.stream === "all" || filter.stream === stream) && (chosen.size === 0 || chosen.has(level ?? "unknown")),
    terms: [...query.terms, ...fields],
    passes: (has) =>
      query.passes(has) && filter.fields.every(({ not }, index) => has[first + index] !== (not === true)),
    error: query.error,
  };
}

function expressionQuery(source: string, matchCase: boolean): FilterQuery {
  if (source === "") return { terms: [], passes: () => true, error: undefined };
  try {
    const finder = finderOf({ text: source, expression: true, matchCase });
    return { terms: [{ test: (entry) => finder.test(entry.text) }], passes: ([has]) => has === true, error: undefined };
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return { terms: [], passes: () => true, error: { reason: error.reason, start: 0, end: source.length } };
  }
}

/** With this value, where it isn't there yet. */
export function withField(filter: LineFilter, field: FieldValue): LineFilter {
  const { name, value, not } = field;
  const kept = { name, value, ...(not === true ? { not } : {}) };
  return { ...filter, fields: [...withoutField(filter, field).fields, kept].slice(-MOST_FIELDS) };
}

export function withoutField(filter: LineFilter, { name, value }: FieldValue): LineFilter {
  return { ...filter, fields: filter.fields.filter((field) => field.name !== name || field.value !== value) };
}

/** Old data, perhaps of another version: what isn't understood is left out. */
export function readFilter(value: unknown): LineFilter {
  const { levels: chosen, stream, text, expression: isExpression, matchCase, marksOnly, fields } = record(value);
  return {
    levels: Array.isArray(chosen) ? levelChoices.filter((level) => chosen.includes(level)) : [],
    stream: streamChoices.find((choice) => choice === stream) ?? "all",
    text: typeof text === "string" ? text.slice(0, LONGEST_TEXT) : "",
    expression: isExpression === true,
    matchCase: matchCase === true,
    marksOnly: marksOnly === true,
    fields: Array.isArray(fields)
      ? fields.flatMap((field: unknown) => readField(record(field))).slice(-MOST_FIELDS)
      : [],
  };
}

function readField({ name, value, not }: Record<string, unknown>): FieldValue[] {
  if (typeof name !== "string" || typeof value !== "string") return [];
  return name.length + value.length > LONGEST_FIELD * 2 ? [] : [{ name, value, ...(not === true ? { not } : {}) }];
}
