import type { ContainerAction } from "@quayside/core/model/action.ts";
import type { AccessLevel } from "@quayside/core/model/host.ts";
import type { HomeView } from "../app/home-views.ts";
import { count, listed, number } from "../text/count.ts";
import { milliseconds } from "../text/milliseconds.ts";
import type { Column, Command, Facet, Look } from "./vocabulary.ts";

/** All words of this panel. A comma at the start of one is that of a list: the view leaves both out when it is narrow. */
export const strings = {
  title: "Containers",
  summary: (containers: number, hosts: number, unreachable: number): string => {
    const asked = `${number(containers)} on ${count(hosts, "host")}`;
    return unreachable === 0 ? asked : `${asked}, ${count(unreachable, "host")} unreachable`;
  },
  runningTag: (value: number): string => `${number(value)} running`,
  lookTag: (value: number): string => (value === 1 ? "1 needs a look" : `${number(value)} need a look`),
  onlyThese: "Show only these",
  addHost: "Add a host",
  filterLabel: "Filter containers",
  filterPlaceholder: "Filter by name, image, port or label",
  filters: "Filters",
  clearText: "Clear the text",
  host: "Host",
  state: "State",
  groupBy: "Group by",
  grouping: { host: "Host, stack", stack: "Stack", none: "None" },
  columns: {
    name: "Name",
    status: "Status",
    cpu: "CPU",
    memory: "Memory",
    ports: "Ports",
    image: "Image",
  } satisfies Record<Column, string>,
  usageNotKnown: "Not known",
  memoryOf: (used: string, limit: string): string => `${used} of ${limit}`,
  selectAll: "Select all",
  selectOne: (name: string): string => `Select ${name}`,
  facets: {
    running: "Running",
    look: "Needs a look",
    unhealthy: "Unhealthy",
    paused: "Paused",
    restarting: "Restarting",
    created: "Created",
    exited: "Exited",
    failed: "Failed",
  } satisfies Record<Facet, string>,
  looks: {
    running: "Running",
    checking: "Running, health not known yet",
    unhealthy: "Unhealthy",
    paused: "Paused",
    restarting: "Restarting",
    removing: "Being removed",
    created: "Created",
    exited: "Exited",
    failed: "Failed",
    unknown: "State not known",
  } satisfies Record<Look, string>,
  unreachable: "Unreachable",
  stale: "Last known state",

  running: "Running",
  up: (span: string): string => `Up ${span}`,
  upDetail: (span: string): string => `, up ${span}`,
  spanDetail: (span: string): string => `, ${span}`,
  ago: (span: string): string => `, ${span} ago`,
  justNow: ", just now",
  healthy: ", healthy",
  checking: ", health not known yet",
  unhealthy: "Unhealthy",
  paused: "Paused",
  restarting: "Restarting",
  restarts: (times: number): string => `, ${number(times)}×`,
  removing: "Being removed",
  created: "Created",
  exited: (code: number | undefined): string => (code === undefined ? "Exited" : `Exited ${code}`),
  outOfMemory: "Out of memory",
  dead: "Dead",
  unknownState: "State not known",
  asOf: (words: string, time: string): string => `${words}, as of ${time}`,

  runningOf: (running: number, total: number): string => `${number(running)} of ${number(total)} running`,
  noStack: "No stack",
  connecting: "connecting…",
  disabled: "disabled",
  notVerified: "not verified",
  notVerifiedWhy: "Its certificate is not looked at: somebody else could answer in its place.",
  latency: milliseconds,
  lastSeen: (time: string): string => `last seen ${time}`,
  access: {
    view: "Look only: nothing can be changed from here",
    operate: "Start, stop, terminals, files",
    admin: "Everything, removing included",
  } satisfies Record<AccessLevel, string>,
  /** Undefined: it waits for a person. */
  nextTry: (seconds: number | undefined): string => {
    if (seconds === undefined) return "Waits until you try again.";
    return seconds === 0 ? "Trying now." : `Next try in ${seconds} s.`;
  },
  knownAsOf: (containers: number, time: string): string => `${count(containers, "container")} as of ${time}.`,
  tryNow: "Try now",
  showKnown: "Show last known",
  hideKnown: "Hide last known",
  noContainersHere: "No containers on this host.",
  loadingHost: (host: string): string => `Reading the containers of ${host}`,
  openPort: (port: number): string => `Open port ${port}`,
  moreActions: "More actions",
  actionsFor: (name: string): string => `Actions for ${name}`,

  logsTogether: "Logs of all of these, in one view",
  logsOf: (name: string): string => `Logs of ${name}`,

  commands: {
    open: "Open",
    logs: "Logs",
    terminal: "Open a terminal",
    files: "Files",
    port: "Open in the browser",
    start: "Start",
    restart: "Restart",
    stop: "Stop",
    pause: "Pause",
    unpause: "Resume",
    inspect: "Inspect",
    copyName: "Copy name",
    copyId: "Copy id",
    rename: "Rename…",
    kill: "Kill…",
    remove: "Remove…",
  } satisfies Record<Command, string>,
  homeViews: {
    details: (home: string): string => `Open in ${home}`,
    stats: (home: string): string => `Stats in ${home}`,
  } satisfies Record<HomeView, (home: string) => string>,
  copy: "Copy",
  openPortCommand: (port: number): string => `Open port ${port} in the browser`,
  pending: {
    start: "Starting…",
    stop: "Stopping…",
    restart: "Restarting…",
    pause: "Pausing…",
    unpause: "Resuming…",
    kill: "Killing…",
    rename: "Renaming…",
    remove: "Removing…",
  } satisfies Record<ContainerAction, string>,
  failed: {
    start: "started",
    stop: "stopped",
    restart: "restarted",
    pause: "paused",
    unpause: "resumed",
    kill: "killed",
    rename: "renamed",
    remove: "removed",
  } satisfies Record<ContainerAction, string>,
  reason: {
    runs: "It runs.",
    notRunning: "It does not run.",
    pausedAlready: "It is paused.",
    isPaused: "It is paused: resume it first.",
    notPaused: "It is not paused.",
    noPort: "It publishes no port.",
    gone: "It is not there any more.",
    hostAway: (host: string): string => `${host} does not answer.`,
    access: (host: string, access: AccessLevel): string =>
      access === "view" ? `On ${host} only looking is allowed.` : `On ${host} nothing may be removed or renamed.`,
    pending: (doing: string): string => doing,
    noneOfThem: "Not possible for any of them.",
  },

  newName: (name: string): string => `New name of ${name}`,

  selected: (value: number): string => `${number(value)} selected`,
  selectedOn: (hosts: readonly string[]): string => `on ${listed(hosts)}`,
  selectionActions: "Actions for the selection",
  clear: "Clear",
  partOf: (label: string, part: number): string => `${label} ${number(part)}`,

  notice: (failures: number, total: number, action: ContainerAction): string =>
    total === 1
      ? `Not ${strings.failed[action]}`
      : `${number(failures)} of ${number(total)} not ${strings.failed[action]}`,
  onHost: (name: string, host: string): string => `${name} on ${host}`,
  moreFailures: (value: number): string => `and ${count(value, "more", "more")}`,
  commandFailed: (command: string): string => `${command} did not work`,

  /** What came of it, in one sentence. */
  done: (total: number, action: ContainerAction, name: string, host: string): string => {
    const did = strings.failed[action];
    return total === 1 ? `${strings.onHost(name, host)} was ${did}.` : `${count(total, "container")} were ${did}.`;
  },
  notDone: (notice: string, subject: string, why: string): string => `${notice}: ${subject}. ${why}.`,
  copied: { copyName: "The name was copied.", copyId: "The id was copied." },

  withVolumes: "Remove anonymous volumes too",

  emptyTitle: "Add your first Docker host",
  emptySentence: "Quayside shows the containers of all your hosts at once and installs nothing on them.",
  noContainersTitle: "No containers yet",
  noContainersSentence: (hosts: number): string =>
    hosts === 1
      ? "The host has none. What is started there appears here by itself."
      : `None of ${number(hosts)} hosts has one. What is started there appears here by itself.`,
  noMatchTitle: "Nothing matches",
  noMatchText: (text: string, hosts: number): string => `“${text}” matches no container on ${count(hosts, "host")}.`,
  noMatchFilter: (hosts: number): string => `No container on ${count(hosts, "host")} is like that.`,
  notAsked: (hosts: readonly string[]): string => ` ${listed(hosts)} ${hosts.length === 1 ? "was" : "were"} not asked.`,
  clearFilter: "Clear filter",
  outOfDate: "This is what was last known.",
  loading: "Reading the hosts",
  waitsFor: "No answer yet. Quayside waits for the list of hosts and their containers.",
} as const;
