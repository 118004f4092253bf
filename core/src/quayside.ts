import { join } from "node:path";
import { Gate } from "./actions/gate.ts";
import { Cleanup } from "./cleanup/cleanup.ts";
import { Containers } from "./containers/containers.ts";
import { DemoHost } from "./demo/demo-host.ts";
import type { Dialer } from "./engine/dialer.ts";
import { EventLog } from "./event-log/event-log.ts";
import { Files } from "./files/files.ts";
import { Forwards } from "./forwards/forwards.ts";
import { HostShells } from "./host-shells/host-shells.ts";
import { Credentials, type SecretStore } from "./hosts/credentials.ts";
import { dialerFor } from "./hosts/dialers.ts";
import type { Surroundings } from "./hosts/found-engines.ts";
import type { LinkSurroundings } from "./hosts/host-link.ts";
import { HostLinks } from "./hosts/host-links.ts";
import { hostStore } from "./hosts/host-store.ts";
import { Hosts } from "./hosts/hosts.ts";
import { NetworkWatch, systemAddresses } from "./hosts/network-watch.ts";
import { HostKeys } from "./hosts/ssh/host-keys.ts";
import { SshConnections } from "./hosts/ssh/ssh-connections.ts";
import { sshSurroundings } from "./hosts/ssh/ssh-resolver.ts";
import { TestedDialers } from "./hosts/tested-dialers.ts";
import { thisMachine } from "./hosts/this-machine.ts";
import { type HostTimings, usualTimings } from "./hosts/timings.ts";
import { Images } from "./images/images.ts";
import { Inventory } from "./inventory/inventory.ts";
import { Resources } from "./inventory/resources.ts";
import { Disposables } from "./lifetime/disposable.ts";
import { LogExports } from "./logs/export/log-exports.ts";
import { InventoryTargets } from "./logs/inventory-targets.ts";
import { Logs } from "./logs/logs.ts";
import { SavedFilters } from "./logs/saved-filters.ts";
import { allows, containerNeeds } from "./model/access.ts";
import type { QuaysideEvent } from "./model/event.ts";
import type { HostConfig, HostConnection } from "./model/host.ts";
import type { Prompter } from "./model/prompter.ts";
import type { Ref } from "./model/ref.ts";
import { Networks } from "./networks/networks.ts";
import { CertificateReminder } from "./recorder/certificate-reminder.ts";
import { Recorder } from "./recorder/recorder.ts";
import { Staleness } from "./staleness/staleness.ts";
import type { Thresholds } from "./staleness/thresholds.ts";
import { DiskUses } from "./stats/disk-uses.ts";
import type { RecordingTimings } from "./stats/recording/host-recorder.ts";
import { Recordings } from "./stats/recording/recordings.ts";
import { Stats } from "./stats/stats.ts";
import type { StorageProblem } from "./storage/storage-problem.ts";
import { HeldTerminals, type HeldTerminalsOptions } from "./terminals/held-terminals.ts";
import { TerminalMemory } from "./terminals/terminal-memory.ts";
import { Terminals } from "./terminals/terminals.ts";
import { Volumes } from "./volumes/volumes.ts";

export interface QuaysideOptions {
  /** The folder of Quayside's own files; made where it is missing. Windows that share it share hosts and events. */
  readonly folder: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** What the person must hear of Quayside's own files. */
  readonly report: (problem: StorageProblem) => void;
  /** "without-engine": the demo stands in where there is no engine and no host was added. "never" unless told. */
  readonly demo?: "never" | "always" | "without-engine";
  readonly surroundings?: Surroundings;
  /** This machine's addresses, to tell when its network is another; the system's unless given. */
  readonly addresses?: () => string;
  /** What people gave to log in with is kept here; without it until Quayside ends. */
  readonly secrets?: SecretStore;
  /** Asks the person; without it nobody is asked. */
  readonly prompter?: Prompter;
  /** Whether a person may have a host's key kept in ssh's own file of known hosts. True unless told. */
  readonly writesSshFiles?: boolean;
  /** The id, or its beginning, of the container in which Quayside itself runs: it is neither shown nor acted on. */
  readonly ownContainer?: string;
  /** Where people do what they do here, for the event log: "VS Code, window shop". */
  readonly actor?: string;
  /** In place of ~/.ssh/config and the system's. */
  readonly sshConfigFile?: string;
  readonly timings?: HostTimings;
  readonly terminals?: Pick<HeldTerminalsOptions, "unseenFor">;
  readonly recording?: RecordingTimings;
  /** Milliseconds after which something counts as stale, by the finding's kind; the usual ones unless told. */
  readonly thresholds?: Partial<Thresholds>;
}

