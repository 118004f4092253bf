import type { ContainerHealth, ContainerRun } from "../model/container.ts";

const units: Record<string, number> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
  month: 2_592_000,
  year: 31_536_000,
};

/**
 * Reads the list's `Status`: "Up 3 hours (healthy)", "Exited (137) 2 minutes ago", "Up About a minute (Paused)".
 * The words come from docker/go-units HumanDuration, so a time is only as exact as its unit.
 */
export function parseStatus(status: string, now: number): { run?: ContainerRun; health?: ContainerHealth } {
  const health = /\((?:health: )?(starting|healthy|unhealthy)\)/.exec(status)?.[1] as ContainerHealth | undefined;
  const exitCode = /^(?:Exited|Restarting) \((-?\d+)\)/.exec(status)?.[1];
  const age = ageInSeconds(status);
  return {
    ...(health === undefined ? {} : { health }),
    ...(age === undefined
      ? {}
      : {
          run: {
            since: now - age * 1000,
            exact: false,
            ...(exitCode === undefined ? {} : { exitCode: Number(exitCode) }),
          },
        }),
  };
}

function ageInSeconds(status: string): number | undefined {
  if (/less than a second/i.test(status)) return 0;
  const about = /about an? (minute|hour)/i.exec(status)?.[1];
  if (about !== undefined) return units[about.toLowerCase()];
  const match = /(\d+) (second|minute|hour|day|week|month|year)s?/.exec(status);
  const unit = units[match?.[2] ?? ""];
  return match === null || unit === undefined ? undefined : Number(match[1]) * unit;
}
