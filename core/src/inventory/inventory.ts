import type { LiveEngine } from "../hosts/host-link.ts";
import type { HostLinks } from "../hosts/host-links.ts";
import { type Disposable, Disposables } from "../lifetime/disposable.ts";
import { Emitter } from "../lifetime/emitter.ts";
import type { Container } from "../model/container.ts";
import type { EngineEvent } from "../model/engine-event.ts";
import type { InventoryChange, InventorySnapshot } from "../model/inventory-change.ts";
import type { Ref, Selector } from "../model/ref.ts";
import { ChangeBuffer } from "./change-buffer.ts";
import { HostSession, type Replay } from "./host-session.ts";
import { sameContainer, withImageName } from "./same-container.ts";

export interface HostEvent {
  readonly host: string;
  readonly event: EngineEvent;
  /** True for one that happened while there was no connection. */
  readonly replayed: boolean;
}

/** A span of which the engine could not tell all that happened. Epoch milliseconds. */
export interface EventGap {
  readonly host: string;
  readonly from: number;
  readonly to: number;
  readonly reason: "too-many" | "unexplained";
  /** Containers whose state differs from the last known without an event that says why. */
  readonly unexplained: readonly Container[];
}

interface HostPicture {
  readonly containers: Map<string, Container>;
  listed: boolean;
  /** The engine's time, in nanoseconds, up to which its events are known. */
  knownUntil: string | undefined;
  lostAt: number | undefined;
  /** What happened while there was no connection has been told. */
  caughtUp: boolean;
  /** What the list after a reconnect changed without an event yet. */
  unexplained: Map<string, Container>;
}

export interface InventoryOptions {
  readonly now: () => number;
  /** Of the container in which Quayside itself runs: it is not shown. */
  readonly isOwn: (containerId: string, labels: Readonly<Record<string, string>>) => boolean;
  /** `timeNano` of a host's last event that is on record from before this process; nothing where there is none. */
  readonly lastRecorded: (host: string, signal: AbortSignal) => Promise<string | undefined>;
}

/** The live picture of every host: one list, then events. It never polls. */
export class Inventory implements Disposable {
  readonly #hosts: HostLinks;
  readonly #options: InventoryOptions;
  readonly #pictures = new Map<string, HostPicture>();
  readonly #held = new Disposables();
  readonly #onDidChange = this.#held.add(new Emitter<InventoryChange>());
  readonly #onDidHostEvent = this.#held.add(new Emitter<HostEvent>());
  readonly #onDidGap = this.#held.add(new Emitter<EventGap>());
  readonly #onDidList = this.#held.add(new Emitter<string>());
  readonly #buffer = this.#held.add(new ChangeBuffer((change) => this.#onDidChange.fire(change)));

  /** At most one each 30 ms; the first of a burst at once. */
  readonly onDidChange = this.#onDidChange.event;
  /** Every event of every engine, as it comes. */
  readonly onDidHostEvent = this.#onDidHostEvent.event;
  readonly onDidGap = this.#onDidGap.event;
  /** The host whose containers were listed just now: at each connection, and when a look-up failed. */
  readonly onDidList = this.#onDidList.event;