/** The front door: opens it all. */
export class Quayside {
  readonly hosts: Hosts;
  readonly inventory: Inventory;
  readonly resources: Resources;
  readonly containers: Containers;
  readonly images: Images;
  readonly volumes: Volumes;
  readonly networks: Networks;
  readonly cleanup: Cleanup;
  readonly logs: Logs;
  readonly logExports: LogExports;
  readonly savedFilters: SavedFilters;
  readonly stats: Stats;
  /** What containers used, where a person wants it kept; `stats.history` reads it. */
  readonly recordings: Recordings;
  readonly diskUses: DiskUses;
  /** What on the hosts is dead, and why. */
  readonly staleness: Staleness;
  readonly terminals: Terminals;
  readonly heldTerminals: HeldTerminals;
  readonly hostShells: HostShells;
  readonly forwards: Forwards;
  readonly files: Files;
  readonly events: EventLog;
  readonly #held = new Disposables();
  readonly #demo: DemoHost;
  readonly #terminalMemory: TerminalMemory;

  /** Rejects with StoreUnusable when the folder of the events can't be used. Connecting goes on by itself. */
  static async open(options: QuaysideOptions): Promise<Quayside> {
    const events = await EventLog.open(options.folder, { clock: options.now, onProblem: options.report });
    const quayside = new Quayside(options, events);
    // Before the first list: what was made for a terminal is none of the containers that people see.
    await quayside.#terminalMemory.load();
    await quayside.hosts.load();
    // Nobody waits for it: what keeps it from beginning is told.
    void quayside.recordings.begin();
    return quayside;
  }

