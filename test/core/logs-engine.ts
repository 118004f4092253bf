import { once } from "node:events";
import { connect } from "node:net";
import type { Readable } from "node:stream";
import { type Engine, openEngine } from "@quayside/core/engine/engine.ts";
import { linkedAbort } from "@quayside/core/lifetime/abort.ts";
import { Emitter } from "@quayside/core/lifetime/emitter.ts";
import type { LogHost, LogHostContents, LogRequest, LogTarget, LogTargets } from "@quayside/core/logs/log-source.ts";
import { inLogTime } from "@quayside/core/logs/run-state.ts";
import type { LogSelector, NamedContainer, Ref, Selector } from "@quayside/core/model/ref.ts";
import type { RunState } from "@quayside/core/model/run-state.ts";

export const host = "lab";

/** One real engine as the logs see it: what the inventory does for them, for one host and with a plain list. */
export class EngineTargets implements LogTargets {
  readonly #socket: string;
  readonly #abort = new AbortController();
  readonly #changed = new Emitter<string>();
  readonly #running: Promise<void>;
  #engine: Engine | undefined;
  readonly #past: Engine[] = [];
  #host: LogHost = { kind: "connecting" };
  #containers: (LogTarget & { readonly service: string })[] = [];
  /** Every request for logs that was made, with its stream. */
  readonly requests: { readonly request: LogRequest; readonly stream: Readable }[] = [];

  readonly onDidChange = this.#changed.event;

  constructor(socket: string) {
    this.#socket = socket;
    this.#running = this.#run(this.#abort.signal);
  }

  host(id: string): LogHost | undefined {
    return id === host ? this.#host : undefined;
  }

  find(selector: Selector): LogTarget | undefined {
    return this.#containers.find((container) => {
      if ("id" in selector) return container.id === selector.id;
      if ("name" in selector) return container.name === selector.name;
      return container.service === `${selector.service.stack}/${selector.service.name}`;
    });
  }

  all(): readonly LogHostContents[] {
    return [{ host, containers: this.#containers.map((container) => ({ ...container, since: 0 })) }];
  }

  members(selector: LogSelector): readonly NamedContainer[] {
    const fits = ({ service }: { readonly service: string }): boolean => {
      if ("all" in selector) return true;
      if ("stack" in selector) return service.startsWith(`${selector.stack}/`);
      return "service" in selector && service === `${selector.service.stack}/${selector.service.name}`;
    };
    return this.#containers.filter(fits).map(({ name }) => ({ host, name }));
  }

  hostName(id: string): string {
    return id;
  }

  clockAhead(): number {
    return 0;
  }

  async inspect(ref: Ref, signal: AbortSignal): Promise<RunState> {
    return inLogTime(await this.#online.queries.runState(ref.id, signal));
  }

  async dispose(): Promise<void> {
    this.#abort.abort();
    await this.#running;
    for (const engine of this.#past) engine.dispose();
  }

  get #online(): Engine {
    if (this.#engine === undefined) throw new Error("the engine is not connected");
    return this.#engine;
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#connected(signal);
      } catch (error) {
        this.#host = { kind: "unreachable", reason: error instanceof Error ? error.message : String(error) };
        this.#changed.fire(host);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  async #connected(signal: AbortSignal): Promise<void> {
    const dialer = {
      address: `unix://${this.#socket}`,
      dial: async () => {
        const socket = connect(this.#socket);
        await once(socket, "connect");
        return socket;
      },
    };
    const engine = await openEngine({ host, dialer, deadline: 5000, now: Date.now }, signal);
    this.#engine = engine;
    const source = {
      logHabits: engine.queries.logHabits,
      logs: async (id: string, request: LogRequest, abort: AbortSignal) => {
        const stream = await engine.queries.logs(id, request, abort);
        this.requests.push({ request, stream });
        return stream;
      },
    };
    const connection = linkedAbort(signal);
    const pings = setInterval(() => engine.queries.ping(1000, connection.signal).catch(() => connection.abort()), 300);
    try {
      await this.#list(signal);
      this.#host = { kind: "online", source };
      this.#changed.fire(host);
      for await (const event of engine.queries.events({}, connection.signal)) {
        if (/^(create|start|die|destroy|remove|rename)$/.test(event.action)) await this.#list(signal);
        this.#changed.fire(host);
      }
      throw new Error("the events ended");
    } finally {
      clearInterval(pings);
      connection.dispose();
      // Not closed yet: the streams of an engine that hangs stay open and silent.
      this.#past.push(engine);
    }
  }

  async #list(signal: AbortSignal): Promise<void> {
    const containers = await this.#online.queries.listContainers(signal);
    this.#containers = containers.map(({ id, name, state, stack }) => ({
      id,
      name,
      running: state === "running" || state === "paused",
      service: stack === undefined ? "" : `${stack.stack}/${stack.service}`,
    }));
  }
}
