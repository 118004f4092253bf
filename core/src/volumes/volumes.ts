import { eachRef } from "../actions/each-ref.ts";
import type { Gate } from "../actions/gate.ts";
import { Conflict, InvalidInput, isError } from "../errors/errors.ts";
import { containerUse } from "../inventory/resource-use.ts";
import type { Resources } from "../inventory/resources.ts";
import { resourceNeeds } from "../model/access.ts";
import type { ActionResult, ForceOptions } from "../model/action.ts";
import type { Confirmation } from "../model/confirmation.ts";
import type { Container } from "../model/container.ts";
import type { NewVolume } from "../model/new-resource.ts";
import type { Ref } from "../model/ref.ts";
import { volumeNameProblem } from "../model/resource-name.ts";
import { createVolumeCommand, removeVolumeCommand } from "./volume-commands.ts";
import { volumeConfirmation } from "./volume-confirmation.ts";

export interface VolumesOptions {
  readonly gate: Gate;
  readonly resources: Pick<Resources, "get" | "stale">;
  /** All that the inventory knows of a host's containers. */
  readonly containers: (host: string) => readonly Container[];
  readonly hostName: (host: string) => string;
  readonly inspectJson: (ref: Ref, signal: AbortSignal) => Promise<unknown>;
}

/** What can be done with volumes. A volume's id is its name. */
export class Volumes {
  readonly #options: VolumesOptions;

  constructor(options: VolumesOptions) {
    this.#options = options;
  }

  /** Rejects: InvalidInput for a name that no engine takes, Conflict where it is taken, EngineError … */
  async create(host: string, volume: NewVolume, signal: AbortSignal): Promise<Ref> {
    const wanted = { ...volume, name: volume.name.trim() };
    const problem = volumeNameProblem(wanted.name);
    if (problem !== undefined) throw new InvalidInput("name", problem);
    const ref = { host, id: wanted.name };
    await this.#options.gate.perform(
      {
        ...{ host, subject: { type: "volume", id: wanted.name, name: wanted.name }, type: "create" },
        ...{ need: resourceNeeds.create, command: createVolumeCommand(wanted) },
      },
      async (commands, abort) => {
        // The engine would hand out the one that is there, and leave the new one's options aside without a word.
        if (await this.#exists(ref, abort)) throw new Conflict(`There is a volume “${wanted.name}” already.`);
        await commands.createVolume(wanted, abort);
      },
      signal,
    );
    this.#options.resources.stale(host, "volumes");
    return ref;
  }

  /** One that a container uses is refused by the engine. Force: one whose driver has lost it goes too. */
  remove(refs: readonly Ref[], options: ForceOptions, signal: AbortSignal): Promise<ActionResult[]> {
    return eachRef(refs, this.#options.hostName, async (ref) => {
      await this.#options.gate.perform(
        {
          ...{ host: ref.host, subject: { type: "volume", id: ref.id, name: ref.id }, type: "remove" },
          ...{ need: resourceNeeds.remove, command: removeVolumeCommand(ref.id, options) },
        },
        (commands, abort) => commands.removeVolume(ref.id, options.force === true, abort),
        signal,
      );
      this.#options.resources.stale(ref.host, "volumes");
    });
  }

  /** What to ask before these are removed. What is gone already is left out. */
  confirm(refs: readonly Ref[]): Confirmation {
    const { resources, containers, hostName } = this.#options;
    const volumes = refs.flatMap(
      ({ host, id }) => resources.get(host)?.volumes.find((volume) => volume.id === id) ?? [],
    );
    const users = new Set(
      volumes.flatMap(({ host, id }) => containers(host).filter((each) => containerUse(each).volumes.includes(id))),
    );
    return volumeConfirmation(volumes, [...users], hostName);
  }

  /** The engine's own JSON, indented. */
  async inspect(ref: Ref, signal: AbortSignal): Promise<string> {
    return JSON.stringify(await this.#options.inspectJson(ref, signal), null, 2);
  }

  async #exists(ref: Ref, signal: AbortSignal): Promise<boolean> {
    try {
      await this.#options.inspectJson(ref, signal);
      return true;
    } catch (error) {
      if (isError(error, "NotFound")) return false;
      throw error;
    }
  }
}
