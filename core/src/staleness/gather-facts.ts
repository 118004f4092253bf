import type { EngineQueries } from "../engine/engine-queries.ts";
import { HostUnreachable } from "../errors/errors.ts";
import type { Container } from "../model/container.ts";
import type { EventQuery, QuaysideEvent } from "../model/event.ts";
import type { HostResources } from "../model/resource.ts";
import type { ContainerFacts, HostFacts } from "./facts.ts";
import { History } from "./history.ts";
import { ImageLooks } from "./image-looks.ts";
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
  readonly #images = new ImageLooks();
  readonly #host: string;
  readonly #sources: FactSources;
  #clockAhead: number | undefined;
  /** Seen by the last whole scan in a state that passes by itself. */
  #suspects = new Set<string>();
  #hidden: readonly Container[] = [];

  constructor(host: string, sources: FactSources) {
    this.#host = host;
    this.#sources = sources;
  }

  /** `whole`: the clock and the lists anew. Rejects with HostUnreachable, EngineError, StoreUnusable, Cancelled. */
  async gather(whole: boolean, signal: AbortSignal): Promise<HostFacts> {
    const { queries, isListed, containersOf, events, now } = this.#sources;
    const host = this.#host;
    const engine = queries(host);
    if (!isListed(host)) throw new HostUnreachable("other", host, "Its containers have not been listed yet.");
    if (whole || this.#clockAhead === undefined) this.#clockAhead = await this.#aheadBy(engine, signal);
    const { images, volumes, networks } = await this.#resources(whole, signal);
    await this.history.read(() => events({ host, kinds: ["engine"], limit: EVENTS }, signal));
    if (whole) await this.#lookAnew(engine, signal);
    await this.inspections.fill(
      containersOf(host).filter(needsDetails),
      (id, abort) => engine.inspection(id, false, abort),
      signal,
    );
    const look = engine.resources.inspectImage.bind(engine.resources);
    const taggedAt = await this.#images.taggedAt(images, look, signal);
    const used = new Set(containersOf(host).map(({ imageId }) => imageId));
    const goneImages = await this.#images.gone(used, images, look, signal);
    // As they are after all the asking.
    const containers = containersOf(host);
    const shown = new Set(containers.map(({ id }) => id));
    this.#hidden = this.#hidden.filter(({ id }) => !shown.has(id));
    const clockAhead = this.#clockAhead;
    const facts: HostFacts = {
      ...{ host, clockAhead, now: now() + clockAhead, images, volumes, networks, goneImages, taggedAt },
      containers: containers.map((container) => this.#container(container, clockAhead)),
      hidden: this.#hidden,
      lastUse: this.#lastUse([...volumes, ...networks]),
    };
    this.inspections.keepOnly(shown);
    if (whole) this.#suspects = new Set(containers.filter((each) => this.#isSuspect(each)).map(({ id }) => id));
    return facts;
  }

  /** What may be another without an event that says so. */
  async #lookAnew(engine: EngineQueries, signal: AbortSignal): Promise<void> {
    const containers = this.#sources.containersOf(this.#host);
    for (const { id, state } of containers) if (state !== "exited" && state !== "created") this.inspections.forget(id);
    this.#images.forgetUnlisted();
    const shown = new Set(containers.map(({ id }) => id));
    this.#hidden = (await engine.listContainers(signal)).filter(({ id }) => !shown.has(id));
  }

  /** Rejects where one of its lists can't be had: what isn't listed is not gone. */
  async #resources(whole: boolean, signal: AbortSignal): Promise<HostResources> {
    const { resources, refreshResources } = this.#sources;
    const known = resources(this.#host);
    if (whole || known === undefined || Object.keys(known.errors).length > 0)
      await refreshResources(this.#host, signal);
    const listed = resources(this.#host);
    if (listed === undefined) throw new HostUnreachable("other", this.#host, "Its images have not been listed yet.");
    return listed;
  }

  #lastUse(resources: readonly { readonly id: string }[]): ReadonlyMap<string, number> {
    const uses = new Map<string, number>();
    for (const { id } of resources) {
      const last = this.history.lastUse(id);
      if (last !== undefined) uses.set(id, last);
    }
    return uses;
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

/** Those of which the list doesn't tell enough. */
function needsDetails({ state, health, image, imageId }: Container): boolean {
  return !["running", "paused"].includes(state) || health === "unhealthy" || image === imageId;
}
