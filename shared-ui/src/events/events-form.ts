import {
  type EventKind,
  type EventLevel,
  type EventQuery,
  eventKinds,
  eventLevels,
} from "@quayside/core/model/event.ts";
import { record } from "../app/record.ts";

export const rangeChoices = ["all", "hour", "day", "week", "fortnight"] as const;
export type RangeChoice = (typeof rangeChoices)[number];

/** Which events a person wants to see. */
export interface EventsForm {
  readonly text: string;
  /** A host's id; empty for all. */
  readonly host: string;
  /** All where it is empty, as with the levels. */
  readonly kinds: readonly EventKind[];
  readonly levels: readonly EventLevel[];
  readonly range: RangeChoice;
}

export const emptyForm: EventsForm = { text: "", host: "", kinds: [], levels: [], range: "all" };

const HOUR = 3_600_000;
const SPANS: Readonly<Record<Exclude<RangeChoice, "all">, number>> = {
  ...{ hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR, fortnight: 14 * 24 * HOUR },
};

export function isFiltered({ text, host, kinds, levels, range }: EventsForm): boolean {
  return text !== "" || host !== "" || kinds.length > 0 || levels.length > 0 || range !== "all";
}

export function queryOf({ text, host, kinds, levels, range }: EventsForm, now: number): EventQuery {
  return {
    ...(text.trim() === "" ? {} : { text: text.trim() }),
    ...(host === "" ? {} : { host }),
    ...(kinds.length === 0 ? {} : { kinds }),
    ...(levels.length === 0 ? {} : { levels }),
    ...(range === "all" ? {} : { since: Math.max(0, now - SPANS[range]) }),
  };
}

/** As it was left; what another version or anybody else wrote there is left out. */
export function readForm(kept: unknown): EventsForm {
  const { text, host, kinds, levels, range } = record(record(kept).form);
  return {
    text: typeof text === "string" ? text.slice(0, 1000) : "",
    host: typeof host === "string" ? host.slice(0, 256) : "",
    kinds: chosen(eventKinds, kinds),
    levels: chosen(eventLevels, levels),
    range: rangeChoices.find((choice) => choice === range) ?? "all",
  };
}

function chosen<T extends string>(all: readonly T[], kept: unknown): readonly T[] {
  return Array.isArray(kept) ? all.filter((one) => kept.includes(one)) : [];
}
