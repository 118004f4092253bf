import { randomUUID } from "node:crypto";
import { effectOf, eventKey } from "../inventory/container-events.ts";
import type { EventGap, HostEvent } from "../inventory/inventory.ts";
import { type Disposable, Disposables } from "../lifetime/disposable.ts";
import type { Event } from "../lifetime/emitter.ts";
import type { EventQuery, QuaysideEvent } from "../model/event.ts";
import type { Host } from "../model/host.ts";
import { type Death, Deaths, lateDeath } from "./deaths.ts";
import { describeEngineEvent, isStep } from "./engine-event-words.ts";

export interface RecorderOptions {
  readonly append: (event: QuaysideEvent) => void;
  readonly query: (query: EventQuery, signal: AbortSignal) => Promise<readonly QuaysideEvent[]>;
  readonly host: (id: string) => Host | undefined;
  readonly onDidHostEvent: Event<HostEvent>;
  readonly onDidGap: Event<EventGap>;
  readonly onDidChangeHosts: Event<{ readonly changed: readonly Host[]; readonly removed: readonly string[] }>;
  readonly now: () => number;
}

interface JudgedEvent extends HostEvent {
  /** Of a die. */
  readonly death?: Death;
}

interface LateEvent {
  judged: JudgedEvent;
  /** While it may turn out to be something else. */
  timer: NodeJS.Timeout | undefined;
}

/** Milliseconds: an engine may tell that memory ran out, or of a stop, only after the end that it brought. */
const LATE = 500;