  private constructor(options: QuaysideOptions, events: EventLog) {
    const { folder, now, report, demo = "never", surroundings = thisMachine(), timings = usualTimings } = options;
    const held = this.#held;
    this.#demo = new DemoHost({ now });
    const credentials = new Credentials(options.secrets);
    const hostKeys = new HostKeys(join(folder, "known_hosts"), options.writesSshFiles ?? true);
    const ssh = new SshConnections({
      surroundings: sshSurroundings(surroundings, options.sshConfigFile),
      hostKeys,
      deadline: timings.connect,
    });
    const dialer = (connection: HostConnection): Dialer =>
      dialerFor(connection, { ssh, demo: this.#demo, deadline: timings.connect, now });
    const loginFor: LinkSurroundings["loginFor"] = ({ id, name }, attended, signal) => ({
      ...{ hostId: id, hostName: name, credentials, signal },
      prompter: attended ? options.prompter : undefined,
    });
    const tested = held.add(new TestedDialers());
    const toHost = (host: Pick<HostConfig, "id" | "connection">): Dialer =>
      tested.take(host) ?? dialer(host.connection);
    const links = held.add(new HostLinks(toHost, { now, timings, random: Math.random, loginFor }));
    const network = held.add(new NetworkWatch({ now, addresses: options.addresses ?? systemAddresses }));
    network.onDidChange(() => links.lookAgain());
    const host = links.get.bind(links);
    const { ownContainer = "", actor } = options;
    /** What a person did here. */
    const record = (event: QuaysideEvent): Promise<void> =>
      events.appendDurable(actor === undefined ? event : { ...event, actor });
    const isOwn = (id: string): boolean => ownContainer !== "" && id.startsWith(ownContainer);
    const isHidden = (id: string, labels: Readonly<Record<string, string>>): boolean =>
      isOwn(id) || this.files.isHelper(id) || this.terminals.isOwn(labels);
    const queries = links.queries.bind(links);
    const hostName = (id: string): string => host(id)?.name ?? id;

    this.events = events;
    this.inventory = held.add(
      new Inventory(links, { now, isOwn: isHidden, lastRecorded: (id, signal) => recorder.lastRecorded(id, signal) }),
    );
    this.resources = held.add(new Resources(links, this.inventory));
    const container = this.inventory.container.bind(this.inventory);
    const recorder = held.add(
      new Recorder({
        append: (event) => events.append(event),
        query: (query, signal) => events.query(query, signal),
        host,
        now,
        onDidHostEvent: this.inventory.onDidHostEvent,
        onDidGap: this.inventory.onDidGap,
        onDidChangeHosts: links.onDidChange,
      }),
    );
    held.add(
      new CertificateReminder({
        append: (event) => events.append(event),
        query: (query, signal) => events.query(query, signal),
        hosts: () => links.list(),
        onDidChangeHosts: links.onDidChange,
        now,
      }),
    );
    const path = join(folder, "hosts.json");
    const store = held.add(hostStore({ path, report, clock: now }));
    this.hosts = held.add(
      new Hosts({
        ...{ links, store, surroundings, dialerFor: dialer, tested, loginFor, credentials, demo, now },
        sshConfigFile: options.sshConfigFile,
        forgetKeys: (known) => hostKeys.forget(known),
        record,
        report: (sentence, error) => report({ path, sentence, ...(error === undefined ? {} : { error }) }),
      }),
    );

    const gate = new Gate({
      host,
      now,
      isOwn,
      commands: links.commands.bind(links),
      record,
    });
    const inspectJson = (ref: { host: string; id: string }, signal: AbortSignal) =>
      queries(ref.host).inspectContainerJson(ref.id, signal);
    this.containers = new Containers({ gate, container, hostName, queries, now, inspectJson });
    const about = {
      ...{ gate, resources: this.resources, hostName },
      containers: (id: string) => this.inventory.containersOf(id),
    };
    const looking = (id: string) => queries(id).resources;
    this.images = new Images({
      ...about,
      inspectJson: async ({ host: on, id }: Ref, signal) => looking(on).inspectImageJson(id, signal),
    });
    this.volumes = new Volumes({
      ...about,
      inspectJson: async ({ host: on, id }: Ref, signal) => looking(on).inspectVolumeJson(id, signal),
    });
    this.networks = new Networks({
      ...about,
      inspectJson: async ({ host: on, id }: Ref, signal) => looking(on).inspectNetworkJson(id, signal),
    });
    this.cleanup = held.add(
      new Cleanup({
        ...{ gate, queries, container, hostName, now },
        store: { path: join(folder, "quarantine.json"), report, clock: now },
      }),
    );
    const reach = links.reach.bind(links);
    const onDidChangeHosts = links.onDidChange;
    const memory = held.add(new TerminalMemory({ path: join(folder, "terminals.json"), report, clock: now }));
    this.#terminalMemory = memory;
    this.terminals = held.add(
      new Terminals({
        ...{ gate, container, queries, onDidChangeHosts, memory, host, now },
        images: (id) => this.resources.get(id)?.images.flatMap(({ names }) => names) ?? [],
      }),
    );
    held.add(this.inventory.onDidList((id) => this.terminals.sweep(id)));
    const containerName = (ref: Ref): string => container(ref)?.name ?? ref.id.slice(0, 12);
    const { terminals } = this;
    this.heldTerminals = held.add(new HeldTerminals({ terminals, containerName, hostName, now, ...options.terminals }));
    held.add(this.inventory.onDidList((id) => this.heldTerminals.hostIsBack(id)));
    this.hostShells = held.add(new HostShells({ gate, host, reach, onDidChangeHosts, now }));
    this.forwards = held.add(
      new Forwards({
        ...{ gate, host, queries, reach, onDidChangeHosts, now },
        find: this.inventory.find.bind(this.inventory),
        onDidChangeContainers: this.inventory.onDidChange,
      }),
    );
    this.files = held.add(
      new Files({
        ...{ gate, container, hostName, queries, now },
        containersOf: (id) => this.inventory.containersOf(id),
        find: this.inventory.find.bind(this.inventory),
      }),
    );
    this.#removeLeftovers();
    const targets = held.add(
      new InventoryTargets({ inventory: this.inventory, host, hosts: () => links.list(), queries }),
    );
    this.logs = new Logs({ targets, now });
    this.logExports = held.add(new LogExports());
    this.recordings = held.add(
      new Recordings({
        ...{ folder, now, report },
        follow: (ref, viewer) => this.stats.follow(ref, viewer),
        hosts: () => links.list().map(({ id }) => id),
        containersOf: (id) => this.inventory.containersOf(id),
        fewConnections: (id) => (host(id)?.state.kind === "online" ? queries(id).fewConnections : undefined),
        onDidChange: this.inventory.onDidChange,
        ...(options.recording === undefined ? {} : { timings: options.recording }),
      }),
    );
    this.savedFilters = held.add(new SavedFilters({ path: join(folder, "filters.json"), report, clock: now }));
    this.stats = held.add(
      new Stats({
        hostName,
        history: (of, range, signal) => this.recordings.history(of, range, signal),
        targets: {
          source: (ref) => {
            const state = container(ref)?.state;
            const uses = state === "running" || state === "paused";
            return uses && host(ref.host)?.state.kind === "online" ? queries(ref.host) : undefined;
          },
          isAway: (id) => host(id)?.state.kind !== "online",
          onDidChange: this.inventory.onDidChange,
        },
      }),
    );
    this.staleness = held.add(
      new Staleness({
        ...{ now, queries, clock: Date.now, append: (event) => events.append(event) },
        ...(options.thresholds === undefined ? {} : { thresholds: options.thresholds }),
        hosts: () => links.list(),
        isListed: (id) => this.inventory.isListed(id),
        containersOf: (id) => this.inventory.containersOf(id),
        resources: (id) => this.resources.get(id),
        refreshResources: (id, signal) => this.resources.refresh(id, signal),
        events: (query, signal) => events.query(query, signal),
        onDidChangeContainers: this.inventory.onDidChange,
        onDidChangeResources: this.resources.onDidChange,
        onDidHostEvent: this.inventory.onDidHostEvent,
        onDidList: this.inventory.onDidList,
      }),
    );
    this.diskUses = new DiskUses({ look: async (on, signal) => looking(on).diskUse(now, signal) });
  }

  /** Of each host once: when it is there for the first time. */
  #removeLeftovers(): void {
    const looked = new Set<string>();
    const closing = new AbortController();
    this.#held.add({ dispose: () => closing.abort() });
    this.#held.add(
      this.inventory.onDidList((host) => {
        if (looked.has(host) || !allows(this.hosts.get(host)?.access ?? "view", containerNeeds.files)) return;
        looked.add(host);
        void this.files.removeLeftovers(host, closing.signal);
      }),
    );
  }

  /** Ends the shells, closes every port and connection, and writes what is queued for the event log. */
  async dispose(): Promise<void> {
    await this.heldTerminals.close();
    await this.recordings.close();
    await Promise.all([
      ...[this.terminals.close(), this.hostShells.close()],
      ...[this.forwards.closeAll(), this.files.close()],
    ]);
    this.#held.dispose();
    await this.#demo.dispose();
    await this.events.dispose();
  }
}
