import { hostname } from "node:os";
import type { Gate } from "../actions/gate.ts";
import type { EngineCommands } from "../engine/engine-commands.ts";
import type { EngineQueries } from "../engine/engine-queries.ts";
import { helperLabel } from "../engine/volume-helper-body.ts";
import { Conflict } from "../errors/errors.ts";
import type { Disposable } from "../lifetime/disposable.ts";
import { containerNeeds } from "../model/access.ts";
import type { Container } from "../model/container.ts";

export interface VolumeHelpersOptions {
  readonly gate: Gate;
  readonly queries: (host: string) => EngineQueries;
  readonly now: () => number;
  /** Milliseconds for which a helper stays that nobody uses. */
  readonly unusedFor?: number;
}

/** Where the volume lies in a helper. */
export const helperRoot = "/volume";
const UNUSED_FOR = 60_000;
/** A helper of a window on another machine may be in use; none is so for longer than this. */
const OLDEST = 60 * 60_000;

interface Helper {
  readonly host: string;
  readonly made: Promise<string>;
  id?: string;
  timer?: NodeJS.Timeout;
}

/**
 * Containers that are made and never started: by them the engine reads and writes a volume that no other container has.
 * They are removed when they are not used any more; what a killed Quayside left behind is removed by the next.
 */
export class VolumeHelpers implements Disposable {
  readonly #options: VolumeHelpersOptions;
  readonly #helpers = new Map<string, Helper>();
  /** This process; one of the same number may have been before it: in a container it is always the first. */
  readonly #owner = `${hostname()}/${process.pid}/${Math.round(performance.timeOrigin)}`;
  #closed = false;

  constructor(options: VolumeHelpersOptions) {
    this.#options = options;
  }

  /** Whether this container is one of them. */
  isOne(id: string): boolean {
    return [...this.#helpers.values()].some((helper) => helper.id === id);
  }

  /** Rejects with Conflict where the host has no image to make one of. */
  async take(host: string, volume: string, commands: EngineCommands, signal: AbortSignal): Promise<string> {
    const key = `${host}/${volume}`;
    let helper = this.#helpers.get(key);
    if (helper === undefined) {
      helper = { host, made: this.#make(host, volume, commands, signal) };
      this.#helpers.set(key, helper);
    }
    try {
      helper.id = await helper.made;
    } catch (error) {
      this.#helpers.delete(key);
      throw error;
    }
    clearTimeout(helper.timer);
    const { unusedFor = UNUSED_FOR } = this.#options;
    helper.timer = setTimeout(() => void this.#end(key), unusedFor).unref();
    return helper.id;
  }

  /** Somebody else removed it. */
  forget(host: string, volume: string): void {
    const key = `${host}/${volume}`;
    clearTimeout(this.#helpers.get(key)?.timer);
    this.#helpers.delete(key);
  }

  /** Removes what a Quayside left that is there no more. Says nothing where it can't. */
  async removeLeftovers(host: string, signal: AbortSignal): Promise<void> {
    const left = (await this.#options.queries(host).listHelpers(signal)).filter((helper) => this.#isLeft(helper));
    await Promise.all(left.map(({ id }) => this.#remove(host, id, signal)));
  }

  /** Removes all of them. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#helpers.keys()].map((key) => this.#end(key)));
  }

  dispose(): void {
    for (const { timer } of this.#helpers.values()) clearTimeout(timer);
  }

  async #make(host: string, volume: string, commands: EngineCommands, signal: AbortSignal): Promise<string> {
    const images = await this.#options.queries(host).resources.listImages(signal);
    const [smallest] = images.sort((a, b) => a.size - b.size);
    if (smallest === undefined)
      throw new Conflict("No container has this volume, and the host has no image that one could be made of.");
    const helper = { volume, image: smallest.id, destination: helperRoot, owner: this.#owner };
    return commands.createVolumeHelper(helper, signal);
  }

  async #end(key: string): Promise<void> {
    const helper = this.#helpers.get(key);
    if (helper === undefined) return;
    clearTimeout(helper.timer);
    this.#helpers.delete(key);
    // Whoever took it was told why it could not be made.
    const id = await helper.made.catch(() => undefined);
    if (id !== undefined) await this.#remove(helper.host, id, AbortSignal.timeout(this.#closed ? 3_000 : 30_000));
  }

  /** What can't be removed now is a leftover that the next start finds. */
  async #remove(host: string, id: string, signal: AbortSignal): Promise<void> {
    const subject = { type: "container", id, name: "Quayside’s helper" } as const;
    await this.#options.gate
      .perform(
        { host, subject, type: "remove", need: containerNeeds.files, looks: true },
        // With it go the nameless volumes that its image may ask for. The one that it was made for has a name.
        (commands, abort) => commands.removeContainer(id, { force: true, volumes: true }, abort),
        signal,
      )
      .catch(() => {});
  }

  #isLeft({ labels, createdAt }: Container): boolean {
    const owner = labels[helperLabel];
    // Whatever the engine answered: what doesn't bear our mark is somebody else's.
    if (owner === undefined) return false;
    if (owner === this.#owner) return false;
    const [machine = "", pid = ""] = owner.split("/");
    if (machine === hostname() && (Number(pid) === process.pid || !isAlive(Number(pid)))) return true;
    return this.#options.now() - createdAt > OLDEST;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
