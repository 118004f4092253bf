import { record } from "../app/record.ts";
import { type TimeStyle, timeStyles } from "./line-time.ts";

/** What the home remembers of this panel. */
export interface LogSettings {
  readonly timestamps: TimeStyle;
  readonly wrap: boolean;
  readonly matchCase: boolean;
  /** What is searched for. */
  readonly search: string;
}

/** A text that was pasted by mistake is not kept whole. */
const LONGEST_SEARCH = 500;

/** Old data, perhaps of another version: what isn't understood becomes the default. */
export function readLogSettings(value: unknown): LogSettings {
  const given = record(value);
  return {
    timestamps:
      given.timestamps === false ? "off" : (timeStyles.find((style) => style === given.timestamps) ?? "local"),
    wrap: given.wrap === true,
    matchCase: given.matchCase === true,
    search: typeof given.search === "string" ? given.search.slice(0, LONGEST_SEARCH) : "",
  };
}
