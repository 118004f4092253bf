import type { IncomingMessage } from "node:http";
import { HostUnreachable, isError } from "../errors/errors.ts";
import type { Container, ContainerHealth } from "../model/container.ts";
import type { EngineEvent } from "../model/engine-event.ts";
import type { EngineInfo } from "../model/host.ts";
import type { PlaceOptions, PortPlace } from "../model/port-place.ts";
import type { ProcessTable } from "../model/process-table.ts";
import type { RunState } from "../model/run-state.ts";
import type { TerminalFacts } from "../model/terminal-facts.ts";
import { ArchiveQueries } from "./archive-queries.ts";
import { checkedId } from "./checked-id.ts";
import { containerFromInspect, containerFromList } from "./container-record.ts";
import type { EngineCalls } from "./engine-calls.ts";
import { type EngineIdentity, engineIdentity } from "./engine-identity.ts";
import { engineRequest } from "./engine-request.ts";
import { eventTime, lines, parseEvent } from "./events.ts";
import { type EngineHabits, habitsOf, type LogHabits } from "./habits.ts";
import { type ContainerInspection, inspectionFromJson } from "./inspection-record.ts";
import { array, number, object, text } from "./json.ts";
import { portPlaceFromInspect } from "./port-place-record.ts";
import { processesFromTop } from "./process-record.ts";
import { ResourceQueries } from "./resource-queries.ts";
import { runStateFromInspect } from "./run-state-record.ts";
import { parseStats, type StatsReading } from "./stats-record.ts";
import { terminalFactsFromInspect } from "./terminal-facts-record.ts";
import { helperLabel, isHelper } from "./volume-helper-body.ts";

export interface EventRange {
  /** From this engine time on (`timeNano`), itself included. The engine keeps the last 256 events. */
  readonly since?: string;
  /** Up to this engine time; left out, the stream goes on. */
  readonly until?: string;
}

export interface LogRequest {
  readonly follow: boolean;
  readonly tail?: number;
  /** Seconds since 1970 with nanoseconds behind a point: the API takes nothing else here. */
  readonly since?: string;
  readonly until?: string;
}

interface ListOptions {
  readonly all: true;
  readonly filters?: Readonly<Record<string, readonly string[]>>;
}

export interface QueriesOptions {
  readonly now: () => number;
  /** Connections to the engine are few and counted. */
  readonly fewConnections: boolean;
}

const LISTS = 30_000;
const LOOK_UPS = 10_000;
const SIZES = 120_000;
/** The longest that a timer can be set to: 24 days. */
const AS_LONG_AS_IT_RUNS = 2 ** 31 - 1;

/** Everything that only looks. Errors: HostUnreachable, NotFound, Conflict, EngineError, Cancelled. */
export class EngineQueries {
  readonly #host: string;
  readonly #calls: EngineCalls;
  readonly #now: () => number;
  readonly resources: ResourceQueries;
  readonly archive: ArchiveQueries;
  /** Connections to the engine are few and counted: what can do with fewer streams should. */
  readonly fewConnections: boolean;
  #habits: EngineHabits = habitsOf("");

