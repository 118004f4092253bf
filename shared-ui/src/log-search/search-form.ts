import { type Level, levels } from "@quayside/core/model/log-text/line-level.ts";
import type { InputOf } from "@quayside/core/panel/methods.ts";
import { record } from "../app/record.ts";

export type SearchLevel = Level | "unknown";
export const searchLevels: readonly SearchLevel[] = [...levels, "unknown"];
export const rangeChoices = ["all", "minutes15", "hour", "day", "week", "between"] as const;
export type RangeChoice = (typeof rangeChoices)[number];

/** A host, a stack of it, or a container, that the search is kept to. */
export type Place =
  | { readonly kind: "host"; readonly host: string }
  | { readonly kind: "stack"; readonly host: string; readonly name: string }
  | { readonly kind: "container"; readonly host: string; readonly id: string; readonly name: string };

/** What a person has filled in. */
export interface SearchForm {
  readonly text: string;
  readonly expression: boolean;
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
  readonly levels: readonly SearchLevel[];
  readonly range: RangeChoice;
  /** Of "between": local times as the browser's field has them, or empty. */
  readonly from: string;
  readonly to: string;
  /** None: everything. */
  readonly places: readonly Place[];
}

export const EMPTY_FORM: SearchForm = {
  ...{ text: "", expression: false, matchCase: false, wholeWord: false },
  ...{ levels: [], range: "all", from: "", to: "", places: [] },
};

const MINUTE = 60_000;
const SPANS: Readonly<Record<Exclude<RangeChoice, "all" | "between">, number>> = {
  minutes15: 15 * MINUTE,
  hour: 60 * MINUTE,
  day: 24 * 60 * MINUTE,
  week: 7 * 24 * 60 * MINUTE,
};

const LONGEST = 1000;
const MOST_PLACES = 200;
const MOST_RECENT = 12;

export function canSearch({ text, levels: chosen }: SearchForm): boolean {
  return text !== "" || chosen.length > 0;
}

/** What core is asked. */
export function queryOf(form: SearchForm, now: number): InputOf<"logs.search"> {
  const { text, expression, matchCase, wholeWord, levels: chosen, places } = form;
  const of = <K extends Place["kind"]>(kind: K) =>
    places.filter((place): place is Extract<Place, { kind: K }> => place.kind === kind);
  return {
    text,
    ...(expression ? { expression } : {}),
    ...(matchCase ? { matchCase } : {}),
    ...(wholeWord ? { wholeWord } : {}),
    ...(chosen.length > 0 ? { levels: chosen } : {}),
    ...rangeOf(form, now),
    ...(places.length === 0
      ? {}
      : {
          hosts: of("host").map(({ host }) => host),
          stacks: of("stack").map(({ host, name }) => ({ host, name })),
          containers: of("container").map(({ host, id }) => ({ host, id })),
        }),
  };
}

function rangeOf({ range, from, to }: SearchForm, now: number): { readonly since?: string; readonly until?: string } {
  if (range === "all") return {};
  if (range !== "between") return { since: new Date(now - SPANS[range]).toISOString() };
  const [since, until] = [isoOf(from), isoOf(to)];
  return { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
}

function isoOf(local: string): string | undefined {
  const time = local === "" ? Number.NaN : Date.parse(local);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/** With this one first; each is there once. */
export function withRecent(recent: readonly string[], text: string): readonly string[] {
  const kept = text.trim() === "" ? recent : [text, ...recent.filter((other) => other !== text)];
  return kept.slice(0, MOST_RECENT);
}

export interface KeptSearch {
  readonly form: SearchForm;
  readonly recent: readonly string[];
  readonly grouped: boolean;
}

/** Old data, perhaps of another version: what isn't understood becomes the default. */
export function readKept(value: unknown): KeptSearch {
  const { form, recent, grouped } = record(value);
  const given = record(form);
  const text = (from: unknown): string => (typeof from === "string" ? from.slice(0, LONGEST) : "");
  const chosen = given.levels;
  return {
    form: {
      text: text(given.text),
      expression: given.expression === true,
      matchCase: given.matchCase === true,
      wholeWord: given.wholeWord === true,
      levels: Array.isArray(chosen) ? searchLevels.filter((level) => chosen.includes(level)) : [],
      range: rangeChoices.find((choice) => choice === given.range) ?? "all",
      from: text(given.from),
      to: text(given.to),
      places: Array.isArray(given.places) ? given.places.flatMap(readPlace).slice(0, MOST_PLACES) : [],
    },
    recent: Array.isArray(recent)
      ? recent.flatMap((one: unknown) => (typeof one === "string" ? [one.slice(0, LONGEST)] : [])).slice(0, MOST_RECENT)
      : [],
    grouped: grouped !== false,
  };
}

function readPlace(value: unknown): Place[] {
  const { kind, host, name, id } = record(value);
  if (typeof host !== "string") return [];
  if (kind === "host") return [{ kind, host }];
  if (kind === "stack" && typeof name === "string") return [{ kind, host, name }];
  return kind === "container" && typeof id === "string" && typeof name === "string" ? [{ kind, host, id, name }] : [];
}

export function samePlace(one: Place, other: Place): boolean {
  return JSON.stringify(keyOf(one)) === JSON.stringify(keyOf(other));
}

function keyOf(place: Place): readonly string[] {
  return [place.kind, place.host, place.kind === "stack" ? place.name : place.kind === "container" ? place.id : ""];
}
