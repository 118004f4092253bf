import * as v from "valibot";
import { type Level, levels } from "./log-text/line-level.ts";

export type LevelChoice = Level | "unknown";
export const levelChoices: readonly LevelChoice[] = [...levels, "unknown"];
export const streamChoices = ["all", "stdout", "stderr"] as const;
export type StreamChoice = (typeof streamChoices)[number];

export interface FieldValue {
  readonly name: string;
  readonly value: string;
  /** Lines that have it are hidden. */
  readonly not?: true;
}

/** Which lines of a log are shown; all of it must be true of a line. */
export interface LineFilter {
  /** None of them: lines of every level. */
  readonly levels: readonly LevelChoice[];
  readonly stream: StreamChoice;
  /** A query as people type it, or one expression. */
  readonly text: string;
  readonly expression: boolean;
  readonly matchCase: boolean;
  /** What passes is marked, and nothing is hidden. */
  readonly marksOnly: boolean;
  readonly fields: readonly FieldValue[];
}

/** A filter with a name, for the logs of whatever container. */
export interface SavedFilter {
  readonly id: string;
  readonly name: string;
  readonly filter: LineFilter;
}

const MOST_FIELDS = 20;
const LONGEST_FIELD = 2000;
const text = (longest: number) => v.pipe(v.string(), v.maxLength(longest));

export const lineFilterSchema: v.GenericSchema<unknown, LineFilter> = v.object({
  levels: v.pipe(v.array(v.picklist(levelChoices)), v.maxLength(levelChoices.length), v.readonly()),
  stream: v.picklist(streamChoices),
  text: text(500),
  expression: v.boolean(),
  matchCase: v.boolean(),
  marksOnly: v.boolean(),
  fields: v.pipe(
    v.array(v.object({ name: text(LONGEST_FIELD), value: text(LONGEST_FIELD), not: v.exactOptional(v.literal(true)) })),
    v.maxLength(MOST_FIELDS),
    v.readonly(),
  ),
});

export const filterNameSchema = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100));
