import type { DeathCause } from "@quayside/core/model/death.ts";
import type { EventKind, EventLevel } from "@quayside/core/model/event.ts";
import { count, number } from "../text/count.ts";
import { duration } from "../text/duration.ts";
import type { RangeChoice } from "./events-form.ts";

const kinds: Readonly<Record<EventKind, string>> = {
  ...{ engine: "Engines", host: "Hosts", action: "Actions", gap: "Gaps", store: "Quayside’s files" },
  finding: "Findings",
};
const levels: Readonly<Record<EventLevel, string>> = { error: "Errors", warning: "Warnings", info: "Other" };
const ranges: Readonly<Record<RangeChoice, string>> = {
  ...{ all: "Any time", hour: "Last hour", day: "Last 24 h", week: "Last 7 days", fortnight: "Last 14 days" },
};
const causes: Readonly<Record<DeathCause, string>> = {
  ...{ oom: "oom", killed: "by a person", clean: "clean", crash: "crash", dependency: "dependency" },
};
const done: Readonly<Record<string, string>> = {
  ...{ start: "Started", stop: "Stopped", restart: "Restarted", pause: "Paused", unpause: "Resumed" },
  ...{ kill: "Killed", remove: "Removed", rename: "Renamed", create: "Created", pull: "Pulled" },
  ...{ exec: "Terminal opened", attach: "Attached", "read-files": "Files read" },
};
const attempts: Readonly<Record<string, string>> = {
  ...{ unpause: "Resume", exec: "Terminal", "read-files": "Reading files" },
};
const happened: Readonly<Record<string, string>> = {
  ...{
    die: "ended",
    start: "started",
    restart: "restarted",
    create: "created",
    destroy: "removed",
    oom: "out of memory",
  },
  ...{ kill: "sent a signal", stop: "stopped", pause: "paused", unpause: "resumed", connect: "connected" },
  ...{ disconnect: "disconnected" },
};

export const strings = {
  title: "Events",
  sum: (shown: number, more: boolean): string => (more ? `the newest ${number(shown)}` : count(shown, "event")),
  search: "Search in events",
  clear: "Clear search",
  host: "Host",
  allHosts: "All hosts",
  kind: "Kind",
  allKinds: "All kinds",
  kinds,
  level: "Level",
  allLevels: "All levels",
  levels,
  range: "Time",
  ranges,
  labelled: (what: string, shown: string): string => `${what}: ${shown}`,
  several: (names: readonly string[]): string => names.join(", "),
  export: "Export…",
  exportJson: "Export as JSON…",
  exportCsv: "Export as CSV…",
  exportCut: (events: number): string => `Only the newest ${number(events)} events were exported.`,
  exportName: "quayside-events",
  copied: "The event is copied as JSON.",
  clearFilters: "Show all events",

  list: "Events, newest first",
  today: (day: string): string => `Today, ${day}`,
  yesterday: (day: string): string => `Yesterday, ${day}`,
  noHost: "This computer",
  goneHost: "a removed host",
  gap: "gap",
  failed: "failed",
  stoppedShort: "not done",
  exit: (code: number): string => `exit ${code}`,
  causes,
  done,
  attempts,
  by: (actor: string): string => ` from ${actor}`,
  notDone: (what: string, by: string): string => `${what}${by} was not done`,
  burst: (counts: readonly (readonly [type: string, times: number])[], span: number): string => {
    const parts = counts.slice(0, 3).map(([type, times]) => `${happened[type] ?? type} ${count(times, "time")}`);
    const text = `${parts.join(", ")} in ${duration(span)}`;
    return text.charAt(0).toUpperCase() + text.slice(1);
  },
  repeated: (times: number, tag: string): string => `${number(times)} × ${tag}`,
  times: (times: number): string => `${number(times)} events`,

  time: "Time",
  message: "Event",
  command: "Command",
  exitCode: "Exit code",
  took: "Duration",
  cause: "Cause",
  actor: "From",
  error: "Error",
  span: "Span",
  replayed: "Told later",
  replayedSentence: "The engine told it after the connection was there again; the time is its own.",
  causeSentences: {
    oom: "It ran out of memory.",
    killed: "A person, or a program for them, ended it.",
    clean: "It ended by itself, with its work done.",
    crash: "It ended by itself, with an error.",
    dependency: "What it depends on had ended shortly before.",
  } satisfies Readonly<Record<DeathCause, string>>,
  logsAt: (time: string): string => `Logs at ${time}`,
  openContainer: "Open container",
  copyJson: "Copy as JSON",
  containerGone: "This container is gone, and its logs with it.",
  hostAway: "Its host does not answer now.",

  older: "Show older events",
  olderReading: "Reading older events…",
  emptyTitle: "Nothing has happened yet",
  emptySentence: "What happens on your hosts, and what you do there, is kept here from now on.",
  nothingTitle: "No event is like that",
  nothingSentence: "Nothing that was recorded fits what you asked for.",
  loading: "Reading the events",
  waitsFor: "Quayside reads its event log.",
  live: "Live",
  lost: "What happens now is not shown: the connection to Quayside is over.",
} as const;
