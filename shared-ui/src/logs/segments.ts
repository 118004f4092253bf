import type { Span, Style } from "./ansi.ts";
import type { Hit } from "./search.ts";
import type { SourcePlace } from "./source-places.ts";

/** A piece of a line that looks the same throughout. */
export interface Segment {
  readonly text: string;
  readonly style: Style;
  readonly hit?: Hit;
  /** It names a place in the source. */
  readonly place?: SourcePlace;
}

/** The same, cut at the ends of the places, too. They don't overlap and are in order. */
export function withPlaces(pieces: readonly Segment[], places: readonly SourcePlace[]): readonly Segment[] {
  if (places.length === 0) return pieces;
  const cut: Segment[] = [];
  let at = 0;
  for (const piece of pieces) {
    const end = at + piece.text.length;
    let from = at;
    while (from < end) {
      const place = places.find((one) => one.end > from);
      const inside = place !== undefined && place.start <= from;
      const to = Math.min(end, inside ? place.end : (place?.start ?? end));
      cut.push({ ...piece, text: piece.text.slice(from - at, to - at), ...(inside ? { place } : {}) });
      from = to;
    }
    at = end;
  }
  return cut;
}

/** Cuts the spans of a line at the ends of its hits. Hits don't overlap and are in order. */
export function segments(spans: readonly Span[], hits: readonly Hit[]): readonly Segment[] {
  if (hits.length === 0) return spans;
  const pieces: Segment[] = [];
  let at = 0;
  let next = 0;
  for (const { text, style } of spans) {
    const end = at + text.length;
    let from = at;
    while (from < end) {
      while ((hits[next]?.end ?? Number.POSITIVE_INFINITY) <= from) next++;
      const hit = hits[next];
      const inside = hit !== undefined && hit.start <= from;
      const to = Math.min(end, inside ? hit.end : (hit?.start ?? end));
      pieces.push({ text: text.slice(from - at, to - at), style, ...(inside ? { hit } : {}) });
      from = to;
    }
    at = end;
  }
  return pieces;
}

/** The classes of a style; each is a colour of the theme in logs.css. */
export function styleClass(style: Style): string {
  const classes: string[] = [];
  const { foreground, background } = style;
  if (style.inverse === true) classes.push(foreground === undefined ? "ai" : `ab${foreground}`);
  else {
    if (foreground !== undefined) classes.push(`af${foreground}`);
    if (background !== undefined) classes.push(`ab${background}`);
  }
  if (style.bold === true) classes.push("abold");
  if (style.dim === true) classes.push("adim");
  if (style.italic === true) classes.push("aitalic");
  if (style.underline === true) classes.push("aunder");
  if (style.strike === true) classes.push("astrike");
  if (style.control === true) classes.push("acontrol");
  return classes.join(" ");
}
