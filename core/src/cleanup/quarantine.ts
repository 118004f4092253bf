import { randomUUID } from "node:crypto";
import type { Action, Gate } from "../actions/gate.ts";
import type { EngineCommands } from "../engine/engine-commands.ts";
import type { EngineQueries } from "../engine/engine-queries.ts";
import { number, object, text } from "../engine/json.ts";
import { describeError } from "../errors/describe-error.ts";
import { Conflict, isError } from "../errors/errors.ts";
import type { Container } from "../model/container.ts";
import type {
  PurgeOptions,
  PurgeResult,
  QuarantinedContainer,
  RestoredContainer,
  RestoreOptions,
} from "../model/quarantine.ts";
import type { Ref } from "../model/ref.ts";
import { foundContainer } from "./found-container.ts";
import { quarantineRecord } from "./quarantine-record.ts";
import type { QuarantineRecord, QuarantineRecords } from "./quarantine-records.ts";
import { restoreContainer } from "./restore-container.ts";

export interface QuarantineOptions {
  readonly gate: Gate;
  readonly records: QuarantineRecords;
  readonly queries: (host: string) => EngineQueries;
  readonly container: (ref: Ref) => Container | undefined;
  readonly hostName: (host: string) => string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const DEFAULT_GRACE = 10;

/** Containers that are put aside and can be had back. Their volumes are left alone. */
export class Quarantine {
  readonly #options: QuarantineOptions;

  constructor(options: QuarantineOptions) {
    this.#options = options;
  }

  /**
   * Stops it, and renames it. One that was broken off goes on where it is asked again. Rejects: Conflict for one that
   * can't be kept; NotFound, HostUnreachable, NotAllowed, StoreUnusable …
   */
  async put(ref: Ref, signal: AbortSignal): Promise<QuarantinedContainer> {
    const { gate, container } = this.#options;
    const name = container(ref)?.name ?? ref.id.slice(0, 12);
    const record = await gate.perform(
      actionOn("quarantine", ref.host, ref.id, name),
      (commands, abort) => this.#put(commands, ref, abort),
      signal,
    );
    return shown(record);
  }

  async list(signal: AbortSignal): Promise<readonly QuarantinedContainer[]> {
    return (await this.#options.records.list(signal)).map(shown);
  }

  /** Again after each change, be it another window's. */
  async *watch(signal: AbortSignal): AsyncGenerator<readonly QuarantinedContainer[]> {
    for await (const records of this.#options.records.watch(signal)) yield records.map(shown);
  }

  /**
   * Gives it its name, restart policy and networks back, and starts it where it ran; one that was removed is made again.
   * Rejects: Conflict where the name is taken or a network is gone; NotFound where its image is gone; HostUnreachable …
   */
  async restore(id: string, options: RestoreOptions, signal: AbortSignal): Promise<RestoredContainer> {
    const { gate, records, queries } = this.#options;
    const record = await records.get(id, signal);
    return gate.perform(
      actionOn("restore", record.host, record.containerId, record.name),
      async (commands, abort) => {
        const restored = await restoreContainer(
          { calls: commands, queries: queries(record.host), signal: abort },
          record,
          options,
        );
        await records.remove(id, abort);
        return restored;
      },
      signal,
    );
  }

  /** Removes them for good. One that was started or renamed meanwhile is in use, and stays. */
  purge(ids: readonly string[], options: PurgeOptions, signal: AbortSignal): Promise<PurgeResult[]> {
    return Promise.all(
      ids.map(async (id): Promise<PurgeResult> => {
        let host = "";
        try {
          const record = await this.#options.records.get(id, signal);
          host = record.host;
          await this.#options.gate.perform(
            actionOn("purge", host, record.containerId, record.name),
            (commands, abort) => this.#purge(commands, record, options, abort),
            signal,
          );
          return { id };
        } catch (error) {
          return { id, error: describeError(error, this.#options.hostName(host)) };
        }
      }),
    );
  }

  async #put(commands: EngineCommands, ref: Ref, signal: AbortSignal): Promise<QuarantineRecord> {
    const { records, hostName, now } = this.#options;
    const queries = this.#options.queries(ref.host);
    const json = object(await queries.inspectContainerJson(ref.id, signal));
    const facts = { id: randomUUID(), host: ref.host, hostName: hostName(ref.host), now: now() };
    // On the disk before anything is changed: whatever breaks off from here on can be undone.
    const record = await records.add(quarantineRecord(json, facts), signal);
    await this.#putAside(commands, json, record, signal);
    await records.complete(record.id, signal);
    return { ...record, complete: true };
  }

  async #putAside(
    commands: EngineCommands,
    json: ReturnType<typeof object>,
    record: QuarantineRecord,
    signal: AbortSignal,
  ): Promise<void> {
    const { containerId: id, restartPolicy, quarantineName } = record;
    const { habits } = this.#options.queries(record.host);
    // The policy first, or one in a restart loop comes up between.
    if (restartPolicy.name !== "no" && habits.restartPolicyChanges)
      await commands.setRestartPolicy(id, "no", 0, signal).catch(async (error: unknown) => {
        // The engine said no, and nothing is changed: there is nothing to undo.
        if (!isError(error, "HostUnreachable") && !isError(error, "Cancelled"))
          await this.#options.records.remove(record.id, signal);
        throw error;
      });
    if (object(json.State).Running === true) {
      const grace = number(object(json.Config).StopTimeout) ?? DEFAULT_GRACE;
      await commands.stopContainer(id, grace, signal);
    }
    if (nameOf(json) !== quarantineName) await commands.renameContainer(id, quarantineName, signal);
  }

  async #purge(
    commands: EngineCommands,
    record: QuarantineRecord,
    { volumes = false }: PurgeOptions,
    signal: AbortSignal,
  ): Promise<void> {
    const found = await foundContainer(this.#options.queries(record.host), record.containerId, signal);
    if (found !== undefined) {
      if (object(found.State).Running === true)
        throw new Conflict(`“${nameOf(found)}” was started meanwhile: it is not removed.`);
      if (nameOf(found) !== record.quarantineName)
        throw new Conflict(`“${record.quarantineName}” is called “${nameOf(found)}” by now: it is not removed.`);
      await commands.removeContainer(record.containerId, { volumes }, signal);
    }
    await this.#options.records.remove(record.id, signal);
  }
}

function actionOn(type: string, host: string, id: string, name: string): Action {
  return { host, subject: { type: "container", id, name }, type, need: "admin" };
}

/** Without its recipe, which holds its environment: a list is no place for that. */
function shown({ wasPaused, restartPolicy, recipe, ...record }: QuarantineRecord): QuarantinedContainer {
  return record;
}

function nameOf(json: ReturnType<typeof object>): string {
  return text(json.Name).replace(/^\//, "");
}
