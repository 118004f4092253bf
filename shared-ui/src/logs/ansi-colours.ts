type Rgb = readonly [red: number, green: number, blue: number];

/** xterm's sixteen, only to measure distances with: what is shown are the theme's. */
const SIXTEEN: readonly Rgb[] = [
  [0, 0, 0],
  [205, 0, 0],
  [0, 205, 0],
  [205, 205, 0],
  [0, 0, 238],
  [205, 0, 205],
  [0, 205, 205],
  [229, 229, 229],
  [127, 127, 127],
  [255, 0, 0],
  [0, 255, 0],
  [255, 255, 0],
  [92, 92, 255],
  [255, 0, 255],
  [0, 255, 255],
  [255, 255, 255],
];

const CUBE: readonly number[] = [0, 95, 135, 175, 215, 255];

/** Which of the sixteen is nearest to this colour. */
export function nearestAnsiColour([red, green, blue]: Rgb): number {
  let best = 7;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, [r, g, b]] of SIXTEEN.entries()) {
    const distance = (red - r) ** 2 + (green - g) ** 2 + (blue - b) ** 2;
    if (distance < least) {
      least = distance;
      best = index;
    }
  }
  return best;
}

/** One of xterm's 256: sixteen, a cube of 6 × 6 × 6, and 24 greys. */
export function paletteColour(index: number): number {
  if (index < 16) return Math.max(0, index);
  if (index >= 232) {
    const grey = 8 + (Math.min(index, 255) - 232) * 10;
    return nearestAnsiColour([grey, grey, grey]);
  }
  const at = index - 16;
  const level = (step: number): number => CUBE[step % 6] ?? 0;
  return nearestAnsiColour([level(Math.floor(at / 36)), level(Math.floor(at / 6)), level(at)]);
}
