import { Emitter } from "../lifetime/emitter.ts";
import { type DemoContainer, demoContainer, isUp, labelsOf } from "./demo-container.ts";
import { demoService } from "./demo-services.ts";
import type { EventHistory } from "./event-history.ts";
import { noSuchContainer, Refusal } from "./refusal.ts";

export interface Crowd {
  readonly count: number;
  readonly now: () => number;
  readonly random: () => number;
}

/** All containers of the demo, and what can be done to them; events and refusals as moby's are. */
export class DemoContainers {
  readonly #byId = new Map<string, DemoContainer>();
  readonly #byName = new Map<string, DemoContainer>();
  readonly #events: EventHistory;
  readonly #now: () => number;
  readonly #onDidEnd = new Emitter<string>();

  /** The id of one that ran and runs no more. */
  readonly onDidEnd = this.#onDidEnd.event;

  constructor({ count, now, random }: Crowd, events: EventHistory) {
    this.#events = events;
    this.#now = now;
    // One moment for all: their order must not hang on how long it takes to make them.
    const began = now();
    for (let index = 0; index < count; index += 1) this.#add(demoContainer(demoService(index), began, random));
  }

  /** The newest first, as the engine lists them. */
  list(): DemoContainer[] {
    return [...this.#byId.values()].sort((a, b) => b.createdAt - a.createdAt);
  }

  /** By id, the beginning of one, or name. Throws a 404. */
  get(reference: string): DemoContainer {
    const known = this.#byId.get(reference) ?? this.#byName.get(reference);
    if (known !== undefined) return known;
    const alike = /^[0-9a-f]+$/.test(reference)
      ? [...this.#byId.values()].filter(({ id }) => id.startsWith(reference))
      : [];
    const [only] = alike;
    if (only === undefined) throw noSuchContainer(reference);
    if (alike.length > 1) throw new Refusal(400, `Multiple IDs found with provided prefix: ${reference}`);
    return only;
  }

  /** False where it runs already: a 304. */
  start(container: DemoContainer): boolean {
    if (container.state === "paused") throw new Refusal(409, "cannot start a paused container, try unpause instead");
    if (container.state === "running") return false;
    container.state = "running";
    container.startedAt = this.#now();
    container.outOfMemory = false;
    container.health = container.service.health;
    container.spans = [...container.spans.slice(-9), { from: this.#now(), starts: true }];
    this.#tell(container, "start");
    return true;
  }

  /** False where it doesn't run: a 304. */
  stop(container: DemoContainer): boolean {
    if (container.state === "exited") return false;
    this.#tell(container, "kill", { signal: "15" });
    this.#end(container, 0);
    this.#tell(container, "stop");
    return true;
  }

  restart(container: DemoContainer): void {
    this.stop(container);
    this.start(container);
    this.#tell(container, "restart");
  }

  kill(container: DemoContainer): void {
    if (!isUp(container))
      throw new Refusal(409, `Cannot kill container: ${container.name}: Container ${container.id} is not running`);
    this.#tell(container, "kill", { signal: "9" });
    this.#end(container, 137);
  }

  /** It ends by itself; `again` as the engine's restart policy would have it. */
  fail(container: DemoContainer, exitCode: number, again: boolean): void {
    this.#end(container, exitCode);
    if (!again) return;
    container.state = "restarting";
    container.restarts += 1;
  }

  pause(container: DemoContainer): void {
    if (container.state === "paused") throw new Refusal(409, `Container ${container.id} is already paused`);
    if (container.state !== "running") throw new Refusal(409, `Container ${container.id} is not running`);
    container.state = "paused";
    this.#closeSpan(container);
    this.#tell(container, "pause");
  }

  unpause(container: DemoContainer): void {
    if (container.state !== "paused") throw new Refusal(500, `Container ${container.id} is not paused`);
    container.state = "running";
    container.spans = [...container.spans.slice(-9), { from: this.#now(), starts: false }];
    this.#tell(container, "unpause");
  }

  rename(container: DemoContainer, name: string): void {
    const plain = name.replace(/^\//, "");
    if (plain === "") throw new Refusal(400, "Neither old nor new names may be empty");
    if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(plain)) {
      throw new Refusal(400, `Invalid container name (${plain}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`);
    }
    const other = this.#byName.get(plain);
    if (other !== undefined) {
      const words = `The container name "/${plain}" is already in use by container "${other.id}".`;
      throw new Refusal(
        409,
        `Conflict. ${words} You have to remove (or rename) that container to be able to reuse that name.`,
      );
    }
    const oldName = `/${container.name}`;
    this.#byName.delete(container.name);
    container.name = plain;
    this.#byName.set(plain, container);
    this.#tell(container, "rename", { oldName });
  }

  remove(container: DemoContainer, force: boolean): void {
    if (container.state !== "exited") {
      if (!force) {
        const words = `You cannot remove a ${container.state} container ${container.id}.`;
        throw new Refusal(409, `${words} Stop the container before attempting removal or force remove`);
      }
      if (isUp(container)) this.kill(container);
    }
    this.#byId.delete(container.id);
    this.#byName.delete(container.name);
    this.#tell(container, "destroy");
  }

  #add(container: DemoContainer): void {
    this.#byId.set(container.id, container);
    this.#byName.set(container.name, container);
  }

  #end(container: DemoContainer, exitCode: number): void {
    const now = this.#now();
    const wasUp = isUp(container);
    container.state = "exited";
    container.health = undefined;
    if (!wasUp) return;
    container.exitCode = exitCode;
    container.finishedAt = now;
    this.#closeSpan(container, exitCode === 0 ? "stop" : "crash");
    this.#tell(container, "die", { exitCode: String(exitCode) });
    this.#onDidEnd.fire(container.id);
  }

  #closeSpan(container: DemoContainer, end?: "stop" | "crash"): void {
    const open = container.spans.at(-1);
    if (open === undefined || open.to !== undefined) return;
    container.spans = [
      ...container.spans.slice(0, -1),
      { ...open, to: this.#now(), ...(end === undefined ? {} : { end }) },
    ];
  }

  #tell(container: DemoContainer, action: string, more: Readonly<Record<string, string>> = {}): void {
    const { id, name, service } = container;
    this.#events.append(action, {
      id,
      image: service.image,
      attributes: { image: service.image, name, ...labelsOf(container), ...more },
    });
  }
}
