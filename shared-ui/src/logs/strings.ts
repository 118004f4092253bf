import { count, number } from "../text/count.ts";

/** All words of this panel. */
export const strings = {
  title: "Logs",
  of: (container: string, host: string | undefined): string =>
    host === undefined ? container : `${container} on ${host}`,
  logLabel: (container: string): string => `Log lines of ${container}`,
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
  cut: (bytes: string): string => `The line was cut: it had ${bytes}.`,
  longer: (characters: number): string => ` … ${number(characters)} more characters`,

  lines: (lines: number): string => count(lines, "line"),
  dropped: (lines: number): string => `${count(lines, "older line")} dropped`,
  cleared: (time: string): string => `cleared at ${time}`,
  hits: (hits: number): string => count(hits, "hit"),
  selected: (lines: number): string => `${number(lines)} selected`,
  localTime: "Local time",
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
  loading: "Reading the lines",
  waitsFor: "No line yet. Quayside waits for the container’s engine.",
  outOfDate: "The lines below stay.",
} as const;
