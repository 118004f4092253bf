const units = ["B", "kB", "MB", "GB", "TB", "PB"] as const;

/** "512 B", "41 MB", "15.6 GB", "128 GB": steps of a thousand; from a gigabyte on, three digits that matter. */
export function bytes(value: number): string {
  const step = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  const scaled = value / 1000 ** step;
  return `${step < 3 ? Math.round(scaled) : Number(scaled.toPrecision(3))} ${units[step]}`;
}
