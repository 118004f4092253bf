import type { DeathCause } from "../model/death.ts";
import type { EngineEvent } from "../model/engine-event.ts";
import { signalName } from "./exit-code.ts";

export interface Death {
  readonly cause: DeathCause;
  /** What is known of it beyond the exit code, for people: text, which may hold names from strangers. */
  readonly why?: string;
}

/** Milliseconds by the engine's clock: a process whose child was taken for its memory ends this soon, if it does. */
const AFTER_OOM = 10_000;
/** And one that can't be without another container. */
const AFTER_DEPENDENCY = 10_000;
/** A process that is told to end may take so long. */
const AFTER_END = 300_000;
/** And one with a stop signal of its own. */
const AFTER_SIGNAL = 30_000;
/** Those that tell a process to end, unless it has another meaning for one. */
const ENDING = new Set([2, 3, 9, 15]);
/** Containers whose runs are remembered; the one of which nothing was heard longest goes first. */
const MOST = 10_000;
const MOST_ENDED = 100;

/** What an engine told of a container since it was started. */
interface Run {
  readonly oomAt?: number;
  readonly signal?: SentSignal;
}

interface SentSignal {
  readonly number: number;
  readonly at: number;
}

interface Ended {
  readonly at: number;
  readonly id: string;
  readonly name: string;
  readonly project: string;
  readonly service: string;
}

/**
 * Why containers of one engine end, judged by the events before: an engine tells of each signal that somebody sends
 * through it, and that memory ran out; a die alone has nothing but its exit code.
 */
export class Deaths {
  readonly #runs = new Map<string, Run>();
  #ended: readonly Ended[] = [];

  /** Takes every event of containers, in their order; gives why, for a die. */
  take(event: EngineEvent): Death | undefined {
    const { action, actorId, attributes } = event;
    switch (action) {
      case "start":
      case "destroy":
      case "remove":
        this.#runs.delete(actorId);
        return undefined;
      case "oom":
        this.#note(actorId, { oomAt: timeOf(event) });
        return undefined;
      // Podman tells of no signal, and of this before or after the end; Docker after it, and of the signal before.
      case "stop":
        this.#note(actorId, { signal: { number: SIGTERM, at: timeOf(event) } });
        return undefined;
      case "kill":
        this.#note(actorId, { signal: { number: Number(attributes.signal), at: timeOf(event) } });
        return undefined;
      case "die":
        return this.#judge(event);
      default:
        return undefined;
    }
  }

  #note(id: string, known: Run): void {
    const run = { ...this.#runs.get(id), ...known };
    this.#runs.delete(id);
    this.#runs.set(id, run);
    const [oldest] = this.#runs.keys();
    if (this.#runs.size > MOST && oldest !== undefined) this.#runs.delete(oldest);
  }

  #judge(event: EngineEvent): Death {
    const { actorId, attributes } = event;
    const at = timeOf(event);
    const run = this.#runs.get(actorId) ?? {};
    const before = this.#ended.filter((ended) => at - ended.at <= AFTER_DEPENDENCY && ended.id !== actorId);
    const needed = neededBy(attributes);
    const death = deathOf({
      exitCode: exitCodeOf(event),
      ...(run.oomAt === undefined ? {} : { sinceOom: at - run.oomAt }),
      ...(run.signal === undefined ? {} : { signal: run.signal.number, sinceSignal: at - run.signal.at }),
      ended: before.filter((ended) => needed(ended)).map((ended) => ({ name: ended.name, ago: at - ended.at })),
    });
    const { name = "" } = attributes;
    const place = { project: attributes[PROJECT] ?? "", service: attributes[SERVICE] ?? "" };
    // A job that others wait for ends well before they begin.
    const missed = death.cause === "clean" ? [] : [{ at, id: actorId, name, ...place }];
    this.#ended = [...before, ...missed].slice(-MOST_ENDED);
    return death;
  }
}

export interface DeathFacts {
  /** Absent where the engine didn't tell it. */
  readonly exitCode: number | undefined;
  /** Milliseconds since memory ran out in this run. */
  readonly sinceOom?: number;
  /** The last that somebody sent through the engine in this run, and how many milliseconds ago. */
  readonly signal?: number;
  readonly sinceSignal?: number;
  /** Containers that it can't be without, and how many milliseconds ago each ended. */
  readonly ended: readonly { readonly name: string; readonly ago: number }[];
}

const SIGTERM = 15;
/** The exit code of a process that gets it. */
const SIGKILLED = 137;

/** What an engine tells after an end, and what that makes of one that seemed to be a crash. */
export function lateDeath({ action }: EngineEvent): Death | undefined {
  if (action === "oom") return OUT_OF_MEMORY;
  return action === "stop" ? { cause: "killed", why: "it was stopped" } : undefined;
}

const OUT_OF_MEMORY: Death = { cause: "oom", why: "out of memory" };

/**
 * A process that is out of memory is killed by the kernel; one that was told to end by somebody ends by that, whatever
 * code it gives; with 0 it ended as it was meant to; and what is left has failed, by itself or for want of another.
 */
export function deathOf(facts: DeathFacts): Death {
  const { exitCode, sinceOom, signal, ended } = facts;
  if (sinceOom !== undefined && (exitCode === SIGKILLED || (exitCode !== 0 && sinceOom <= AFTER_OOM)))
    return OUT_OF_MEMORY;
  if (signal !== undefined && isEndedBy(signal, facts))
    return { cause: "killed", why: `it was sent ${signalName(signal)}` };
  if (exitCode === 0) return { cause: "clean" };
  const [dependency] = ended;
  if (dependency !== undefined)
    return {
      cause: "dependency",
      why: `it depends on ${dependency.name}, which ended ${Math.round(dependency.ago / 100) / 10} s before`,
    };
  return { cause: "crash" };
}

/** Others than those that end a process are sent to make it read its settings anew, and it may crash long after. */
function isEndedBy(signal: number, { exitCode, sinceSignal = 0 }: DeathFacts): boolean {
  if (exitCode === 128 + signal) return true;
  return ENDING.has(signal) ? sinceSignal <= AFTER_END : exitCode === 0 && sinceSignal <= AFTER_SIGNAL;
}

const PROJECT = "com.docker.compose.project";
const SERVICE = "com.docker.compose.service";
/** `db:service_healthy:false,cache:service_started:true`; an engine's events have a container's labels among the attributes. */
const DEPENDS_ON = "com.docker.compose.depends_on";

function neededBy(attributes: EngineEvent["attributes"]): (ended: Ended) => boolean {
  const project = attributes[PROJECT];
  const services = new Set((attributes[DEPENDS_ON] ?? "").split(",").map((each) => each.split(":")[0]));
  return (ended) => project !== undefined && ended.project === project && services.has(ended.service);
}

/** Podman has its own word for it. */
export function exitCodeOf({ attributes }: EngineEvent): number | undefined {
  const told = attributes.exitCode ?? attributes.containerExitCode ?? "";
  return /^-?\d+$/.test(told) ? Number(told) : undefined;
}

function timeOf({ timeNano }: EngineEvent): number {
  return Number(BigInt(timeNano) / 1_000_000n);
}
