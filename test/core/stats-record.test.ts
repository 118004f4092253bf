import { parseStats, type StatsReading } from "@quayside/core/engine/stats-record.ts";
import { sampleOf } from "@quayside/core/stats/stats-sample.ts";
import { describe, expect, test } from "vitest";

/** Answers in the shape that the API's documentation gives them, written by hand and cut to what is read. */
const v1 = {
  read: "2026-03-01T12:00:00.5Z",
  preread: "2026-03-01T11:59:59.5Z",
  pids_stats: { current: 3, limit: 4096 },
  blkio_stats: {
    io_service_bytes_recursive: [
      { major: 8, minor: 0, op: "Read", value: 4096 },
      { major: 8, minor: 0, op: "Write", value: 1000 },
      { major: 8, minor: 0, op: "Sync", value: 5096 },
      { major: 8, minor: 0, op: "Total", value: 5096 },
      { major: 8, minor: 16, op: "Read", value: 4 },
      { major: 8, minor: 16, op: "Write", value: 0 },
    ],
  },
  num_procs: 0,
  cpu_stats: {
    cpu_usage: { total_usage: 2_000_000_000, percpu_usage: [1_500_000_000, 500_000_000, 0, 0] },
    system_cpu_usage: 100_000_000_000,
    online_cpus: 4,
    throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
  },
  memory_stats: {
    usage: 10_000_000,
    max_usage: 12_000_000,
    stats: { cache: 7_000_000, inactive_file: 1_000_000, total_inactive_file: 6_000_000 },
    limit: 2_000_000_000,
  },
  name: "/web",
  id: "c1",
  networks: {
    eth0: { rx_bytes: 1000, tx_bytes: 200, rx_packets: 1 },
    eth1: { rx_bytes: 50, tx_bytes: 5, rx_packets: 1 },
  },
};

const v2 = {
  ...v1,
  blkio_stats: {
    io_service_bytes_recursive: [
      { major: 259, minor: 0, op: "read", value: 8192 },
      { major: 259, minor: 0, op: "write", value: 512 },
    ],
    io_serviced_recursive: null,
  },
  cpu_stats: { cpu_usage: { total_usage: 2_000_000_000 }, system_cpu_usage: 100_000_000_000, online_cpus: 4 },
  memory_stats: { usage: 10_000_000, stats: { anon: 4_000_000, inactive_file: 2_500_000 }, limit: 2_000_000_000 },
};

/** As engine 20.10 streams of a container that doesn't run. */
const stopped = {
  read: "0001-01-01T00:00:00Z",
  preread: "0001-01-01T00:00:00Z",
  pids_stats: {},
  blkio_stats: { io_service_bytes_recursive: null },
  cpu_stats: { cpu_usage: { total_usage: 0, usage_in_kernelmode: 0 } },
  memory_stats: {},
  name: "/web",
  id: "c1",
};

const read = (answer: unknown): StatsReading => {
  const reading = parseStats(JSON.stringify(answer));
  if (reading === undefined || reading === null) throw new Error("no reading");
  return reading;
};

const second: StatsReading = {
  time: 2000,
  cpu: { used: 500, system: 4000, online: 4 },
  network: { received: 3000, sent: 600 },
  block: { read: 100, written: 40 },
};
const first: StatsReading = {
  time: 0,
  cpu: { used: 100, system: 2000, online: 4 },
  network: { received: 1000, sent: 200 },
  block: { read: 0, written: 0 },
};

