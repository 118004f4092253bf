import { signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { ActionResult, ContainerAction, RemoveOptions } from "@quayside/core/model/action.ts";
import type { Confirmation } from "@quayside/core/model/confirmation.ts";
import type { Container } from "@quayside/core/model/container.ts";
import { type LogSelector, type Ref, refKey } from "@quayside/core/model/ref.ts";
import type { InputOf, PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";
import type { HomeView } from "../app/home-views.ts";
import { tell } from "../app/tell.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { firstPort, isAlive } from "./commands.ts";
import { strings } from "./strings.ts";
import { type BulkAction, type HomeCommand, isBulkAction } from "./vocabulary.ts";

export interface Failure {
  readonly key: string;
  readonly name: string;
  readonly host: string;
  readonly error: ErrorInfo;
}

/** What went wrong, said in place until the person dismisses it. */
export type ActionNotice =
  | {
      readonly kind: "results";
      readonly action: ContainerAction;
      readonly total: number;
      readonly failures: readonly Failure[];
    }
  | { readonly kind: "command"; readonly title: string; readonly error: ErrorInfo };

/** What is asked before something is destroyed. */
export interface Question {
  readonly action: "remove" | "kill";
  readonly containers: readonly Container[];
  /** Some of them run: core's sentence says that they are killed first. */
  readonly alive: boolean;
  readonly confirmation: Confirmation;
}

type ShownResource = InputOf<"home.showResource">["kind"];
const LONGEST_TITLE = 200;

const refOf = ({ host, id }: Ref): Ref => ({ host, id });

/** Sends what the person asks for, and keeps what is under way, what failed and what must be asked first. */
export class ContainerActions {
  readonly pending = signal<ReadonlyMap<string, ContainerAction>>(new Map());
  readonly notice = signal<ActionNotice | undefined>(undefined);
  readonly question = signal<Question | undefined>(undefined);

  readonly #api: PanelApi;
  readonly #inventory: () => Inventory | undefined;
  readonly #signal: AbortSignal;

  constructor(api: PanelApi, inventory: () => Inventory | undefined, signal: AbortSignal) {
    this.#api = api;
    this.#inventory = inventory;
    this.#signal = signal;
  }

  /** One command for these; what destroys is asked first. */
  async run(command: BulkAction | HomeCommand, containers: readonly Container[]): Promise<void> {
    const [first] = containers;
    if (first === undefined) return;
    if (command === "remove" || command === "kill") await this.#ask(command, containers);
    else if (isBulkAction(command)) await this.#perform(command, containers);
    else await this.#atHome(command, first);
  }

  async rename(container: Container, name: string): Promise<void> {
    const ref = refOf(container);
    this.#setPending([ref], "rename");
    try {
      await this.#api.call("containers.rename", { ref, name }, this.#signal);
      this.#report("rename", [container], [{ ref }]);
    } catch (error) {
      if (!this.#signal.aborted) this.notRenamed(container, errorInfo(error));
    } finally {
      this.#setPending([ref], undefined);
    }
  }

  notRenamed(container: Container, error: ErrorInfo): void {
    this.#report("rename", [container], [{ ref: refOf(container), error }]);
  }

  /** In one view, in the order of time. `title`: what people call them together. */
  async showLogs(selectors: readonly LogSelector[], title: string): Promise<void> {
    const hosts = new Set(selectors.map(({ host }) => host));
    const [host] = hosts;
    const of = hosts.size === 1 && host !== undefined ? { hostName: this.#hostName(host) } : {};
    await this.#tell(strings.commands.logs, () =>
      this.#api.call("home.showLogs", { selectors, title: title.slice(0, LONGEST_TITLE), ...of }, this.#signal),
    );
  }

  async openPort(container: Container, port: number): Promise<void> {
    await this.#tell(strings.openPort(port), () =>
      this.#api.call("home.openPort", { ref: refOf(container), port }, this.#signal),
    );
  }

  async openView(container: Container, view: HomeView, label: string): Promise<void> {
    await this.#tell(label, () => this.#api.call("home.openView", { ref: refOf(container), view }, this.#signal));
  }

  /** `told`: what is said when it is done. */
  async copy(text: string, told: string): Promise<void> {
    await this.#tell(strings.copy, async () => {
      await this.#api.call("home.copy", { text }, this.#signal);
      tell(this.#api, "success", told);
    });
  }

  async showResource(kind: ShownResource, ref: Ref, name: string): Promise<void> {
    const input = { kind, ref: refOf(ref), name: name.slice(0, 1000) };
    await this.#tell(strings.commands.inspect, () => this.#api.call("home.showResource", input, this.#signal));
  }

  async retry(host: string): Promise<void> {
    await this.#tell(strings.tryNow, () => this.#api.call("hosts.retry", { host }, this.#signal));
  }

  async addHost(): Promise<void> {
    await this.#tell(strings.addHost, () => this.#api.call("home.addHost", {}, this.#signal));
  }

  /** The person said yes. */
  async confirm(options: RemoveOptions): Promise<void> {
    const question = this.question.value;
    this.question.value = undefined;
    if (question !== undefined) await this.#perform(question.action, question.containers, options);
  }

  async #ask(action: "remove" | "kill", containers: readonly Container[]): Promise<void> {
    const refs = containers.map(refOf);
    await this.#tell(strings.commands[action], async () => {
      const confirmation = await this.#api.call("containers.confirm", { refs, action }, this.#signal);
      this.question.value = { action, containers, alive: containers.some(isAlive), confirmation };
    });
  }

  async #perform(action: BulkAction, containers: readonly Container[], options: RemoveOptions = {}): Promise<void> {
    const refs = containers.map(refOf);
    this.#setPending(refs, action);
    try {
      const results =
        action === "remove"
          ? await this.#api.call("containers.remove", { refs, ...options }, this.#signal)
          : await this.#api.call(`containers.${action}`, { refs }, this.#signal);
      this.#report(action, containers, results);
    } catch (error) {
      this.#fail(this.#failed(action), error);
    } finally {
      this.#setPending(refs, undefined);
    }
  }

  async #atHome(command: HomeCommand, container: Container): Promise<void> {
    const ref = refOf(container);
    const { name, id } = container;
    const port = firstPort(container);
    await this.#tell(strings.commands[command], async () => {
      if (command === "open") await this.#api.call("home.openContainer", { ref }, this.#signal);
      else if (command === "logs") await this.#api.call("home.openLogs", { ref }, this.#signal);
      else if (command === "terminal") await this.#api.call("home.openTerminal", { ref }, this.#signal);
      else if (command === "files") await this.#api.call("home.showFiles", { ref }, this.#signal);
      else if (command === "inspect") await this.#api.call("home.showInspect", { ref }, this.#signal);
      else if (command !== "port") {
        await this.#api.call("home.copy", { text: command === "copyName" ? name : id }, this.#signal);
        tell(this.#api, "success", strings.copied[command]);
      } else if (port !== undefined) await this.#api.call("home.openPort", { ref, port }, this.#signal);
    });
  }

  /** Runs it and says in place when it fails. */
  async #tell(what: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.#fail(strings.commandFailed(what), error);
    }
  }

  #fail(title: string, failure: unknown): void {
    if (this.#signal.aborted) return;
    const error = errorInfo(failure);
    this.notice.value = { kind: "command", title, error };
    tell(this.#api, "error", `${title}. ${error.title}.`);
  }

  #failed(action: BulkAction): string {
    return strings.commandFailed(strings.commands[action].replace("…", ""));
  }

  #report(action: ContainerAction, containers: readonly Container[], results: readonly ActionResult[]): void {
    const byKey = new Map(containers.map((container) => [refKey(container), container]));
    const failures = results.flatMap(({ ref, error }): Failure[] => {
      if (error === undefined) return [];
      const key = refKey(ref);
      const host = this.#hostName(ref.host);
      return [{ key, name: byKey.get(key)?.name ?? ref.id, host, error }];
    });
    this.#say(action, containers, failures);
    this.notice.value =
      failures.length === 0 ? this.#noticeWithout(byKey) : { kind: "results", action, total: results.length, failures };
  }

  #say(action: ContainerAction, containers: readonly Container[], failures: readonly Failure[]): void {
    const total = containers.length;
    const [first] = containers;
    const [failure] = failures;
    if (first === undefined) return;
    if (failure === undefined) {
      tell(this.#api, "success", strings.done(total, action, first.name, this.#hostName(first.host)));
      return;
    }
    tell(
      this.#api,
      failures.length < total ? "warning" : "error",
      strings.notDone(
        strings.notice(failures.length, total, action),
        strings.onHost(failure.name, failure.host),
        failure.error.title,
      ),
    );
  }

  #hostName(host: string): string {
    return this.#inventory()?.hosts.get(host)?.name ?? host;
  }

  /** What worked now is no failure of before. */
  #noticeWithout(done: ReadonlyMap<string, Container>): ActionNotice | undefined {
    const notice = this.notice.value;
    if (notice?.kind !== "results") return notice;
    const failures = notice.failures.filter(({ key }) => !done.has(key));
    return failures.length === 0 ? undefined : { ...notice, failures };
  }

  #setPending(refs: readonly Ref[], action: ContainerAction | undefined): void {
    const pending = new Map(this.pending.value);
    for (const ref of refs) {
      if (action === undefined) pending.delete(refKey(ref));
      else pending.set(refKey(ref), action);
    }
    this.pending.value = pending;
  }
}
