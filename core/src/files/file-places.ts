import type { EngineCommands } from "../engine/engine-commands.ts";
import type { EngineQueries } from "../engine/engine-queries.ts";
import { isError } from "../errors/errors.ts";
import type { Container } from "../model/container.ts";
import type { FilePlace } from "../model/container-file.ts";
import type { Ref } from "../model/ref.ts";
import { ArchiveWay } from "./archive-way.ts";
import type { FileWay } from "./file-way.ts";
import { RootedWay } from "./rooted-way.ts";
import { NoShell } from "./run-script.ts";
import { ShellWay } from "./shell-way.ts";
import { helperRoot, type VolumeHelpers } from "./volume-helpers.ts";

export interface FilePlacesOptions {
  readonly container: (ref: Ref) => Container | undefined;
  readonly containersOf: (host: string) => readonly Container[];
  readonly queries: (host: string) => EngineQueries;
  readonly helpers: VolumeHelpers;
  readonly now: () => number;
}

/** By which container, and from where in it. */
interface Entrance {
  readonly container: string;
  /** It may have a shell: it runs, as far as is known. */
  readonly runs: boolean;
  /** "" where all of the container is meant. */
  readonly root: string;
  readonly isHelper?: boolean;
}

/** Containers without a shell that are remembered, so that they aren't asked for one at each look. */
const REMEMBERED = 1_000;

/** Finds the way to the files of a container or volume. */
export class FilePlaces {
  readonly #options: FilePlacesOptions;
  readonly #shellless = new Set<string>();

  constructor(options: FilePlacesOptions) {
    this.#options = options;
  }

  /** A shell in the container where it runs and has one, the engine alone else. */
  async through<T>(
    place: FilePlace,
    commands: EngineCommands,
    run: (way: FileWay) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const entrance = await this.#entrance(place, commands, signal);
    try {
      return await this.#by(entrance, place, commands, run);
    } catch (error) {
      if (entrance.isHelper !== true || !isError(error, "NotFound")) throw error;
      if (await this.#isThere(place.host, entrance.container, signal)) throw error;
      this.#options.helpers.forget(place.host, place.id);
      return this.#by(await this.#entrance(place, commands, signal), place, commands, run);
    }
  }

  async #by<T>(
    { container, runs, root }: Entrance,
    { host }: FilePlace,
    commands: EngineCommands,
    run: (way: FileWay) => Promise<T>,
  ): Promise<T> {
    const queries = this.#options.queries(host);
    const rooted = (way: FileWay): FileWay => (root === "" ? way : new RootedWay(way, root));
    if (runs && !this.#shellless.has(container)) {
      try {
        return await run(rooted(new ShellWay({ exec: commands.exec.bind(commands), queries, container })));
      } catch (error) {
        // It was stopped or paused a moment ago, and the engine can still read its files.
        if (error instanceof NoShell) this.#remember(container);
        else if (!isError(error, "Conflict")) throw error;
      }
    }
    const { archive } = queries;
    const putArchive = commands.putArchive.bind(commands);
    return run(rooted(new ArchiveWay({ putArchive, archive, container, now: this.#options.now })));
  }

  async #entrance({ host, kind, id }: FilePlace, commands: EngineCommands, signal: AbortSignal): Promise<Entrance> {
    const { container, containersOf, helpers } = this.#options;
    if (kind === "container") {
      const state = container({ host, id })?.state ?? "running";
      return { container: id, runs: state === "running", root: "" };
    }
    const users = containersOf(host).flatMap((each) => {
      const mount = each.mounts.find(({ type, source }) => type === "volume" && source === id);
      return mount === undefined ? [] : [{ container: each.id, runs: each.state === "running", ...mount }];
    });
    const worth = ({ runs, writable }: (typeof users)[number]) => (runs ? 2 : 0) + (writable ? 1 : 0);
    const [best] = users.sort((a, b) => worth(b) - worth(a));
    if (best !== undefined) return { container: best.container, runs: best.runs, root: best.destination };
    const helper = await helpers.take(host, id, commands, signal);
    return { container: helper, runs: false, root: helperRoot, isHelper: true };
  }

  /** The engine’s answer about a file of a container that is gone doesn't say which of both is. */
  async #isThere(host: string, container: string, signal: AbortSignal): Promise<boolean> {
    try {
      await this.#options.queries(host).inspectContainerJson(container, signal);
      return true;
    } catch (error) {
      if (isError(error, "NotFound")) return false;
      throw error;
    }
  }

  #remember(container: string): void {
    if (this.#shellless.size >= REMEMBERED) this.#shellless.clear();
    this.#shellless.add(container);
  }
}
