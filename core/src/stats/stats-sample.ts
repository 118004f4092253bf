import type { CpuCounters, StatsReading } from "../engine/stats-record.ts";
import type { StatsSample } from "../model/container-stats.ts";

/**
 * What was used between two readings. Without one before, or where the counters began anew, there are no rates. `known`
 * is the last reading of all, of an earlier stream too: it tells nothing of rates, but that a new run began since.
 */
export function sampleOf(
  before: StatsReading | undefined,
  reading: StatsReading,
  known: StatsReading | "stopped" | undefined = before,
): StatsSample {
  const { time, memory, pids } = reading;
  const previous = before !== undefined && isSameRun(before, reading) ? before : undefined;
  const started = known !== undefined && (known === "stopped" || !isSameRun(known, reading));
  const cpuPercent = cpuUse(previous?.cpu, reading.cpu);
  const seconds = previous === undefined ? 0 : (time - previous.time) / 1000;
  const received = rate(previous?.network?.received, reading.network?.received, seconds);
  const sent = rate(previous?.network?.sent, reading.network?.sent, seconds);
  const read = rate(previous?.block?.read, reading.block?.read, seconds);
  const written = rate(previous?.block?.written, reading.block?.written, seconds);
  return {
    time,
    ...(cpuPercent === undefined ? {} : { cpuPercent }),
    ...(memory === undefined ? {} : { memory }),
    ...(received === undefined || sent === undefined ? {} : { network: { received, sent } }),
    ...(read === undefined || written === undefined ? {} : { block: { read, written } }),
    ...(pids === undefined ? {} : { pids }),
    ...(started ? { started } : {}),
  };
}

/** A container that was started again counts from zero; its traffic may by then be more than before. */
function isSameRun(before: StatsReading, reading: StatsReading): boolean {
  return before.cpu === undefined || reading.cpu === undefined || reading.cpu.used >= before.cpu.used;
}

/** As the docker command computes it: the container's part of the machine's time, times the processors. */
function cpuUse(before: CpuCounters | undefined, now: CpuCounters | undefined): number | undefined {
  if (before === undefined || now === undefined) return undefined;
  const system = now.system - before.system;
  return system <= 0 ? undefined : ((now.used - before.used) / system) * now.online * 100;
}

/** Less than before is a counter that began anew, as where an interface was taken away. */
function rate(before: number | undefined, now: number | undefined, seconds: number): number | undefined {
  if (before === undefined || now === undefined || now < before || seconds <= 0) return undefined;
  return (now - before) / seconds;
}
