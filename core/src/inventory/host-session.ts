import { isHelper, isOfHelper } from "../engine/volume-helper-body.ts";
import type { LiveEngine } from "../hosts/host-link.ts";
import { delay } from "../lifetime/abort.ts";
import { oneAtATime } from "../lifetime/one-at-a-time.ts";
import type { Container } from "../model/container.ts";
import type { EngineEvent } from "../model/engine-event.ts";
import { effectOf, eventKey } from "./container-events.ts";
import { LookUps } from "./look-ups.ts";

/** So many of the last events are remembered, to know one that is told again. */
const REMEMBERED = 512;
/** Podman sends nothing, not even the head of its answer, before the first event. */
const OPENING = 300;
/** What an event announces is there after so many milliseconds. */
const LATE = 300;

export interface Replay {
  readonly events: readonly EngineEvent[];
  /** These are as many as the engine tells: there may have been more before. */
  readonly cut: boolean;
}

type Labels = Readonly<Record<string, string>>;

export interface SessionSink {
  /** A container that is as if it were not there: the one in which Quayside itself runs, and those that it made for itself. */
  readonly isOwn: (id: string, labels: Labels) => boolean;
  /** The picture of this host as it was listed. `untouched` says of an id that no event came for it meanwhile. */
  readonly listed: (containers: readonly Container[], untouched: (id: string) => boolean) => void;
  readonly found: (container: Container) => void;
  readonly gone: (id: string) => void;
  readonly event: (event: EngineEvent, replayed: boolean) => void;
  /**
   * All that the engine still knew up to `until` was told: the replayed events, those from `since` on. Without a
   * `since` nothing was seen before. Nanoseconds.
   */
  readonly caughtUp: (until: string, since: string | undefined, replay: Replay) => void;
}

/**
 * One connection's worth of inventory: the stream of events first, then one list, then what is known of the time away.
 * Events that come while the list is under way win over it.
 */
export class HostSession {
  readonly #live: LiveEngine;
  readonly #sink: SessionSink;
  readonly #lookUps: LookUps;
  readonly #seen = new Set<string>();
  /** Ids of which an event came since the present list was asked for. */
  #touched = new Set<string>();
  readonly #list = oneAtATime(() => this.#listNow());

  constructor(live: LiveEngine, sink: SessionSink) {
    this.#live = live;
    this.#sink = sink;
    this.#lookUps = new LookUps((id) => live.engine.queries.inspectContainer(id, live.signal), {
      found: sink.found,
      gone: sink.gone,
      // What can't be looked up singly (one that is being removed, say) is mended by a list.
      failed: () => void this.#list().catch((error: unknown) => live.lost(error)),
    });
  }

  /** Ends with the connection. `lastSeen` gives the last event that was seen before, as nanoseconds. */
  async run(lastSeen: () => Promise<string | undefined>): Promise<void> {
    const { engine, signal, lost, identified } = this.#live;
    try {
      let opened: () => void = () => {};
      const opening = new Promise<void>((resolve) => {
        opened = resolve;
      });
      let open = false;
      const following = this.#follow(() => {
        open = true;
        opened();
      });
      following.catch(lost);
      await Promise.race([opening, following, delay(OPENING, signal)]);
      const inTime = open;
      await this.#list();
      if (!inTime) void opening.then(() => this.#list()).catch(lost);

      // Not beside the list, which everybody waits for: an engine with 500 containers is busy with both.
      const identity = await engine.queries.identity(signal);
      identified(identity);
      const since = await lastSeen();
      const until = nanoseconds(identity.systemTime);
      if (until !== undefined) this.#sink.caughtUp(until, since, await this.#replay(since, until));
    } catch (error) {
      lost(error);
    }
  }

  async #follow(opened: () => void): Promise<void> {
    const { engine, signal } = this.#live;
    for await (const event of engine.queries.events({}, signal, opened)) this.#take(event, false);
  }

  async #listNow(): Promise<void> {
    const { engine, signal } = this.#live;
    this.#touched = new Set();
    const containers = await engine.queries.listContainers(signal);
    const others = containers.filter((one) => !this.#sink.isOwn(one.id, one.labels) && !isHelper(one));
    this.#sink.listed(others, (id) => !this.#touched.has(id));
  }

  async #replay(since: string | undefined, until: string): Promise<Replay> {
    const { engine, signal } = this.#live;
    // An engine whose clock was set back refuses a span that ends before it begins.
    if (since === undefined || since > until) return { events: [], cut: false };
    const events: EngineEvent[] = [];
    for await (const event of engine.queries.events({ since, until }, signal)) events.push(event);
    // Those that the stream told already; the replay itself may be longer than what is remembered.
    const told = new Set(this.#seen);
    for (const event of events) if (!told.has(eventKey(event))) this.#take(event, true);
    return { events, cut: events.length >= engine.queries.habits.replayLimit };
  }

  #take(event: EngineEvent, replayed: boolean): void {
    // Its health checks alone would fill the event log.
    // An event tells a container's labels among its attributes.
    const { actorId, attributes } = event;
    if (this.#sink.isOwn(actorId, attributes) || this.#sink.isOwn(attributes.container ?? "", {})) return;
    if (isOfHelper(event)) {
      // One that only bears the label, and was started, was shown.
      if (event.action === "destroy") this.#sink.gone(actorId);
      return;
    }
    const key = eventKey(event);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    if (this.#seen.size > REMEMBERED) this.#seen.delete(this.#seen.values().next().value ?? "");
    this.#sink.event(event, replayed);
    // The list is newer than what is replayed.
    if (replayed) return;
    const effect = effectOf(event);
    if (effect.kind === "none") return;
    this.#touched.add(effect.id);
    if (effect.kind === "gone") {
      this.#lookUps.forget(effect.id);
      this.#sink.gone(effect.id);
    } else if (effect.kind === "late-look-up") {
      const { signal } = this.#live;
      delay(LATE, signal).then(
        () => this.#lookUps.ask(effect.id),
        () => {}, // the connection was lost meanwhile
      );
    } else {
      this.#lookUps.ask(effect.id);
    }
  }
}

/** RFC 3339, of the engine's own zone and up to nine digits of a second, as nanoseconds since 1970. */
function nanoseconds(time: string): string | undefined {
  const fraction = /\.(\d{1,9})/.exec(time)?.[1] ?? "";
  const seconds = Math.floor(Date.parse(time.replace(/\.\d+/, "")) / 1000);
  return Number.isNaN(seconds) ? undefined : `${seconds}${fraction.padEnd(9, "0")}`;
}
