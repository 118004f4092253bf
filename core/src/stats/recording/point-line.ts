import { type Spread, type StatsPoint, statsMetrics } from "../../model/stats-point.ts";

export const HISTORY_VERSION = 1;
/** The first line of each file. */
export const headerLine = `${JSON.stringify({ quayside: "stats", version: HISTORY_VERSION })}\n`;

/** What all lines of one series begin with: the others need not be read any further. */
export const lineStart = (series: string): string => `{"k":${JSON.stringify(series)},`;

/** One step of one series. A spread of one sample is written as its value. */
export function encodePoint(series: string, { time, values, limit, started }: StatsPoint): string {
  const short: Record<string, unknown> = {};
  for (const metric of statsMetrics) {
    const spread = values[metric];
    if (spread === undefined) continue;
    const [min, mean, max, count] = spread;
    short[metric] = count === 1 ? rounded(mean) : [rounded(min), rounded(mean), rounded(max), count];
  }
  const rest = { t: time, v: short, ...(limit === undefined ? {} : { l: limit }), ...(started ? { s: 1 } : {}) };
  return `${lineStart(series)}${JSON.stringify(rest).slice(1)}\n`;
}

/** Nothing for a line that is none of ours. */
export function decodePoint(line: string): { readonly series: string; readonly point: StatsPoint } | undefined {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof json !== "object" || json === null) return undefined;
  const { k, t, v, l, s } = json as Record<string, unknown>;
  if (typeof k !== "string" || !isNumber(t) || typeof v !== "object" || v === null) return undefined;
  const values: { -readonly [metric in keyof StatsPoint["values"]]: Spread } = {};
  for (const metric of statsMetrics) {
    const spread = spreadOf((v as Record<string, unknown>)[metric]);
    if (spread !== undefined) values[metric] = spread;
  }
  const point = {
    time: t,
    values,
    ...(isNumber(l) ? { limit: l } : {}),
    ...(s === 1 ? { started: true as const } : {}),
  };
  return { series: k, point };
}

function spreadOf(value: unknown): Spread | undefined {
  if (isNumber(value)) return [value, value, value, 1];
  if (!Array.isArray(value) || value.length !== 4 || !value.every(isNumber)) return undefined;
  const spread = value as unknown as Spread;
  return spread[3] > 0 ? spread : undefined;
}

/** Four digits are more than anybody reads, and a third of the bytes. */
const rounded = (value: number): number => Number(value.toPrecision(4));
const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
