import { bytes } from "../text/bytes.ts";
import { count, number } from "../text/count.ts";

/** All words of this panel. */
export const strings = {
  title: "Search",
  of: "the logs of all containers, running or stopped",
  field: "Search in all logs",
  placeholder: "Search in all logs: Enter begins",
  placeholderExpression: "Regular expression: Enter begins",
  matchCase: "Match case",
  wholeWord: "Match whole words",
  expression: "Regular expression",
  search: "Search",
  stop: "Stop",
  clear: "Clear the text",
  recent: "Recent searches",
  forgetRecent: "Forget these",
  wrongExpression: "This is no regular expression that can be searched for.",

  labelled: (what: string, shown: string): string => `${what}: ${shown}`,
  level: "Level",
  allLevels: "All levels",
  levelsShown: (levels: readonly string[]): string =>
    levels.length === 0 ? "All levels" : levels.length < 3 ? levels.join(", ") : `${levels.length} levels`,
  noLevel: "no level",
  range: "Time",
  ranges: {
    all: "Any time",
    minutes15: "Last 15 minutes",
    hour: "Last hour",
    day: "Last 24 hours",
    week: "Last 7 days",
    between: "Between…",
  },
  from: "From",
  to: "To",
  scope: "Where",
  everywhere: "All containers",
  scopeShown: (names: readonly string[]): string =>
    names.length === 1 ? (names[0] ?? "") : `${number(names.length)} chosen`,
  scopeTitle: "Search in",
  scopeFilter: "Find a host, stack or container",
  scopeAll: "All containers of all hosts",
  scopeDone: "Done",
  scopeNone: "No host, stack or container has that in its name.",
  scopeMore: (more: number): string => `${number(more)} more: type a part of the name.`,
  hostKind: "host",
  stackKind: (host: string): string => `stack on ${host}`,
  containerKind: (host: string): string => `on ${host}`,

  grouped: "By container",
  inTime: "In time order",
  order: "Order of the hits",

  resultsLabel: "Hits",
  hits: (hits: number): string => count(hits, "hit"),
  onHost: (name: string, host: string): string => `${name} on ${host}`,
  longer: "…",
  stderr: "stderr",

  progress: "How far the search is",
  progressText: (done: number, total: number, read: number): string =>
    `${number(done)} of ${count(total, "container")}, ${bytes(read)} read`,
  status: (hits: number, containers: number): string => `${count(hits, "hit")} in ${count(containers, "container")}`,
  searched: (containers: number, read: number): string => `${count(containers, "container")} searched, ${bytes(read)}`,
  stopped: "Stopped",
  finished: "Finished",
  localTime: "Local time",

  cutHitsTitle: (hits: number): string => `Only the first ${number(hits)} hits are shown`,
  cutHitsSentence: "There are more. Ask for more words, a level, a time or fewer containers.",
  cutContainers: (containers: number): string =>
    `${count(containers, "container")} had more hits than are kept of one container.`,
  cutBytesTitle: (containers: number): string =>
    `${count(containers, "log")} ${containers === 1 ? "was" : "were"} not read to the end`,
  cutBytesSentence: "The newest lines were searched, up to the limit for one search.",
  further: "Search further",
  refusedTitle: (containers: number): string => `${count(containers, "log")} can’t be read`,
  awayTitle: (hosts: number): string => `${count(hosts, "host")} ${hosts === 1 ? "does" : "do"} not answer`,
  awaySentence: (names: string): string => `Not searched: ${names}.`,
  more: (more: number): string => `${number(more)} more`,
  longLines: (lines: number): string => `${count(lines, "line")} so long that only the beginning was searched`,

  idleTitle: "Search what your containers have written",
  idleSentence:
    "All hosts, all containers, stopped ones too: as far back as their engines keep the logs. Nothing is installed there.",
  nothingTitle: "Nothing found",
  nothingSentence: (containers: number, read: number): string =>
    `${count(containers, "container")} searched, ${bytes(read)} read.`,
  noContainersTitle: "There is nothing to search",
  noContainersSentence: "No container is in what was chosen.",
  searchingTitle: "Searching",
  searchingSentence: "Hits appear here as they come.",
  loading: "Getting ready to search",
  waitsFor: "Quayside waits for its hosts.",
} as const;
