/** Red, green and blue from 0 to 255, and how much of it is seen, from 0 to 1. */
export type Colour = readonly [red: number, green: number, blue: number, alpha: number];

/** Of the ways in which CSS writes colours those that themes use; nothing for others. */
export function parseColour(css: string): Colour | undefined {
  const hex = /^#([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i.exec(css)?.[1];
  if (hex !== undefined) {
    const digits = hex.length < 6 ? [...hex].map((digit) => digit + digit).join("") : hex;
    const [red = 0, green = 0, blue = 0, alpha = 255] = [...digits.matchAll(/../g)].map(([pair]) =>
      Number.parseInt(pair, 16),
    );
    return [red, green, blue, alpha / 255];
  }
  const called = /^(rgb|hsl)a?\(([^()]{1,60})\)$/i.exec(css);
  if (called === null) return named.get(css.toLowerCase());
  const parts = (called[2] ?? "").split(/[\s,/]+/).filter((part) => part !== "");
  const [first, second, third, alpha = 1] = parts.map(
    (part) => Number.parseFloat(part) / (part.endsWith("%") ? 100 : 1),
  );
  if (first === undefined || second === undefined || third === undefined || parts.length > 4) return undefined;
  const opaque =
    called[1]?.toLowerCase() === "hsl"
      ? fromHsl(first, second, third)
      : ([first, second, third].map((value, index) => (parts[index]?.endsWith("%") ? value * 255 : value)) as Opaque);
  return [...opaque, alpha].every(Number.isFinite) ? [...opaque, alpha] : undefined;
}

type Opaque = [number, number, number];

const named: ReadonlyMap<string, Colour> = new Map([
  ["black", [0, 0, 0, 1]],
  ["white", [255, 255, 255, 1]],
]);

function fromHsl(hue: number, saturation: number, lightness: number): Opaque {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number): number => {
    const turn = (((offset + hue / 30) % 12) + 12) % 12;
    return 255 * (lightness - reach * Math.max(-1, Math.min(turn - 3, 9 - turn, 1)));
  };
  return [channel(0), channel(8), channel(4)];
}

/** Both together, so much of the first: what CSS's `color-mix(in srgb, …)` makes of two that are opaque. */
export function mix(one: Colour, share: number, other: Colour): Colour {
  const channel = (index: 0 | 1 | 2): number => one[index] * share + other[index] * (1 - share);
  return [channel(0), channel(1), channel(2), 1];
}

/** What is seen of one that may be translucent on an opaque one. */
export function over(top: Colour, ground: Colour): Colour {
  return mix(top, top[3], ground);
}

/** WCAG's, from 1 to 21, of a text on an opaque ground. */
export function contrast(text: Colour, ground: Colour): number {
  const [one, other] = [luminance(over(text, ground)), luminance(ground)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

function luminance([red, green, blue]: Colour): number {
  const linear = (value: number): number => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
