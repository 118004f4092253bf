import { type KeptView, keyOf, linesAfter, markOf, type SourceKey } from "./kept-view.ts";
import { isFiltering, type LineFilter } from "./line-filter.ts";
import type { LineRange } from "./line-range.ts";
import type { LogRange } from "./log-range.ts";
import type { LogWindow } from "./log-window.ts";
import type { ShownLines } from "./shown-lines.ts";

/** Whether the view goes along with what comes. */
export type Follow =
  | { readonly kind: "following" }
  | {
      readonly kind: "let-go";
      readonly at: number;
      /** The time of the last line then. */
      readonly last: number;
      readonly newLines: number;
    };

/** What stays where it is while lines come and go: this entry, so many pixels above the top of the view. */
export interface ScrollAnchor {
  readonly key: number;
  readonly above: number;
}

/** Where a view stands, by the keys of this page. */
export interface ViewPlace {
  readonly place: ScrollAnchor;
  readonly follow: Follow;
  readonly picked: LineRange | undefined;
}

interface ViewLines {
  readonly window: LogWindow;
  readonly shown: ShownLines;
  readonly keyOf: SourceKey;
}

/** Where the view stands, in words that another page understands. */
export function leftPlace(of: string, { place, follow, picked }: ViewPlace, lines: ViewLines): KeptView {
  const mark = (key: number) => markOf(lines.window, key, lines.keyOf);
  const line = follow.kind === "let-go" ? mark(place.key) : undefined;
  const anchor = picked && mark(picked.anchor);
  const head = picked && mark(picked.head);
  return {
    of,
    ...(line !== undefined && follow.kind === "let-go"
      ? { place: { line, above: place.above, at: follow.at, last: follow.last } }
      : {}),
    ...(anchor && head ? { picked: { anchor, head } } : {}),
  };
}

/** Where a view that was left stands among the lines of this page; without what is not there any more. */
export function placeAgain(
  { place, picked }: KeptView,
  { window, shown, keyOf: source }: ViewLines,
): Partial<ViewPlace> {
  const key = place && keyOf(window, place.line, source);
  const anchor = picked && keyOf(window, picked.anchor, source);
  const head = picked && keyOf(window, picked.head, source);
  return {
    ...(place !== undefined && key !== undefined
      ? {
          place: { key, above: place.above },
          follow: { kind: "let-go", at: place.at, last: place.last, newLines: linesAfter(shown, place.last) },
        }
      : {}),
    ...(anchor !== undefined && head !== undefined ? { picked: { anchor, head } } : {}),
  };
}

export interface ViewChoices {
  readonly filter: LineFilter;
  readonly off: ReadonlySet<string>;
  readonly range: LogRange;
  readonly asked: number | undefined;
}

/** With what the person chose, as far as it is not the usual. */
export function withChosen(view: KeptView, { filter, off, range, asked }: ViewChoices): KeptView {
  const { of, place, picked } = view;
  return {
    of,
    ...(place === undefined ? {} : { place }),
    ...(picked === undefined ? {} : { picked }),
    ...(isFiltering(filter) ? { filter } : {}),
    ...(off.size > 0 ? { off: [...off] } : {}),
    ...(range.kind === "latest" ? {} : { range }),
    ...(asked === undefined ? {} : { asked }),
  };
}
