import type { Ref } from "@quayside/core/model/ref.ts";
import type { TerminalSession, TerminalSize } from "@quayside/core/model/terminal.ts";
import type { TerminalRequest } from "@quayside/core/model/terminal-request.ts";
import { removeContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { until } from "../lab/waiting.ts";
import { listed, type OpenedQuayside, openQuayside } from "./open-quayside.ts";
import { Screen } from "./terminal-screen.ts";

/** One Quayside on one engine, with the containers that a suite makes there and the terminals that it opens in them. */
export class TerminalDesk {
  readonly engine: EngineAccess;
  readonly opened: OpenedQuayside;
  readonly host: string;
  readonly #size: TerminalSize;
  readonly #made: string[] = [];
  readonly #sessions: TerminalSession[] = [];

  private constructor(engine: EngineAccess, opened: OpenedQuayside, size: TerminalSize) {
    this.engine = engine;
    this.opened = opened;
    this.host = opened.hosts[0] ?? "";
    this.#size = size;
  }

  static async open(size: TerminalSize): Promise<TerminalDesk> {
    const [engine] = sharedEngines();
    const desk = new TerminalDesk(engine, await openQuayside([engine]), size);
    await listed(desk.opened, desk.host);
    return desk;
  }

  /** Is removed with the others; here when the inventory has it. */
  async add(make: Promise<string>): Promise<Ref> {
    const ref = { host: this.host, id: await make };
    this.#made.push(ref.id);
    await until(() => this.opened.quayside.inventory.container(ref), { what: "the container in the inventory" });
    return ref;
  }

  /** Containers that the inventory is not to have. */
  removeAtEnd(...ids: readonly string[]): void {
    this.#made.push(...ids);
  }

  async openTerminal(ref: Ref, request?: TerminalRequest): Promise<Screen> {
    const { signal } = new AbortController();
    const session = await this.opened.quayside.terminals.open(ref, this.#size, signal, request);
    this.#sessions.push(session);
    return new Screen(session);
  }

  async closeTerminals(): Promise<void> {
    await Promise.all(this.#sessions.splice(0).map((session) => session.close()));
  }

  async close(): Promise<void> {
    await this.opened.close();
    for (const id of this.#made) await removeContainer(this.engine, id);
  }
}
