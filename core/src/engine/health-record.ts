import type { HealthCheckResult, HealthDetails } from "../model/container-details.ts";
import { array, type JsonObject, number, object, text, texts, time } from "./json.ts";

/** What the engine takes where nothing was told (moby daemon/health.go): milliseconds. */
const USUAL = { interval: 30_000, timeout: 30_000, retries: 3 } as const;
const OUTPUT_LIMIT = 4096;
const COMMAND_LIMIT = 2048;

/** Of an inspect; nothing where the container has no checks, or was told to have none. */
export function healthFromInspect(record: JsonObject): HealthDetails | undefined {
  const { Health, Healthcheck } = object(record.State);
  // Podman 4 has its own word for it.
  const health = object(Health ?? Healthcheck);
  const check = object(object(record.Config).Healthcheck);
  const [kind = "", ...test] = texts(check.Test);
  if (kind === "" || kind === "NONE") return undefined;
  return {
    command: cut((kind === "CMD" || kind === "CMD-SHELL" ? test : [kind, ...test]).join(" "), COMMAND_LIMIT),
    interval: milliseconds(check.Interval) || USUAL.interval,
    timeout: milliseconds(check.Timeout) || USUAL.timeout,
    startPeriod: milliseconds(check.StartPeriod),
    retries: number(check.Retries) || USUAL.retries,
    failingStreak: number(health.FailingStreak) ?? 0,
    results: array(health.Log)
      .flatMap((entry) => resultOf(object(entry)) ?? [])
      .sort((a, b) => b.start - a.start),
  };
}

function resultOf(entry: JsonObject): HealthCheckResult | undefined {
  const [start, end] = [time(entry.Start), time(entry.End)];
  if (start === undefined) return undefined;
  return {
    start,
    ...(end === undefined ? {} : { duration: Math.max(0, end - start) }),
    exitCode: number(entry.ExitCode) ?? -1,
    output: cut(text(entry.Output).trim(), OUTPUT_LIMIT),
  };
}

function milliseconds(nanoseconds: unknown): number {
  return Math.round((number(nanoseconds) ?? 0) / 1e6);
}

function cut(words: string, limit: number): string {
  return words.length > limit ? `${words.slice(0, limit)}…` : words;
}
