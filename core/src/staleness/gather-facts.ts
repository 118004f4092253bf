import type { EngineQueries } from "../engine/engine-queries.ts";
import { HostUnreachable } from "../errors/errors.ts";
import type { Container } from "../model/container.ts";
import type { EventQuery, QuaysideEvent } from "../model/event.ts";
import type { HostResources } from "../model/resource.ts";
import type { ContainerFacts, HostFacts } from "./facts.ts";
import { History } from "./history.ts";
import { Inspections } from "./inspections.ts";
import { RestartMarks } from "./restart-marks.ts";

export interface FactSources {
  /** Throws HostUnreachable where the host doesn't answer. */
  readonly queries: (host: string) => EngineQueries;
  readonly isListed: (host: string) => boolean;
  readonly containersOf: (host: string) => readonly Container[];
  readonly resources: (host: string) => HostResources | undefined;
  readonly refreshResources: (host: string, signal: AbortSignal) => Promise<void>;
  readonly events: (query: EventQuery, signal: AbortSignal) => Promise<readonly QuaysideEvent[]>;
  /** What ages are counted to; epoch milliseconds. */
  readonly now: () => number;
  /** This machine's clock itself, to which the host's is compared. */
  readonly clock: () => number;
}

/** Milliseconds: clocks that are no further apart count as one. */
const SAME_CLOCK = 10_000;
/** As far back as pauses and uses are looked for. */
const EVENTS = 10_000;

/** Gathers what is known of one host, and asks it for what is lacking. */
export class FactGatherer {
  readonly inspections = new Inspections();
  readonly history = new History();
  readonly restarts = new RestartMarks();
  readonly #host: string;
  readonly #sources: FactSources;
  #clockAhead: number | undefined;
  /** Seen by the last whole scan in a state that passes by itself. */
  #suspects = new Set<string>();

  constructor(host: string, sources: FactSources) {
    this.#host = host;
    this.#sources = sources;
  }

  /** `whole`: the clock and the lists anew. Rejects with HostUnreachable, EngineError, StoreUnusable, Cancelled. */
  async gather(whole: boolean, signal: AbortSignal): Promise<HostFacts> {
    const { queries, isListed, containersOf, resources, refreshResources, events, now } = this.#sources;
    const host = this.#host;
    const engine = queries(host);
    if (!isListed(host)) throw new HostUnreachable("other", host, "Its containers have not been listed yet.");
    if (whole || this.#clockAhead === undefined) this.#clockAhead = await this.#aheadBy(engine, signal);
    if (whole || resources(host) === undefined) await refreshResources(host, signal);
    await this.history.read(() => events({ host, kinds: ["engine"], limit: EVENTS }, signal));
    const containers = containersOf(host);
    this.inspections.keepOnly(new Set(containers.map(({ id }) => id)));
    // What goes on failing has other details by now, and no event says so.
    if (whole) for (const { id, state } of containers) if (isFailing(state)) this.inspections.forget(id);
    const inspect = (id: string, abort: AbortSignal) => engine.inspection(id, false, abort);
    await this.inspections.fill(containers.filter(needsDetails), inspect, signal);
    const { images = [], volumes = [], networks = [] } = resources(host) ?? {};
    const clockAhead = this.#clockAhead;
    const facts: HostFacts = {
      ...{ host, clockAhead, now: now() + clockAhead, images, volumes, networks },
      containers: containers.map((container) => this.#container(container, clockAhead)),
      goneImages: new Set(),
      taggedAt: new Map(),
      lastUse: new Map(),
    };
    if (whole) this.#suspects = new Set(containers.filter((each) => this.#isSuspect(each)).map(({ id }) => id));
    return facts;
  }

  #container(container: Container, clockAhead: number): ContainerFacts {
    const { id } = container;
    const details = this.inspections.get(id);
    const pausedAt = this.history.pausedAt(id);
    const stuck = this.#suspects.has(id) && this.#isSuspect(container);
    return {
      container,
      ...(typeof details === "object" ? { details } : {}),
      ...(pausedAt === undefined ? {} : { pausedAt }),
      ...(stuck ? { stuck: details === "gone" ? "ghost" : "removing" } : {}),
      restarts: this.restarts.of(id).map(({ at, count }) => ({ at: at + clockAhead, count })),
    };
  }

  #isSuspect({ id, state }: Container): boolean {
    return state === "removing" || this.inspections.get(id) === "gone";
  }

  async #aheadBy(engine: EngineQueries, signal: AbortSignal): Promise<number> {
    const { time, roundTrip } = await engine.identity(signal);
    if (time === undefined) return 0;
    const ahead = Math.round(time - (this.#sources.clock() - roundTrip / 2));
    return Math.abs(ahead) <= SAME_CLOCK ? 0 : ahead;
  }
}

function isFailing(state: Container["state"]): boolean {
  return state !== "exited" && state !== "created";
}

/** Those of which the list doesn't tell enough. */
function needsDetails({ state, health, image, imageId }: Container): boolean {
  return !["running", "paused"].includes(state) || health === "unhealthy" || image === imageId;
}
