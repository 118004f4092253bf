import { eachRef } from "../actions/each-ref.ts";
import type { Gate } from "../actions/gate.ts";
import type { EngineCommands } from "../engine/engine-commands.ts";
import type { EngineQueries } from "../engine/engine-queries.ts";
import { InvalidInput } from "../errors/errors.ts";
import { containerNeeds } from "../model/access.ts";
import type { ActionResult, ContainerAction, RemoveOptions, StopOptions } from "../model/action.ts";
import type { Confirmation } from "../model/confirmation.ts";
import type { Container } from "../model/container.ts";
import type { ContainerDetails } from "../model/container-details.ts";
import { containerNameProblem } from "../model/container-name.ts";
import type { ProcessTable } from "../model/process-table.ts";
import type { Ref } from "../model/ref.ts";
import { confirmation } from "./confirmation.ts";
import { commandLine, DEFAULT_GRACE } from "./container-commands.ts";
import { type DetailsOptions, readDetails } from "./read-details.ts";

export interface ContainersOptions {
  readonly gate: Gate;
  readonly container: (ref: Ref) => Container | undefined;
  readonly hostName: (host: string) => string;
  readonly queries: (host: string) => EngineQueries;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly inspectJson: (ref: Ref, signal: AbortSignal) => Promise<unknown>;
}

type Run = (commands: EngineCommands, id: string, signal: AbortSignal) => Promise<void>;

/** What can be done with containers. Each takes many and gives a result for each. */
export class Containers {
  readonly #options: ContainersOptions;

  constructor(options: ContainersOptions) {
    this.#options = options;
  }

  start(refs: readonly Ref[], signal: AbortSignal): Promise<ActionResult[]> {
    return this.#each("start", refs, {}, (commands, id, abort) => commands.startContainer(id, abort), signal);
  }

  stop(refs: readonly Ref[], options: StopOptions, signal: AbortSignal): Promise<ActionResult[]> {
    const grace = options.grace ?? DEFAULT_GRACE;
    return this.#each("stop", refs, options, (commands, id, abort) => commands.stopContainer(id, grace, abort), signal);
  }

  restart(refs: readonly Ref[], options: StopOptions, signal: AbortSignal): Promise<ActionResult[]> {
    const grace = options.grace ?? DEFAULT_GRACE;
    return this.#each(
      "restart",
      refs,
      options,
      (commands, id, abort) => commands.restartContainer(id, grace, abort),
      signal,
    );
  }

  pause(refs: readonly Ref[], signal: AbortSignal): Promise<ActionResult[]> {
    return this.#each("pause", refs, {}, (commands, id, abort) => commands.pauseContainer(id, abort), signal);
  }

  unpause(refs: readonly Ref[], signal: AbortSignal): Promise<ActionResult[]> {
    return this.#each("unpause", refs, {}, (commands, id, abort) => commands.unpauseContainer(id, abort), signal);
  }

  kill(refs: readonly Ref[], signal: AbortSignal): Promise<ActionResult[]> {
    return this.#each("kill", refs, {}, (commands, id, abort) => commands.killContainer(id, abort), signal);
  }

  remove(refs: readonly Ref[], options: RemoveOptions, signal: AbortSignal): Promise<ActionResult[]> {
    return this.#each(
      "remove",
      refs,
      options,
      (commands, id, abort) => commands.removeContainer(id, options, abort),
      signal,
    );
  }

  /** Rejects: InvalidInput for a name that no engine takes, Conflict where it is taken. */
  async rename(ref: Ref, name: string, signal: AbortSignal): Promise<void> {
    const wanted = name.trim();
    const problem = containerNameProblem(wanted);
    if (problem !== undefined) {
      throw new InvalidInput("name", problem);
    }
    await this.#perform(
      "rename",
      ref,
      { newName: wanted },
      (commands, id, abort) => commands.renameContainer(id, wanted, abort),
      signal,
    );
  }

  /** What to ask before these are removed or killed. What is gone already is left out. */
  confirm(action: "remove" | "kill", refs: readonly Ref[]): Confirmation {
    const containers = refs.flatMap((ref) => this.#options.container(ref) ?? []);
    return confirmation(action, containers, this.#options.hostName);
  }

  /** The engine's own JSON, indented. */
  async inspect(ref: Ref, signal: AbortSignal): Promise<string> {
    return JSON.stringify(await this.#options.inspectJson(ref, signal), null, 2);
  }

  /** Compared with its image, which may be gone. Rejects: NotFound, HostUnreachable, EngineError. */
  details(ref: Ref, options: DetailsOptions, signal: AbortSignal): Promise<ContainerDetails> {
    return readDetails(this.#options, ref, options, signal);
  }

  /** What runs in it now. Rejects: NotFound; EngineError or Conflict where it doesn't run; HostUnreachable. */
  async processes({ host, id }: Ref, signal: AbortSignal): Promise<ProcessTable> {
    return await this.#options.queries(host).processes(id, signal);
  }

  #each(
    action: ContainerAction,
    refs: readonly Ref[],
    options: StopOptions & RemoveOptions,
    run: Run,
    signal: AbortSignal,
  ): Promise<ActionResult[]> {
    return eachRef(refs, this.#options.hostName, (ref) => this.#perform(action, ref, options, run, signal));
  }

  #perform(
    action: ContainerAction,
    ref: Ref,
    options: StopOptions & RemoveOptions & { readonly newName?: string },
    run: Run,
    signal: AbortSignal,
  ): Promise<void> {
    const name = this.#options.container(ref)?.name ?? ref.id.slice(0, 12);
    return this.#options.gate.perform(
      {
        host: ref.host,
        subject: { type: "container", id: ref.id, name },
        type: action,
        need: containerNeeds[action],
        command: commandLine(action, name, options),
      },
      (commands, abort) => run(commands, ref.id, abort),
      signal,
    );
  }
}