  constructor(hosts: HostLinks, options: InventoryOptions) {
    this.#hosts = hosts;
    this.#options = options;
    this.#held.add(
      hosts.onDidChange(({ changed, removed }) => {
        for (const id of removed) this.#forget(id);
        for (const host of changed) {
          const picture = this.#pictures.get(host.id);
          if (picture && host.state.kind === "unreachable") picture.lostAt ??= host.state.since;
          this.#buffer.host(host);
        }
      }),
    );
    this.#held.add(hosts.onDidConnect(({ host, live }) => void this.#session(host, live)));
  }

  snapshot(): InventorySnapshot {
    return {
      hosts: this.#hosts.list(),
      containers: [...this.#pictures.values()].flatMap(({ containers }) => [...containers.values()]),
      listed: [...this.#pictures].filter(([, { listed }]) => listed).map(([id]) => id),
    };
  }

  /** Fires `onDidChange` now with what waits for it: for who is about to draw, and then not again for a while. */
  flush(): void {
    this.#buffer.flush();
  }

  /** Whether the host's containers have been listed since Quayside knows it. */
  isListed(host: string): boolean {
    return this.#pictures.get(host)?.listed === true;
  }

  container({ host, id }: Ref): Container | undefined {
    return this.#pictures.get(host)?.containers.get(id);
  }

  containersOf(host: string): Container[] {
    return [...(this.#pictures.get(host)?.containers.values() ?? [])];
  }

  /** Of several that fit (a scaled service) the newest that runs, else the newest. */
  find(selector: Selector): Container | undefined {
    const containers = this.#pictures.get(selector.host)?.containers;
    if (containers === undefined) return undefined;
    if ("id" in selector) return containers.get(selector.id);
    const fits = (container: Container): boolean =>
      "name" in selector
        ? container.name === selector.name
        : container.stack?.stack === selector.service.stack && container.stack.service === selector.service.name;
    return [...containers.values()]
      .filter(fits)
      .sort((a, b) => Number(b.state === "running") - Number(a.state === "running") || b.createdAt - a.createdAt)[0];
  }

  dispose(): void {
    this.#held.dispose();
  }

  #session(host: string, live: LiveEngine): Promise<void> {
    const picture = this.#picture(host);
    const seen = picture.knownUntil;
    picture.caughtUp = false;
    const since = () => (seen === undefined ? this.#options.lastRecorded(host, live.signal) : Promise.resolve(seen));
    return new HostSession(live, {
      isOwn: this.#options.isOwn,
      listed: (containers, untouched) => this.#reconcile(host, picture, containers, untouched),
      found: (container) => this.#update(host, picture, [container], []),
      gone: (id) => this.#update(host, picture, [], [{ host, id }]),
      event: (event, replayed) => {
        if (!replayed) knowUntil(picture, event.timeNano);
        this.#onDidHostEvent.fire({ host, event, replayed });
      },
      caughtUp: (until, since, replay) => {
        knowUntil(picture, until);
        this.#reportGap(host, picture, since, replay);
      },
    }).run(since);
  }

  #picture(host: string): HostPicture {
    let picture = this.#pictures.get(host);
    if (picture === undefined) {
      picture = {
        containers: new Map(),
        listed: false,
        knownUntil: undefined,
        lostAt: undefined,
        caughtUp: false,
        unexplained: new Map(),
      };
      this.#pictures.set(host, picture);
    }
    return picture;
  }

  #reconcile(
    host: string,
    picture: HostPicture,
    found: readonly Container[],
    untouched: (id: string) => boolean,
  ): void {
    const listed = found.map((container) => withImageName(container, picture.containers.get(container.id)));
    const ids = new Set(listed.map(({ id }) => id));
    const changed = listed.filter((container) => {
      const known = picture.containers.get(container.id);
      return untouched(container.id) && (known === undefined || !sameContainer(known, container));
    });
    const removed = [...picture.containers.values()].filter(({ id }) => !ids.has(id) && untouched(id));
    // A later list may come before the event that tells of the same.
    if (picture.listed && !picture.caughtUp)
      for (const container of [...changed, ...removed]) picture.unexplained.set(container.id, container);
    if (!picture.listed) {
      picture.listed = true;
      this.#buffer.listed(host);
    }
    this.#update(host, picture, changed, removed);
    this.#onDidList.fire(host);
  }

  #update(host: string, picture: HostPicture, changed: readonly Container[], removed: readonly Ref[]): void {
    // An answer may still come in when the host has just been removed.
    if (this.#pictures.get(host) !== picture) return;
    const news = changed.filter((container) => {
      const known = picture.containers.get(container.id);
      return known === undefined || !sameContainer(known, container);
    });
    for (const container of changed) picture.containers.set(container.id, container);
    const gone = removed.filter(({ id }) => picture.containers.delete(id));
    this.#buffer.containers(news, gone);
  }

  #reportGap(host: string, picture: HostPicture, since: string | undefined, { events, cut }: Replay): void {
    const { lostAt, unexplained } = picture;
    picture.lostAt = undefined;
    picture.caughtUp = true;
    picture.unexplained = new Map();
    for (const event of events) unexplained.delete(event.actorId);
    const first = events[0];
    const to = cut && first ? milliseconds(first.timeNano) : this.#options.now();
    const from = lostAt ?? (since === undefined ? to : milliseconds(since));
    if (cut) this.#onDidGap.fire({ host, from, to, reason: "too-many", unexplained: [...unexplained.values()] });
    else if (unexplained.size > 0)
      this.#onDidGap.fire({ host, from, to, reason: "unexplained", unexplained: [...unexplained.values()] });
  }

  #forget(host: string): void {
    const containers = this.#pictures.get(host)?.containers.values() ?? [];
    this.#pictures.delete(host);
    this.#buffer.containers([], [...containers]);
    this.#buffer.removedHost(host);
  }
}

function knowUntil(picture: HostPicture, nanoseconds: string): void {
  if (nanoseconds > (picture.knownUntil ?? "")) picture.knownUntil = nanoseconds;
}

function milliseconds(nanoseconds: string): number {
  return Number(BigInt(nanoseconds) / 1_000_000n);
}