  constructor(host: string, calls: EngineCalls, { now, fewConnections }: QueriesOptions) {
    this.resources = new ResourceQueries(host, calls);
    this.archive = new ArchiveQueries(calls, () => this.#habits);
    this.#host = host;
    this.#calls = calls;
    this.#now = now;
    this.fewConnections = fewConnections;
  }

  /** Those of Docker until `version` was asked. */
  get habits(): EngineHabits {
    return this.#habits;
  }

  get logHabits(): LogHabits {
    return this.#habits.logs;
  }

  /** Round trip in milliseconds. `deadline` in milliseconds. */
  async ping(deadline: number, signal: AbortSignal): Promise<number> {
    const start = performance.now();
    await this.#calls.call(deadline, signal, (docker, abortSignal) => docker.ping({ abortSignal }));
    return performance.now() - start;
  }

  /** Asked without an API version: the answer says which the engine speaks. The id stays empty until `identity`. */
  async version(deadline: number, signal: AbortSignal): Promise<EngineInfo & { readonly minApiVersion: string }> {
    const answer = this.#calls.call(deadline, signal, (docker, abortSignal) => docker.version({ abortSignal }));
    const json = object(
      await answer.catch((error: unknown) => {
        throw this.#isNoEngine(error) ? this.#notAnEngine((error as Error).message, error) : error;
      }),
    );
    const apiVersion = text(json.ApiVersion);
    if (!/^\d+\.\d+$/.test(apiVersion)) throw this.#notAnEngine("The answer has no API version.");
    const product = productName(text(object(array(json.Components)[0]).Name));
    this.#habits = habitsOf(product);
    return {
      id: "",
      product,
      version: text(json.Version),
      apiVersion,
      minApiVersion: text(json.MinAPIVersion),
      operatingSystem: text(json.Os),
      architecture: text(json.Arch),
    };
  }

  async identity(signal: AbortSignal): Promise<EngineIdentity> {
    const asked = performance.now();
    const info = await this.#calls.call(LISTS, signal, (docker, abortSignal) => docker.info({ abortSignal }));
    return engineIdentity(info, performance.now() - asked);
  }

  /** All containers, running or not. An entry without an id is left out: nothing could be done with it. */
  async listContainers(signal: AbortSignal): Promise<Container[]> {
    if (this.#habits.list.health) return await this.#list({ all: true }, signal);
    // Few containers have a check, and whether one is well is worth a question each.
    const withCheck = { all: true, filters: { health: ["starting", "healthy", "unhealthy"] } } as const;
    const [listed, checked] = await Promise.all([this.#list({ all: true }, signal), this.#list(withCheck, signal)]);
    const healths = new Map<string, ContainerHealth>();
    for (const { id, state } of checked) {
      const health = state === "running" ? await this.#health(id, signal) : undefined;
      if (health !== undefined) healths.set(id, health);
    }
    return listed.map((container) => {
      const health = container.state === "running" ? healths.get(container.id) : undefined;
      return health === undefined ? container : { ...container, health };
    });
  }

  /** Those that Quayside made for itself, of whatever window and machine. Not all engines heed a filter. */
  async listHelpers(signal: AbortSignal): Promise<Container[]> {
    const listed = await this.#list({ all: true, filters: { label: [helperLabel] } }, signal);
    return listed.filter(isHelper);
  }

  /** Those with this label, "name=value", running or not. */
  listLabelled(label: string, signal: AbortSignal): Promise<Container[]> {
    return this.#list({ all: true, filters: { label: [label] } }, signal);
  }

  async #list(options: ListOptions, signal: AbortSignal): Promise<Container[]> {
    const json = await this.#calls.call(LISTS, signal, (docker, abortSignal) =>
      docker.listContainers({ ...options, abortSignal }),
    );
    if (!Array.isArray(json)) {
      throw this.#notAnEngine("The answer is not a list of containers.");
    }
    const now = this.#now();
    return json.flatMap((entry: unknown) => containerFromList(this.#host, entry, now) ?? []);
  }

  /** Nothing for one that has been removed meanwhile. */
  async #health(id: string, signal: AbortSignal): Promise<ContainerHealth | undefined> {
    try {
      return (await this.inspectContainer(id, signal)).health;
    } catch (error) {
      if (isError(error, "NotFound")) return undefined;
      throw error;
    }
  }

  /** NotFound where there is none of that id or name. */
  async inspectContainer(id: string, signal: AbortSignal): Promise<Container> {
    const container = containerFromInspect(this.#host, await this.inspectContainerJson(id, signal), this.#habits);
    if (container === undefined) throw this.#notAnEngine("The answer is not a container.");
    return container;
  }

  /** The engine's own words, for people to read. */
  inspectContainerJson(id: string, signal: AbortSignal): Promise<unknown> {
    return this.#calls.call(LOOK_UPS, signal, (docker, abortSignal) =>
      docker.getContainer(checkedId(id)).inspect({ abortSignal }),
    );
  }

  /** All that its inspect tells. `size`: the engine walks through its files, which takes long. NotFound where there is none. */
  async inspection(id: string, size: boolean, signal: AbortSignal): Promise<ContainerInspection> {
    const json = await this.#calls.call(size ? SIZES : LOOK_UPS, signal, (docker, abortSignal) =>
      engineRequest(
        docker,
        { method: "GET", path: `/containers/${checkedId(id)}/json`, query: size ? { size: true } : {} },
        abortSignal,
      ),
    );
    const inspection = inspectionFromJson(json);
    if (inspection === undefined) throw this.#notAnEngine("The answer is not a container.");
    return inspection;
  }

  /** What runs in it. Conflict or EngineError where it doesn't run, NotFound where there is none. */
  async processes(id: string, signal: AbortSignal): Promise<ProcessTable> {
    const path = `/containers/${checkedId(id)}/top` as const;
    const ask = (arguments_: string | undefined) =>
      this.#calls.call(LOOK_UPS, signal, (docker, abortSignal) =>
        engineRequest(docker, { method: "GET", path, query: { ps_args: arguments_ } }, abortSignal),
      );
    const { processes } = this.#habits;
    const json = await ask(processes).catch((error: unknown) => {
      // A host's ps may not know these columns, as that of busybox; what it gives by itself is better than nothing.
      if (processes !== undefined && isError(error, "EngineError")) return ask(undefined);
      throw error;
    });
    const table = processesFromTop(json, this.#now());
    if (table === undefined) throw this.#notAnEngine("The answer is not a list of processes.");
    return table;
  }

  /** By which addresses a port of it can be reached at this moment. NotFound where there is none. */
  async portPlace(id: string, options: PlaceOptions, signal: AbortSignal): Promise<PortPlace> {
    return portPlaceFromInspect(await this.inspectContainerJson(id, signal), options);
  }

  /** What the reader of its logs must know of its present or last run. NotFound where there is none. */
  async runState(id: string, signal: AbortSignal): Promise<RunState> {
    const state = runStateFromInspect(await this.inspectContainerJson(id, signal));
    if (state === undefined) throw this.#notAnEngine("The answer is not a container.");
    return state;
  }

  /**
   * The engine's events, up to `until`; without one, until the engine ends the stream, which rejects, or the signal
   * aborts. `opened` is called when the engine has taken the request: what happens from then on is in the stream.
   */
  async *events(range: EventRange, signal: AbortSignal, opened: () => void = () => {}): AsyncGenerator<EngineEvent> {
    const { since, until } = range;
    const unstreamed = this.#habits.replayEnds === "unstreamed";
    const stream = await this.#calls.stream(signal, (docker, abortSignal) =>
      docker.getEvents({
        abortSignal,
        ...(since === undefined ? {} : { since: eventTime(since) }),
        ...(until === undefined ? {} : unstreamed ? { stream: false } : { until: eventTime(until) }),
      }),
    );
    opened();
    for await (const event of this.#calls.guarded(stream, signal, parsed(stream)))
      if (until === undefined || event.timeNano <= until) yield event;
    if (until === undefined) {
      throw new HostUnreachable("connection-lost", this.#calls.address, "The engine ended its stream of events.");
    }
  }

  /** Raw bytes: frames of 8 bytes head and content, or bare text where the container has a TTY. */
  async logs(id: string, request: LogRequest, signal: AbortSignal): Promise<IncomingMessage> {
    // Not dockerode's own call: without `follow` that one reads the bytes as JSON, and as text where they are none.
    const path = `/containers/${checkedId(id)}/logs?`;
    const options = { ...request, stdout: true, stderr: true, timestamps: true };
    const statusCodes = { 200: true, 404: "no such container", 500: "server error" };
    return this.#calls.stream(
      signal,
      (docker, abortSignal) =>
        new Promise((resolve, reject) => {
          docker.modem.dial(
            { path, method: "GET", isStream: true, statusCodes, options, abortSignal },
            (error, result) => (error ? reject(error) : resolve(result)),
          );
        }),
    );
  }

  /**
   * What a container uses, about once a second, until the engine ends it: over its end and its next start, with null
   * while it doesn't run. Resolves when the answer has begun.
   */
  async stats(id: string, signal: AbortSignal): Promise<AsyncIterable<StatsReading | null>> {
    const stream = await this.#calls.stream(signal, (docker, abortSignal) =>
      docker.getContainer(checkedId(id)).stats({ stream: true, abortSignal }),
    );
    return this.#calls.guarded(stream, signal, readings(stream));
  }

  /** NotFound where there is none. */
  async terminalFacts(id: string, signal: AbortSignal): Promise<TerminalFacts> {
    return terminalFactsFromInspect(await this.inspectContainerJson(id, signal));
  }

  /** The exit code of the run that a running container is in, when it is over. */
  async nextExitCode(id: string, signal: AbortSignal): Promise<number | undefined> {
    const request = { method: "POST", path: `/containers/${checkedId(id)}/wait` } as const;
    const json = await this.#calls.call(AS_LONG_AS_IT_RUNS, signal, (docker, abortSignal) =>
      engineRequest(docker, { ...request, query: { condition: "next-exit" } }, abortSignal),
    );
    return number(object(json).StatusCode);
  }