/** What becomes an event: what the engines tell, hosts that come and go, and the gaps between. */
export class Recorder implements Disposable {
  readonly #options: RecorderOptions;
  readonly #held = new Disposables();
  /** Told before the engine has said which one it is; its id is part of the event's. */
  readonly #waiting = new Map<string, JudgedEvent[]>();
  readonly #deaths = new Map<string, Deaths>();
  /**
   * By host, in their order, while an end among them may turn out to be another: what is on record says from when on the
   * engine is asked again, so nothing may come before what still waits.
   */
  readonly #late = new Map<string, LateEvent[]>();
  readonly #lastKind = new Map<string, Host["state"]["kind"]>();

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#held.add(options.onDidHostEvent((event) => this.#take(event)));
    this.#held.add(options.onDidGap((gap) => this.#takeGap(gap)));
    this.#held.add(
      options.onDidChangeHosts(({ changed, removed }) => {
        for (const host of changed) this.#takeHost(host);
        for (const id of removed) {
          this.#lastKind.delete(id);
          this.#deaths.delete(id);
        }
      }),
    );
  }

  /** `timeNano` of the last event of the host that is on record; nothing where there is none. */
  async lastRecorded(host: string, signal: AbortSignal): Promise<string | undefined> {
    const [last] = await this.#options.query({ host, kinds: ["engine"], limit: 1 }, signal);
    const time = last?.details?.timeNano;
    return typeof time === "string" ? time : undefined;
  }

  dispose(): void {
    this.#held.dispose();
    for (const [host, waiting] of this.#late) this.#settle(host, waiting);
  }

  #take(hostEvent: HostEvent): void {
    const { event } = hostEvent;
    // Health checks and look-ups make thousands of these and change nothing.
    if (event.type === "container" && (effectOf(event).kind === "none" || isStep(event))) return;
    const death = event.type === "container" ? this.#deathsOf(hostEvent.host).take(event) : undefined;
    const judged = death === undefined ? hostEvent : { ...hostEvent, death };
    this.#judgeAnew(hostEvent);
    const waiting = this.#late.get(judged.host) ?? [];
    const seemsFailed = death?.cause === "crash" || death?.cause === "dependency";
    if (!seemsFailed && waiting.length === 0) {
      this.#takeJudged(judged);
      return;
    }
    const entry: LateEvent = { judged, timer: undefined };
    if (seemsFailed) entry.timer = setTimeout(() => this.#settle(judged.host, [entry]), LATE);
    this.#late.set(judged.host, [...waiting, entry]);
  }

  /** By what is told after an end, of the end. */
  #judgeAnew({ host, event }: HostEvent): void {
    const death = lateDeath(event);
    const ends = this.#late.get(host)?.filter(({ timer, judged }) => timer && judged.event.actorId === event.actorId);
    const last = ends?.at(-1);
    if (death !== undefined && last !== undefined) this.#settle(host, [last], death);
  }

  /** Of these nothing more is waited for; what stands before the first that is still waited for goes on record. */
  #settle(host: string, entries: readonly LateEvent[], death?: Death): void {
    for (const entry of entries) {
      clearTimeout(entry.timer);
      entry.timer = undefined;
      if (death !== undefined) entry.judged = { ...entry.judged, death };
    }
    const waiting = this.#late.get(host) ?? [];
    const first = waiting.findIndex(({ timer }) => timer !== undefined);
    const ready = first === -1 ? waiting : waiting.slice(0, first);
    this.#late.set(host, waiting.slice(ready.length));
    for (const { judged } of ready) this.#takeJudged(judged);
  }

  #deathsOf(host: string): Deaths {
    const known = this.#deaths.get(host) ?? new Deaths();
    this.#deaths.set(host, known);
    return known;
  }

  #takeJudged(judged: JudgedEvent): void {
    const { host } = judged;
    const state = this.#options.host(host)?.state;
    const engine = state?.kind === "online" ? state.engine.id : "";
    if (engine === "") {
      this.#waiting.set(host, [...(this.#waiting.get(host) ?? []), judged]);
      return;
    }
    this.#record(judged, engine);
  }

  #record({ host, event, replayed, death }: JudgedEvent, engine: string): void {
    const { level, message, subject, exitCode, cause } = describeEngineEvent(event, death);
    this.#options.append({
      id: `${engine} ${eventKey(event)}`,
      time: Number(BigInt(event.timeNano) / 1_000_000n),
      host,
      kind: "engine",
      type: event.action,
      level,
      subject,
      message: `${message} on ${this.#name(host)}`,
      ...(exitCode === undefined ? {} : { exitCode }),
      ...(cause === undefined ? {} : { cause }),
      details: { timeNano: event.timeNano, ...(replayed ? { replayed: true } : {}) },
    });
  }

  #takeHost(host: Host): void {
    const { state } = host;
    if (state.kind === "online" && state.engine.id !== "") {
      for (const event of this.#waiting.get(host.id) ?? []) this.#record(event, state.engine.id);
      this.#waiting.delete(host.id);
    }
    const before = this.#lastKind.get(host.id);
    this.#lastKind.set(host.id, state.kind);
    if (before === state.kind || state.kind === "connecting") return;
    const subject = { type: "host", id: host.id, name: host.name } as const;
    const base = {
      id: randomUUID(),
      time: this.#options.now(),
      host: host.id,
      kind: "host",
      type: state.kind,
      subject,
    } as const;
    if (state.kind === "online") {
      const { product, version } = state.engine;
      this.#options.append({ ...base, level: "info", message: `${host.name} answers: ${product} ${version}` });
    } else if (state.kind === "unreachable") {
      this.#options.append({ ...base, level: "error", message: state.error.title, error: state.error.detail });
    } else if (before !== undefined) {
      this.#options.append({ ...base, level: "info", message: `${host.name} was disabled` });
    }
  }

  #takeGap({ host, from, to, reason, unexplained }: EventGap): void {
    const why =
      reason === "too-many"
        ? "more happened than the engine keeps (its last 256 events)"
        : `the engine does not know any more what happened to ${unexplained.length === 1 ? "a container" : `${unexplained.length} containers`}`;
    this.#options.append({
      id: randomUUID(),
      time: to,
      host,
      kind: "gap",
      type: reason,
      level: "warning",
      subject: { type: "host", id: host, name: this.#name(host) },
      message: `What happened on ${this.#name(host)} in this span is not known in full: ${why}`,
      details: { from, to },
    });
  }

  #name(host: string): string {
    return this.#options.host(host)?.name ?? host;
  }
}
