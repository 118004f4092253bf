import { describeError } from "../errors/describe-error.ts";
import { isError, NotFound } from "../errors/errors.ts";
import { effectOf } from "../inventory/container-events.ts";
import type { HostEvent } from "../inventory/inventory.ts";
import { throwIfAborted } from "../lifetime/abort.ts";
import { type Disposable, Disposables } from "../lifetime/disposable.ts";
import { Emitter, type Event } from "../lifetime/emitter.ts";
import { latest } from "../lifetime/latest.ts";
import { Settled } from "../lifetime/settled.ts";
import type { QuaysideEvent } from "../model/event.ts";
import type { StalenessReport } from "../model/finding.ts";
import type { Host } from "../model/host.ts";
import type { InventoryChange } from "../model/inventory-change.ts";
import { FactGatherer, type FactSources } from "./gather-facts.ts";
import { HostScanner } from "./scanner.ts";
import { type Thresholds, usualThresholds } from "./thresholds.ts";
import { VerdictEvents } from "./verdict-events.ts";

export interface StalenessOptions extends FactSources {
  /** In their order. */
  readonly hosts: () => readonly Host[];
  readonly append: (event: QuaysideEvent) => void;
  readonly thresholds?: Partial<Thresholds>;
  readonly onDidChangeContainers: Event<InventoryChange>;
  readonly onDidChangeResources: Event<readonly string[]>;
  readonly onDidHostEvent: Event<HostEvent>;
  /** The host whose containers were listed just now. */
  readonly onDidList: Event<string>;
}

interface WatchedHost extends Disposable {
  readonly facts: FactGatherer;
  readonly scanner: HostScanner;
  /** Judges it anew, soon. */
  readonly soon: Settled;
}

/** Milliseconds. A stack that goes down makes changes in a row. */
const AFTER_CHANGES = { quiet: 200, longest: 1_000 };
/** Milliseconds: what only gets older is judged so often. */
const AGEING = 600_000;

/** What on each host is dead, and why. A host is followed from its first scan on. */
export class Staleness implements Disposable {
  readonly #options: StalenessOptions;
  readonly #hosts = new Map<string, WatchedHost>();
  readonly #held = new Disposables();
  readonly #onDidChange = this.#held.add(new Emitter<void>());
  readonly #closing = new AbortController();
  readonly #verdicts: VerdictEvents;
  /** All were asked for: those that come later too. */
  #all = false;

  readonly onDidChange = this.#onDidChange.event;

