import { clockTime } from "../text/clock-time.ts";
import { count, number } from "../text/count.ts";
import { duration } from "../text/duration.ts";
import type { LogRange } from "./log-range.ts";

/** All words of this panel. */
export const strings = {
  title: "Logs",
  of: (container: string, host: string | undefined): string =>
    host === undefined ? container : `${container} on ${host}`,
  merged: (containers: number, hosts: number): string =>
    `merged from ${count(containers, "container")} on ${count(hosts, "host")}`,
  logLabel: (container: string): string => `Log lines of ${container}`,

  sources: "Sources",
  addSources: "Add containers, stacks or hosts",
  findSources: "Find a container, stack or host",
  noSources: "Nothing is called like that.",
  isShown: "shown already",
  allContainers: (containers: number): string => `all of its containers, ${number(containers)} now`,
  serviceOf: (stack: string): string => `service of ${stack}`,
  moreSources: (sources: number): string => `${number(sources)} more`,
  sourceEntry: (name: string, host: string, lines: string): string => `${name} on ${host} (${lines})`,
  hideSource: (name: string, host: string): string => `Hide the lines of ${name} on ${host}`,
  showSource: (name: string, host: string): string => `Show the lines of ${name} on ${host}`,
  removeSource: (name: string): string => `Take ${name} out`,
  sourceOn: (name: string, host: string): string => `${name} on ${host}`,
  clock: (ahead: number): string =>
    `Its clock is ${duration(Math.abs(ahead))} ${ahead > 0 ? "ahead of" : "behind"} this machine’s; the times shown are corrected.`,
  omitted: (containers: number): string =>
    `${count(containers, "container")} more not shown: these are too many at once`,
  noticeOf: (source: string, text: string): string => `${source}: ${text}`,

  range: {
    label: "Time",
    latest: "Latest lines",
    last: (minutes: number): string => `Last ${minutes < 60 ? `${minutes} min` : `${minutes / 60} h`}`,
    choose: "From … to …",
    all: "All there is",
    shown: (range: LogRange): string => {
      if (range.kind === "latest") return "Latest lines";
      if (range.kind === "all") return "All there is";
      if (range.kind === "last")
        return `Last ${range.minutes < 60 ? `${range.minutes} min` : `${range.minutes / 60} h`}`;
      const from = clockTime(range.since, range.until ?? range.since);
      return range.until === undefined ? `Since ${from}` : `${from} to ${clockTime(range.until, range.since)}`;
    },
    title: "Show the lines of a time",
    from: "From",
    to: "To",
    openEnd: "Without an end, what comes is followed.",
    noStart: "A time to begin with is missing.",
    backwards: "It ends before it begins.",
    show: "Show",
  },
  noLinesInRangeTitle: "No lines in this time",
  noLinesInRangeSentence: "Nothing was written then, or the engine keeps it no more.",
  allLines: "Show the latest lines",

  exports: {
    label: "Export",
    shown: { text: "Shown lines as text", jsonl: "Shown lines as JSON lines" },
    all: { text: "All lines of this time as text", jsonl: "All lines of this time as JSON lines" },
    follow: { text: "Into a file while following, as text", jsonl: "Into a file while following, as JSON lines" },
    record: {
      text: "Gather until stopped, then download as text",
      jsonl: "Gather until stopped, then download as JSON lines",
    },
    writing: (file: string): string => `Writing ${file}`,
    much: (lines: number, size: string): string => `${count(lines, "line")}, ${size}.`,
    untilStopped:
      "Docker Desktop lets a page hand out a file only when it is complete: stop it before you leave this tab.",
    stop: "Stop",
    done: (file: string): string => `${file} is written`,
    stopped: (file: string): string => `${file} is written up to here`,
    failed: (file: string, why: string): string => `${file}: ${why}`,
  },
  dismiss: "Dismiss",
  copyLink: "Copy link to line",
  copyLine: "Copy line",
  linkCopied: "Copied the link",
  goToLink: "Go to a link to a line",
  goToLinkMenu: "Go to a link to a line…",
  link: "Link",
  noLink: "Paste a link first.",
  go: "Go",

  timeStyle: "Times",
  timeStyles: { local: "Local time", utc: "UTC", relative: "How long ago", off: "No times" },
  search: "Search in the logs",
  previousHit: "Previous hit",
  nextHit: "Next hit",
  matchCase: "Match case",
  hitOf: (current: number, total: number): string => `${number(current)}/${number(total)}`,
  noHits: "No hits",
  wrap: "Wrap lines",
  timestamps: "Time stamps",
  copyAll: "Copy all lines",
  copySelected: (lines: number): string => `Copy ${count(lines, "line")}`,
  selectAll: "Select all lines",
  clear: "Clear the view",
  toEnd: "Go to the end and follow",
  more: "More actions",
  newLines: (lines: number): string => (lines === 0 ? "Go to the end" : count(lines, "new line")),
  stderr: "stderr",

  level: "Level",
  levels: {
    fatal: "fatal",
    error: "error",
    warn: "warn",
    info: "info",
    debug: "debug",
    trace: "trace",
    unknown: "no level",
  },
  levelCount: (level: string, lines: number): string => `${level} (${number(lines)})`,
  /** What a drop-down is for, and what it shows. */
  labelled: (what: string, shown: string): string => `${what}: ${shown}`,
  allLevels: "All levels",
  levelsShown: (levels: readonly string[]): string =>
    levels.length === 0 ? "All levels" : levels.length < 3 ? levels.join(", ") : `${levels.length} levels`,
  stream: "Stream",
  streams: { all: "All streams", stdout: "stdout", stderr: "stderr" },
  filter: "Filter the lines",
  filterWords: "Filter: word, -word",
  filterExpression: "Filter: expression",
  clearFilterText: "Clear the text of the filter",
  expression: "Regular expression",
  expressionErrors: {
    syntax: "This is no regular expression. Until it is one, it hides nothing.",
    unsupported: "Looking around and references back can’t be used here. It hides nothing.",
    "too large": "This expression is too large. It hides nothing.",
  },
  onlyField: (name: string): string => `Show only lines with this ${name}`,
  withoutField: (name: string, value: string): string => `Take ${name} = ${value} out of the filter`,
  nothingPassesTitle: "No line passes the filter",
  nothingPassesSentence: (lines: number): string =>
    `${count(lines, "line")} ${lines === 1 ? "is" : "are"} hidden. New lines that pass appear here by themselves.`,
  showAllLines: "Show all lines",
  hiddenLines: (lines: number): string => `${number(lines)} hidden`,
  filtering: "Filtering",

  expand: "Show the line’s details",
  collapse: "Hide the line’s details",
  time: "Time",
  noLevel: "not known",
  message: "Message",
  moreFields: "The line has more fields.",
  cut: (bytes: string): string => `The line was cut: it had ${bytes}.`,
  longer: (characters: number): string => ` … ${number(characters)} more characters`,

  lines: (lines: number): string => count(lines, "line"),
  dropped: (lines: number): string => `${count(lines, "older line")} dropped`,
  cleared: (time: string): string => `cleared at ${time}`,
  hits: (hits: number): string => count(hits, "hit"),
  selected: (lines: number): string => `${number(lines)} selected`,
  following: "Following",
  letGo: (time: string): string => `Follow let go at ${time}`,
  ended: "Ended",
  copied: (lines: number): string => `Copied ${count(lines, "line")}`,

  reconnected: (span: string, from: string, to: string): string =>
    `The host was away for ${span}, from ${from}. Back at ${to}.`,
  restarted: (time: string): string => `Restarted at ${time}`,
  recreated: (time: string, id: string): string => `Created anew at ${time}, as ${id}`,
  exited: (time: string, code: number | undefined): string =>
    code === undefined ? `Ended at ${time}` : `Exited ${code} at ${time}`,
  removed: (time: string): string => `The container was removed at ${time}`,
  skipped: (lines: number): string => `${count(lines, "line")} skipped here: they came too fast for this panel`,
  unreachable: (reason: string): string => `The host can’t be reached. ${reason}`,
  unreadable: (reason: string): string => `Logs can’t be read. ${reason}`,

  emptyTitle: "No lines yet",
  emptySentence: (container: string): string =>
    `${container} has written nothing so far. What it writes appears here by itself.`,
  clearedTitle: "The view is clear",
  clearedSentence: "New lines appear here by themselves. Nothing was deleted in the container.",
  unreadableTitle: "Logs can’t be read",
  pastTitle: "These are lines of the past",
  pastSentence: "They lie further back than this panel follows. What is written now doesn’t appear here.",
  toPresent: "Show the newest lines",
  loading: "Reading the lines",
  waitsFor: "No line yet. Quayside waits for the container’s engine.",
  outOfDate: "The lines below stay.",
} as const;
