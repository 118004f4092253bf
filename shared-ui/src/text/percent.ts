/** "0.3 %", "38.1 %", "291 %": at most three digits that matter. */
export function percent(value: number): string {
  return `${value < 99.95 ? value.toFixed(1) : Math.round(value)} %`;
}