  constructor(options: StalenessOptions) {
    this.#options = options;
    this.#verdicts = new VerdictEvents({
      ...{ append: options.append, query: options.events, now: options.now },
      hostName: (id) => this.#name(id),
    });
    const ageing = setInterval(() => this.#ageAll(), AGEING);
    ageing.unref();
    this.#held.add({ dispose: () => clearInterval(ageing) });
    this.#held.add({ dispose: () => this.#closing.abort() });
    this.#held.add(options.onDidChangeContainers((change) => this.#takeChange(change)));
    this.#held.add(options.onDidChangeResources((ids) => this.#askFor(ids)));
    this.#held.add(options.onDidHostEvent((event) => this.#takeEvent(event)));
    this.#held.add(options.onDidList((id) => this.#takeList(id)));
  }

  /** Looks at these hosts now, at all unless told; those that can't be looked at keep their verdicts. Rejects with NotFound, StoreUnusable and Cancelled. */
  async scan(hosts: readonly string[] | undefined, signal: AbortSignal): Promise<StalenessReport> {
    throwIfAborted(signal);
    if (hosts === undefined) this.#all = true;
    const all = this.#options.hosts().map(({ id }) => id);
    const unknown = hosts?.find((id) => !all.includes(id));
    if (unknown !== undefined) throw new NotFound(`There is no host ${JSON.stringify(unknown)}.`);
    await Promise.all((hosts ?? all).map((id) => this.#watched(id).scanner.scan(true, signal)));
    this.#onDidChange.fire();
    return this.report();
  }

  /** As of the last scans. */
  report(): StalenessReport {
    const hosts = this.#options.hosts();
    return {
      findings: hosts.flatMap(({ id }) => this.#hosts.get(id)?.scanner.findings ?? []),
      scans: hosts.map(({ id }) => this.#hosts.get(id)?.scanner.state ?? { host: id, state: "never" }),
    };
  }

  /** The report, and again whenever it has changed; all hosts are scanned. Ends on abort. */
  async *watch(signal: AbortSignal): AsyncGenerator<StalenessReport> {
    this.#all = true;
    for (const { id } of this.#options.hosts()) this.#scanSoon(id);
    yield* latest(() => this.report(), this.#onDidChange.event, signal);
  }

  dispose(): void {
    this.#held.dispose();
    for (const host of this.#hosts.values()) host.dispose();
  }

  #watched(id: string): WatchedHost {
    const known = this.#hosts.get(id);
    if (known !== undefined) return known;
    const facts = new FactGatherer(id, this.#options);
    const scanner = new HostScanner(id, {
      ...{ facts, now: this.#options.now },
      thresholds: { ...usualThresholds, ...this.#options.thresholds },
      record: (findings, signal) => this.#verdicts.record(id, findings, signal),
      reasonOf: (error) => describeError(error, this.#name(id)).title,
    });
    const soon = new Settled(() => this.#judge(id, false), AFTER_CHANGES);
    const host: WatchedHost = { facts, scanner, soon, dispose: () => soon.dispose() };
    this.#hosts.set(id, host);
    return host;
  }

  #judge(id: string, whole: boolean): void {
    const host = this.#hosts.get(id);
    host?.scanner.scan(whole, this.#closing.signal).then(
      () => this.#onDidChange.fire(),
      (error: unknown) => {
        if (isError(error, "Cancelled")) return;
        host.scanner.freeze(describeError(error, this.#name(id)).title);
        this.#onDidChange.fire();
      },
    );
  }

  #scanSoon(id: string): void {
    this.#watched(id);
    this.#judge(id, true);
  }

  #askFor(ids: Iterable<string>): void {
    for (const id of ids) this.#hosts.get(id)?.soon.ask();
  }

  #ageAll(): void {
    this.#askFor(this.#hosts.keys());
  }

  #takeList(id: string): void {
    this.#hosts.get(id)?.facts.inspections.clear();
    if (this.#all || this.#hosts.has(id)) this.#scanSoon(id);
  }

  #takeEvent({ host, event }: HostEvent): void {
    const facts = this.#hosts.get(host)?.facts;
    if (facts === undefined) return;
    facts.history.take(event);
    if (event.type === "container" && effectOf(event).kind !== "none") facts.inspections.forget(event.actorId);
  }

  #takeChange({ hosts, removedHosts, containers, removedContainers }: InventoryChange): void {
    const now = this.#options.now();
    for (const container of containers) this.#hosts.get(container.host)?.facts.restarts.see(container, now);
    for (const { host, id } of removedContainers) this.#hosts.get(host)?.facts.restarts.forget(id);
    for (const id of removedHosts) {
      this.#hosts.get(id)?.dispose();
      this.#hosts.delete(id);
      this.#verdicts.forget(id);
    }
    // One that went away is judged too: that can't be done, and says why its verdicts are frozen.
    const away = hosts.filter(({ state }) => state.kind === "unreachable" || state.kind === "disabled");
    this.#askFor(
      new Set([...containers, ...removedContainers].map(({ host }) => host).concat(away.map(({ id }) => id))),
    );
    if (removedHosts.length > 0) this.#onDidChange.fire();
  }

  #name(id: string): string {
    return this.#options.hosts().find((host) => host.id === id)?.name ?? id;
  }
}
