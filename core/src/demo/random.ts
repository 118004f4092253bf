/** Numbers from 0 to 1, always the same ones for a seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    return mixed(state);
  };
}

/** The same number from 0 to 1 for the same seed and index, in any order: a log can be read from its middle. */
export function randomAt(seed: number, index: number): number {
  return mixed((Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0);
}

export function picked<T>(list: readonly T[], random: number): T {
  const item = list[Math.floor(random * list.length)];
  if (item === undefined) throw new RangeError("There is nothing to pick from.");
  return item;
}

/** So many hexadecimal digits. */
export function hexDigits(count: number, random: () => number): string {
  return Array.from({ length: count }, () => Math.floor(random() * 16).toString(16)).join("");
}

function mixed(state: number): number {
  let value = Math.imul(state ^ (state >>> 15), state | 1);
  value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
  return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
}
