import { eachRef } from "../actions/each-ref.ts";
import type { Gate } from "../actions/gate.ts";
import { Conflict, InvalidInput } from "../errors/errors.ts";
import { containerUse } from "../inventory/resource-use.ts";
import type { Resources } from "../inventory/resources.ts";
import { resourceNeeds } from "../model/access.ts";
import type { ActionResult } from "../model/action.ts";
import type { Confirmation } from "../model/confirmation.ts";
import type { Container } from "../model/container.ts";
import type { NewNetwork } from "../model/new-resource.ts";
import type { Ref } from "../model/ref.ts";
import type { Network } from "../model/resource.ts";
import { isBuiltInNetwork, networkNameProblem } from "../model/resource-name.ts";
import { createNetworkCommand, removeNetworkCommand } from "./network-commands.ts";
import { networkConfirmation } from "./network-confirmation.ts";
import { subnetProblem } from "./subnet.ts";

export interface NetworksOptions {
  readonly gate: Gate;
  readonly resources: Pick<Resources, "get" | "stale">;
  /** All that the inventory knows of a host's containers. */
  readonly containers: (host: string) => readonly Container[];
  readonly hostName: (host: string) => string;
  readonly inspectJson: (ref: Ref, signal: AbortSignal) => Promise<unknown>;
}

/** What can be done with networks. */
export class Networks {
  readonly #options: NetworksOptions;

  constructor(options: NetworksOptions) {
    this.#options = options;
  }

  /** Rejects: InvalidInput (name, subnet), Conflict where the name is taken, EngineError … */
  async create(host: string, network: NewNetwork, signal: AbortSignal): Promise<Ref> {
    const wanted = { ...network, name: network.name.trim() };
    const problem = networkNameProblem(wanted.name);
    if (problem !== undefined) throw new InvalidInput("name", problem);
    const subnet = wanted.subnet === undefined ? undefined : subnetProblem(wanted.subnet);
    if (subnet !== undefined) throw new InvalidInput("subnet", subnet);
    const id = await this.#options.gate.perform(
      {
        ...{ host, subject: { type: "network", id: wanted.name, name: wanted.name }, type: "create" },
        ...{ need: resourceNeeds.create, command: createNetworkCommand(wanted) },
      },
      (commands, abort) => commands.createNetwork(wanted, abort),
      signal,
    );
    this.#options.resources.stale(host, "networks");
    return { host, id };
  }

  /** The engine's own networks are refused here, one with running containers by the engine. */
  remove(refs: readonly Ref[], signal: AbortSignal): Promise<ActionResult[]> {
    return eachRef(refs, this.#options.hostName, async (ref) => {
      const network = this.#network(ref);
      const name = network?.name ?? ref.id.slice(0, 12);
      // An engine takes a name for an id.
      const builtIn = network?.builtIn ?? isBuiltInNetwork(ref.id);
      await this.#options.gate.perform(
        {
          ...{ host: ref.host, subject: { type: "network", id: ref.id, name }, type: "remove" },
          ...{ need: resourceNeeds.remove, command: removeNetworkCommand(this.#isOnly(ref, name) ? name : ref.id) },
        },
        async (commands, abort) => {
          if (builtIn) throw new Conflict(`“${name}” is one of the engine’s own networks and can’t be removed.`);
          await commands.removeNetwork(ref.id, abort);
        },
        signal,
      );
      this.#options.resources.stale(ref.host, "networks");
    });
  }

  /** What to ask before these are removed. What is gone already is left out. */
  confirm(refs: readonly Ref[]): Confirmation {
    const { containers, hostName } = this.#options;
    const networks = refs.flatMap((ref) => this.#network(ref) ?? []);
    const users = new Set(
      networks.flatMap(({ host, id, name }) =>
        containers(host).filter((each) => containerUse(each).networks.some((used) => used === name || used === id)),
      ),
    );
    return networkConfirmation(networks, [...users], hostName);
  }

  /** The engine's own JSON, indented. */
  async inspect(ref: Ref, signal: AbortSignal): Promise<string> {
    return JSON.stringify(await this.#options.inspectJson(ref, signal), null, 2);
  }

  #network({ host, id }: Ref): Network | undefined {
    return this.#options.resources.get(host)?.networks.find((network) => network.id === id);
  }

  /** Networks may share a name: then the command names the id. */
  #isOnly({ host }: Ref, name: string): boolean {
    return this.#options.resources.get(host)?.networks.filter((network) => network.name === name).length === 1;
  }
}
