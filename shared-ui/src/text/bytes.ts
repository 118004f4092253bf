const units = ["B", "kB", "MB", "GB", "TB", "PB"] as const;

/** "512 B", "41 MB", "15.6 GB": steps of a thousand, with one decimal from a gigabyte on. */
export function bytes(value: number): string {
  const step = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  const scaled = value / 1000 ** step;
  return `${step < 3 ? Math.round(scaled) : scaled.toFixed(1)} ${units[step]}`;
}
