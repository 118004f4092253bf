import { array, type JsonObject, number, object, text, time } from "./json.ts";

/** The counters of one container as the engine read them. What its answer lacks is absent. */
export interface StatsReading {
  /** Epoch milliseconds by the engine's clock. */
  readonly time: number;
  readonly cpu?: CpuCounters;
  readonly memory?: { readonly used: number; readonly limit?: number };
  /** Bytes since the start. */
  readonly network?: { readonly received: number; readonly sent: number };
  /** Bytes since the start. */
  readonly block?: { readonly read: number; readonly written: number };
  readonly pids?: number;
}

/** Nanoseconds that the container, and that the whole machine, has spent so far. */
export interface CpuCounters {
  readonly used: number;
  readonly system: number;
  readonly online: number;
}

/** One line of `/containers/{id}/stats`: null of a container that doesn't run, nothing where the line is no answer. */
export function parseStats(line: string): StatsReading | null | undefined {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return undefined;
  }
  const answer = object(json);
  if (text(answer.read) === "") return undefined;
  // Of a container that doesn't run the engine sends an empty answer each second, read in the year 1.
  const read = time(answer.read);
  if (read === undefined) return null;
  const cpu = cpuCounters(object(answer.cpu_stats));
  const memory = memoryUse(object(answer.memory_stats));
  const network = networkCounters(object(answer.networks));
  const block = blockCounters(object(answer.blkio_stats).io_service_bytes_recursive);
  const pids = number(object(answer.pids_stats).current);
  return {
    time: read,
    ...(cpu === undefined ? {} : { cpu }),
    ...(memory === undefined ? {} : { memory }),
    ...(network === undefined ? {} : { network }),
    ...(block === undefined ? {} : { block }),
    ...(pids === undefined ? {} : { pids }),
  };
}

function cpuCounters(stats: JsonObject): CpuCounters | undefined {
  const usage = object(stats.cpu_usage);
  const [used, system] = [number(usage.total_usage), number(stats.system_cpu_usage)];
  // Engines before 17.06 tell only how much each processor has done.
  const online = number(stats.online_cpus) || array(usage.percpu_usage).length;
  return used === undefined || system === undefined || online === 0 ? undefined : { used, system, online };
}

/** As the docker command counts: without the pages of files that the kernel would give up first. */
function memoryUse(stats: JsonObject): StatsReading["memory"] {
  const usage = number(stats.usage);
  if (usage === undefined) return undefined;
  const { total_inactive_file, inactive_file } = object(stats.stats);
  // The first is of cgroup v1, whose `inactive_file` leaves the groups within out; v2 has only the second.
  const cache = [total_inactive_file, inactive_file].map(number).find((bytes) => bytes !== undefined && bytes < usage);
  const limit = number(stats.limit);
  return { used: usage - (cache ?? 0), ...(limit === undefined ? {} : { limit }) };
}

function networkCounters(interfaces: JsonObject): StatsReading["network"] {
  const all = Object.values(interfaces).map(object);
  if (all.length === 0) return undefined;
  const sum = (name: string) => all.reduce((total, counters) => total + (number(counters[name]) ?? 0), 0);
  return { received: sum("rx_bytes"), sent: sum("tx_bytes") };
}

/** cgroup v1 writes “Read” and “Write”, v2 “read” and “write”, once for each device. */
function blockCounters(list: unknown): StatsReading["block"] {
  if (!Array.isArray(list)) return undefined;
  const entries = list.map(object);
  const sum = (op: string) =>
    entries
      .filter((entry) => text(entry.op).toLowerCase() === op)
      .reduce((total, { value }) => total + (number(value) ?? 0), 0);
  return { read: sum("read"), written: sum("write") };
}
