import type { CertificateEnd, DiskSpace, Host, HostState, MachineFacts } from "@quayside/core/model/host.ts";
import { isRunning, lookOf } from "../containers/status.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { bytes } from "../text/bytes.ts";
import { clockTime, dayOf } from "../text/clock-time.ts";
import { duration, secondsLeft } from "../text/duration.ts";
import { milliseconds } from "../text/milliseconds.ts";
import { strings } from "./strings.ts";

const SECOND = 1000;
const DAY = 86_400_000;
/** A clock that differs by less is as good as the measurement. */
const CLOCK_TOLERANCE = 2 * SECOND;
/** Of the whole disk. */
const LITTLE_ROOM = 0.1;
const CERTIFICATE_WARNING = 30 * DAY;

/** A host's containers by how they stand. */
export interface ContainerCounts {
  readonly total: number;
  readonly running: number;
  readonly unhealthy: number;
  readonly restarting: number;
  readonly failed: number;
  readonly paused: number;
}

const none: ContainerCounts = { total: 0, running: 0, unhealthy: 0, restarting: 0, failed: 0, paused: 0 };

export function countsByHost(inventory: Inventory): ReadonlyMap<string, ContainerCounts> {
  const counts = new Map<string, ContainerCounts>();
  for (const container of inventory.containers.values()) {
    const { total, running, unhealthy, restarting, failed, paused } = counts.get(container.host) ?? none;
    const look = lookOf(container);
    const one = (is: boolean): number => (is ? 1 : 0);
    counts.set(container.host, {
      total: total + 1,
      running: running + one(isRunning(look)),
      unhealthy: unhealthy + one(look === "unhealthy"),
      restarting: restarting + one(look === "restarting"),
      failed: failed + one(look === "failed"),
      paused: paused + one(look === "paused"),
    });
  }
  return counts;
}

export interface FactPart {
  readonly text: string;
  readonly tone?: "bad" | "warn" | "muted";
}

/** One line of a host's card. */
export interface Fact {
  readonly label: string;
  /** Stand in one line, apart by commas. */
  readonly parts: readonly FactPart[];
  /** Sentences below it, each a line of its own. */
  readonly below?: readonly string[];
  /** A sentence, which is not cut. */
  readonly whole?: boolean;
}

const fact = (label: string, text: string, tone?: FactPart["tone"]): Fact => ({
  label,
  parts: [tone === undefined ? { text } : { text, tone }],
});

/** What is known of a host beside its own state. */
export interface Known {
  /** Undefined where its containers were not listed yet. */
  readonly counts: ContainerCounts | undefined;
  /** Undefined where nobody knows how much room its data have. */
  readonly disk: DiskSpace | undefined;
}

/** `now` in epoch milliseconds. */
export function factsOf(host: Host, known: Known, now: number): readonly Fact[] {
  const { facts } = strings;
  const { counts } = known;
  switch (host.state.kind) {
    case "online":
      return onlineFacts(host, host.state, known, now);
    case "unreachable": {
      const { error, since, nextTry } = host.state;
      return [
        {
          ...fact(facts.problem, error.title, "bad"),
          below: [error.sentence, error.hint].filter((text) => text !== ""),
        },
        fact(facts.since, clockTime(since, now)),
        fact(facts.nextTry, strings.nextTryIn(secondsLeft(nextTry, now))),
        fact(facts.lastSeen, counts === undefined ? strings.notSeen : strings.lastSeen(counts.total)),
      ];
    }
    case "connecting":
      return [{ ...fact(facts.state, strings.connecting, "muted"), whole: true }];
    case "disabled":
      return [{ ...fact(facts.state, strings.disabledWhy, "muted"), whole: true }];
  }
}

type Online = Extract<HostState, { kind: "online" }>;

function onlineFacts(
  { connection }: Host,
  { engine, latency, machine, certificate, via, through }: Online,
  { counts, disk }: Known,
  now: number,
): readonly Fact[] {
  const { facts } = strings;
  const way: FactPart[] = [{ text: milliseconds(latency) }];
  if (connection.kind === "tls" && connection.verify) way.push({ text: strings.verified });
  if (through !== undefined) way.push({ text: strings.through(through.join(", ")) });
  const { clockAhead = 0 } = machine ?? {};
  const ends = certificate === undefined ? undefined : certificateFact(certificate, now);
  return [
    fact(facts.engine, strings.engine(engine.product, engine.version, engine.apiVersion)),
    { label: facts.latency, parts: way },
    ...(connection.kind === "ssh" && via !== undefined ? [fact(facts.socket, via)] : []),
    { label: facts.containers, parts: containerParts(counts) },
    ...(machine === undefined ? [] : [{ label: facts.machine, parts: machineParts(machine, disk) }]),
    ...(Math.abs(clockAhead) > CLOCK_TOLERANCE ? [fact(facts.clock, clockWords(clockAhead), "warn")] : []),
    ...(ends === undefined ? [] : [ends]),
  ];
}

function machineParts({ cpus, memory, system }: MachineFacts, disk: DiskSpace | undefined): readonly FactPart[] {
  const room = (space: DiskSpace): FactPart => ({
    text: strings.freeSpace(bytes(space.free)),
    ...(space.free < space.total * LITTLE_ROOM ? { tone: "warn" } : {}),
  });
  return [
    { text: strings.cpus(cpus) },
    { text: bytes(memory) },
    ...(disk === undefined ? [] : [room(disk)]),
    ...(system === "" ? [] : [{ text: system }]),
  ];
}

function containerParts(counts: ContainerCounts | undefined): readonly FactPart[] {
  if (counts === undefined) return [{ text: strings.notListed, tone: "muted" }];
  const { running, total, unhealthy, restarting, failed, paused } = counts;
  const told = (value: number, words: (value: number) => string, tone: FactPart["tone"]): FactPart[] =>
    value === 0 ? [] : [{ text: words(value), ...(tone === undefined ? {} : { tone }) }];
  return [
    { text: strings.runningOf(running, total) },
    ...told(unhealthy, strings.unhealthy, "bad"),
    ...told(failed, strings.failed, "bad"),
    ...told(restarting, strings.restarting, "warn"),
    ...told(paused, strings.paused, "warn"),
  ];
}

function clockWords(ahead: number): string {
  const span = duration(Math.abs(ahead));
  return ahead > 0 ? strings.clockAhead(span) : strings.clockBehind(span);
}

function certificateFact({ whose, at }: CertificateEnd, now: number): Fact | undefined {
  const left = at - now;
  const { certificate } = strings.facts;
  if (left <= 0) return fact(certificate, strings.certificateEnded(whose, dayOf(at, now)), "bad");
  if (left > CERTIFICATE_WARNING) return undefined;
  const when = strings.inDays(Math.floor(left / DAY), dayOf(at, now));
  return fact(certificate, strings.certificateEnds(whose, when), "warn");
}

/** Milliseconds until something in the cards reads differently: a second while a next try is counted down. */
export function factsChangeIn(hosts: readonly Host[], now: number): number {
  let soonest = 3600 * SECOND;
  for (const { state } of hosts) {
    const left = state.kind === "unreachable" && state.nextTry !== undefined ? state.nextTry - now : 0;
    if (left > 0) soonest = Math.min(soonest, left % SECOND || SECOND);
  }
  return soonest;
}
