import { visibleCharacter } from "../text/visible-text.ts";
import { nearestAnsiColour, paletteColour } from "./ansi-colours.ts";

/** 0–15: the theme's own sixteen. A stranger's exact colour could be unreadable on it. */
export type AnsiColour = number;

export interface Style {
  readonly foreground?: AnsiColour;
  readonly background?: AnsiColour;
  readonly bold?: true;
  readonly dim?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly strike?: true;
  readonly inverse?: true;
  /** A control character written out; not the container's own text. */
  readonly control?: true;
}

export interface Span {
  readonly text: string;
  readonly style: Style;
}

/**
 * One control sequence or hidden character: CSI (ECMA-48 5.4), a string (OSC, DCS, APC, PM, SOS, up to
 * its BEL or ST; one that never ends hides nothing), another escape, or a single character. Tabs stay.
 */
const CONTROL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
  /(?:\u001b\[|\u009b)([0-?]*)[ -/]*([@-~])|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]*[0-~]|[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/g;

const plain: Style = {};
const control: Style = { control: true };

/** The line as text to show: colours as styles, other sequences left out, hidden characters written out. */
export function parseAnsi(line: string): readonly Span[] {
  const spans: Span[] = [];
  let style = plain;
  let at = 0;
  const push = (text: string, of: Style): void => {
    if (text !== "") spans.push({ text, style: of });
  };
  // A carriage return at the end belongs to the line's end.
  const text = line.endsWith("\r") ? line.slice(0, -1) : line;
  for (const match of text.matchAll(CONTROL)) {
    push(text.slice(at, match.index), style);
    at = match.index + match[0].length;
    if (match[2] === "m") style = applySgr(style, match[1] ?? "");
    else if (match[0].length === 1) push(visibleCharacter(match[0]), control);
  }
  push(text.slice(at), style);
  return spans;
}

/** Without its optional parts that are not there: `exactOptionalPropertyTypes` forbids undefined ones. */
function without(style: Style, ...names: readonly (keyof Style)[]): Style {
  const rest: { -readonly [K in keyof Style]: Style[K] } = { ...style };
  for (const name of names) delete rest[name];
  return rest;
}

/** Select Graphic Rendition. What isn't known is skipped. */
function applySgr(style: Style, parameters: string): Style {
  const codes = parameters.split(/[;:]/).map((code) => (code === "" ? 0 : Number(code)));
  let next = style;
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index] ?? 0;
    if (code === 38 || code === 48) {
      const [colour, used] = extendedColour(codes, index + 1);
      if (colour !== undefined) next = { ...next, [code === 38 ? "foreground" : "background"]: colour };
      index += used;
    } else next = applyCode(next, code);
  }
  return next;
}

function applyCode(style: Style, code: number): Style {
  if (code >= 30 && code <= 37) return { ...style, foreground: code - 30 };
  if (code >= 40 && code <= 47) return { ...style, background: code - 40 };
  if (code >= 90 && code <= 97) return { ...style, foreground: code - 82 };
  if (code >= 100 && code <= 107) return { ...style, background: code - 92 };
  switch (code) {
    case 0:
      return plain;
    case 1:
      return { ...style, bold: true };
    case 2:
      return { ...style, dim: true };
    case 3:
      return { ...style, italic: true };
    case 4:
      return { ...style, underline: true };
    case 7:
      return { ...style, inverse: true };
    case 9:
      return { ...style, strike: true };
    case 22:
      return without(style, "bold", "dim");
    case 23:
      return without(style, "italic");
    case 24:
      return without(style, "underline");
    case 27:
      return without(style, "inverse");
    case 29:
      return without(style, "strike");
    case 39:
      return without(style, "foreground");
    case 49:
      return without(style, "background");
    default:
      return style;
  }
}

/** `5;n` or `2;r;g;b`, and how many codes that took. */
function extendedColour(codes: readonly number[], at: number): readonly [AnsiColour | undefined, used: number] {
  if (codes[at] === 5) return [paletteColour(codes[at + 1] ?? 0), 2];
  if (codes[at] === 2) return [nearestAnsiColour([codes[at + 1] ?? 0, codes[at + 2] ?? 0, codes[at + 3] ?? 0]), 4];
  return [undefined, 0];
}