  execExitCode(id: string, signal: AbortSignal): Promise<number | undefined> {
    return this.#calls
      .call(LOOK_UPS, signal, (docker, abortSignal) => docker.getExec(checkedId(id)).inspect({ abortSignal }))
      .then((json) => {
        const code: unknown = object(json).ExitCode;
        return typeof code === "number" ? code : undefined;
      });
  }

  /** Every engine knows `/version`; what answers it with such a status is some other server. */
  #isNoEngine(error: unknown): boolean {
    if (isError(error, "NotFound")) return true;
    return isError(error, "EngineError") && error.status < 500 && error.status !== 401 && error.status !== 403;
  }

  #notAnEngine(message: string, cause?: unknown): HostUnreachable {
    return new HostUnreachable("not-an-engine", this.#calls.address, message, { cause });
  }
}

/** Docker calls its first component "Engine", podman "Podman Engine"; ours says that it is the demo. */
function productName(component: string): string {
  if (component.includes("Podman")) return "Podman";
  return component.includes("demo") ? "Quayside demo" : "Docker";
}

async function* parsed(stream: IncomingMessage): AsyncGenerator<EngineEvent> {
  for await (const line of lines(stream)) {
    const event = parseEvent(line);
    if (event !== undefined) yield event;
  }
}

async function* readings(stream: IncomingMessage): AsyncGenerator<StatsReading | null> {
  for await (const line of lines(stream)) {
    const reading = parseStats(line);
    if (reading !== undefined) yield reading;
  }
}
