import type { StatsAbsence } from "@quayside/core/model/container-stats.ts";
import { count, number } from "../text/count.ts";
import { duration } from "../text/duration.ts";

const absences: Readonly<Record<StatsAbsence["kind"], string>> = {
  pending: "Not known yet",
  "not-running": "It does not run",
  "host-away": "Its host is away",
  waiting: "It waits for its turn to be read",
  refused: "The engine does not tell",
};

/** All words of this panel, and of what shows the use of one container elsewhere. */
export const strings = {
  title: "Stats",
  use: "Use",
  loading: "Looking for what runs",
  waitsFor: "No answer yet. Quayside waits for the containers of your hosts.",
  outOfDate: "What you see may be old.",

  cpu: "CPU",
  memory: "Memory",
  network: "Network",
  block: "Block",
  pids: "PIDs",
  in: "in",
  out: "out",
  read: "read",
  written: "written",
  ofCores: (cores: number): string => `of ${count(cores, "core")}`,
  limit: (size: string): string => `limit ${size}`,
  restarted: "restarted",
  peak: (mean: string, most: string): string => `${mean}, most ${most}`,
  notKnown: "Not known",
  absence: (kind: StatsAbsence["kind"]): string => absences[kind],
  noneOfItsOwn: "None of its own: it is in the host’s network.",

  asTable: "Show as a table",
  asCharts: "Show as charts",
  pause: "Pause",
  resume: "Go on",
  pausedAt: (time: string): string => `Paused at ${time}`,
  resetZoom: "Reset zoom",
  range: "Range",
  ranges: { "10min": "10 min", "2h": "2 h", "1d": "1 d", "30d": "30 d" },
  chartOf: (title: string, now: string): string =>
    `${title}, now ${now}. The arrow keys point at a moment; Show as a table has all values.`,
  chartsFailed: "The charts could not be loaded, so the values are shown as a table.",
  time: "Time",
  tableOf: (what: string): string => `What ${what} used`,
  rowsOf: (shown: number, all: number): string => `The last ${number(shown)} of ${number(all)} moments.`,

  recording: "Recording",
  notRecorded: (where: string): string => `What ${where} used is not recorded: it is gone when this page is.`,
  recorded: (where: string, containers: number, left: number, elsewhere: boolean): string => {
    if (elsewhere) return `What ${where} used is recorded, by another window.`;
    const lacking = left === 0 ? "" : `; ${count(left, "more")} of them ${left === 1 ? "runs" : "run"} and can’t be`;
    return `What ${where} used is recorded: ${count(containers, "container")}${lacking}.`;
  },
  recordingCosts: (most: number): string =>
    `Recording keeps a stream open for each running container, ${most} of a host at most, as long as Quayside runs. Seconds are kept for 10 minutes, steps of ten minutes for 30 days.`,
  record: (host: string): string => `Record ${host}`,
  recordAll: "Record all hosts",
  stopRecording: "Stop recording",
  recordFailed: "That could not be kept",
  nothingThen: "Nothing is known of this time.",
  awaited: "The first values are on their way.",

  host: "Host",
  stack: "Stack",
  container: "Container",
  allHosts: "All hosts",
  allStacks: "All stacks",
  allContainers: "All containers",
  onHost: (name: string, host: string): string => `${name} on ${host}`,
  everything: "all hosts",

  consumers: "Top consumers",
  running: (containers: number): string => count(containers, "container"),
  sortBy: (column: string): string => `Sort by ${column}`,
  look: (name: string): string => `Show what ${name} uses`,
  more: (containers: number): string => `${count(containers, "more container")} below these.`,

  nothingRuns: (where: string): string => `Nothing runs on ${where}`,
  nothingRunsAnywhere: "Nothing runs on any host",
  nothingRunsSentence: "What containers use is drawn here as soon as one is started.",
  notRunning: (name: string): string => `${name} does not run`,
  notRunningSentence: "It is drawn here again when it is started, or created anew under this name.",
  noHosts: "No host yet",
  noHostsSentence: "Add a Docker host, and what its containers use is drawn here.",
  hostAway: (host: string): string => `${host} is away`,
  hostAwaySentence: "The charts have a gap meanwhile, and go on by themselves when it answers again.",
  refused: (host: string): string => `${host} does not tell what its containers use`,
  someRefused: (refused: number, all: number): string => `${number(refused)} of ${number(all)} can’t be read`,
  waiting: (waiting: number, all: number, streams: number): string =>
    `${number(waiting)} of ${number(all)} are not counted: of one host at most ${number(streams)} are read at once.`,
  tooMany: (watched: number, all: number): string =>
    `The first ${number(watched)} of ${number(all)} by name are counted. Choose a host or a stack to see the others.`,
  containerPaused: (name: string): string => `${name} is paused: it holds its memory and uses nothing else.`,

  disk: "Disk",
  diskOf: (host: string): string => `Disk of ${host}`,
  diskLook: "Count what lies on the disk",
  diskAgain: "Count again",
  diskSlow: "The engine looks at all its files, which takes minutes where there are many.",
  diskLooking: (milliseconds: number): string => `Counting for ${duration(milliseconds)}`,
  cancel: "Cancel",
  diskFailed: "What lies on the disk could not be counted",
  asOf: (time: string): string => `as of ${time}`,
  diskParts: { images: "Images", containers: "Containers", volumes: "Volumes", buildCache: "Build cache" },
  reclaimable: (size: string): string => `${size} reclaimable`,
  nothingReclaimable: "all in use",
  unsized: (things: number): string => `${number(things)} of unknown size`,
  total: "total",
  diskChart: (words: string): string => `Of the disk: ${words}`,
} as const;