describe("an answer", () => {
  test("of cgroup v1 is read", () => {
    expect(read(v1)).toEqual({
      time: Date.parse("2026-03-01T12:00:00.500Z"),
      cpu: { used: 2_000_000_000, system: 100_000_000_000, online: 4 },
      memory: { used: 4_000_000, limit: 2_000_000_000 },
      network: { received: 1050, sent: 205 },
      block: { read: 4100, written: 1000 },
      pids: 3,
    });
  });

  test("of cgroup v2 is read", () => {
    expect(read(v2)).toMatchObject({
      cpu: { used: 2_000_000_000, system: 100_000_000_000, online: 4 },
      memory: { used: 7_500_000, limit: 2_000_000_000 },
      block: { read: 8192, written: 512 },
    });
  });

  test("of a container that doesn’t run is no value", () => {
    expect(parseStats(JSON.stringify(stopped))).toBeNull();
  });

  test.each([
    "",
    "{",
    "null",
    "[]",
    '"text"',
    '{"message":"no such container"}',
    '{"read":7}',
  ])("that is %j is none", (line) => {
    expect(parseStats(line)).toBeUndefined();
  });

  test("lacks what it lacks, and nothing is a zero for that", () => {
    expect(read({ read: v1.read })).toEqual({ time: Date.parse(v1.read) });
    const odd = {
      ...v1,
      networks: [],
      blkio_stats: { io_service_bytes_recursive: "x" },
      memory_stats: null,
      pids_stats: 3,
    };
    expect(read(odd)).toEqual({ time: Date.parse(v1.read), cpu: read(v1).cpu });
  });

  test("of a container in the host’s network has no traffic", () => {
    const { networks: _, ...inHostNetwork } = v1;
    expect(read(inHostNetwork).network).toBeUndefined();
    expect(read({ ...v1, networks: {} }).network).toBeUndefined();
  });

  test("of cgroup v2 with no list of devices has no block traffic; an empty list is none yet", () => {
    expect(read({ ...v2, blkio_stats: { io_service_bytes_recursive: null } }).block).toBeUndefined();
    expect(read({ ...v2, blkio_stats: {} }).block).toBeUndefined();
    expect(read({ ...v1, blkio_stats: { io_service_bytes_recursive: [] } }).block).toEqual({ read: 0, written: 0 });
  });

  test.each([
    ["is less than a cache that is more", { usage: 5, stats: { total_inactive_file: 9, inactive_file: 2 } }, 3],
    ["is whole where both caches are more", { usage: 5, stats: { total_inactive_file: 9, inactive_file: 7 } }, 5],
    ["is whole without a word of the cache", { usage: 5 }, 5],
    ["is zero where it is zero", { usage: 0, stats: { inactive_file: 0 } }, 0],
  ])("its memory %s", (_how, memory, used) => {
    expect(read({ ...v1, memory_stats: memory }).memory).toEqual({ used });
  });

  test("of an old engine tells its processors by their list", () => {
    const { online_cpus: _, ...cpu } = v1.cpu_stats;
    expect(read({ ...v1, cpu_stats: cpu }).cpu?.online).toBe(4);
    expect(read({ ...v2, cpu_stats: { ...v2.cpu_stats, online_cpus: 0 } }).cpu).toBeUndefined();
  });
});

describe("a sample", () => {
  test("has the part of the machine’s time, times its processors, and what flows each second", () => {
    expect(sampleOf(first, { ...second, pids: 2, memory: { used: 7, limit: 9 } })).toEqual({
      time: 2000,
      cpuPercent: 80,
      memory: { used: 7, limit: 9 },
      network: { received: 1000, sent: 200 },
      block: { read: 50, written: 20 },
      pids: 2,
    });
  });

  test("that is the first has no rates, and what it has it tells", () => {
    expect(sampleOf(undefined, { ...second, memory: { used: 7 } })).toEqual({ time: 2000, memory: { used: 7 } });
  });

  test("of a paused container uses nothing", () => {
    const paused = { ...second, cpu: { used: 100, system: 4000, online: 4 } };
    expect(sampleOf(first, paused).cpuPercent).toBe(0);
  });

  test("after a restart has no rates and says that it began anew, though its traffic is already more than before", () => {
    expect(sampleOf(first, { ...second, cpu: { used: 50, system: 4000, online: 4 } })).toEqual({
      ...{ time: 2000, started: true },
    });
  });

  test("has no rate of a counter that went back, and has the others", () => {
    expect(sampleOf(first, { ...second, network: { received: 10, sent: 600 } })).toEqual({
      ...{ time: 2000, cpuPercent: 80, block: { read: 50, written: 20 } },
    });
    expect(sampleOf(first, { ...second, block: { read: 100, written: -1 } }).block).toBeUndefined();
  });

  test("has no rate where no time has passed, by either clock", () => {
    expect(sampleOf({ ...first, time: 2000 }, second)).toEqual({ time: 2000, cpuPercent: 80 });
    expect(sampleOf({ ...first, time: 3000 }, second)).toEqual({ time: 2000, cpuPercent: 80 });
    const still = { ...second, cpu: { used: 500, system: 2000, online: 4 } };
    expect(sampleOf(first, still).cpuPercent).toBeUndefined();
  });
});
