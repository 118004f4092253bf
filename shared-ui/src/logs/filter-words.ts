import { shortened } from "../text/shortened.ts";
import { visibleText } from "../text/visible-text.ts";
import type { LineFilter } from "./line-filter.ts";

const LONGEST = 120;

/** A filter in one line, as it could be typed. */
export function filterWords({ levels, stream, text, expression, fields }: LineFilter): string {
  const parts = [
    ...(levels.length === 0 ? [] : [`level:${levels.join(",")}`]),
    ...(stream === "all" ? [] : [`stream:${stream}`]),
    ...(text === "" ? [] : [expression ? `/${text}/` : text]),
    ...fields.map(({ name, value, not }) => `${not === true ? "-" : ""}${name}:${value}`),
  ];
  return visibleText(shortened(parts.join(" "), LONGEST));
}
