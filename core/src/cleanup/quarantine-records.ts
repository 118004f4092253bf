import * as v from "valibot";
import type { ContainerRecipe } from "../engine/container-recipe.ts";
import { NotFound } from "../errors/errors.ts";
import type { Disposable } from "../lifetime/disposable.ts";
import { latest } from "../lifetime/latest.ts";
import type { QuarantinedContainer } from "../model/quarantine.ts";
import { StateFile, type StateFileOptions } from "../storage/state-file.ts";

/** What is kept of a container, so that it can be as it was, even where it is removed meanwhile. */
export interface QuarantineRecord extends QuarantinedContainer {
  readonly wasPaused: boolean;
  readonly restartPolicy: { readonly name: string; readonly retries: number };
  readonly recipe: ContainerRecipe;
}

interface RecordList {
  readonly containers: readonly QuarantineRecord[];
}

const json = v.record(v.string(), v.unknown());
const stored = v.looseObject({
  containers: v.array(
    v.looseObject({
      ...{ id: v.string(), host: v.string(), hostName: v.string(), containerId: v.string() },
      ...{ name: v.string(), quarantineName: v.string(), image: v.string(), since: v.number() },
      ...{ wasRunning: v.boolean(), wasPaused: v.boolean(), complete: v.boolean() },
      restartPolicy: v.looseObject({ name: v.string(), retries: v.number() }),
      recipe: v.looseObject({
        ...{ config: json, hostConfig: json, imageId: v.string() },
        networks: v.array(v.looseObject({ name: v.string(), id: v.string(), endpoint: json })),
        volumes: v.array(v.looseObject({ name: v.string(), destination: v.string(), writable: v.boolean() })),
      }),
    }),
  ),
});

/** `quarantine.json`, shared by all windows. It holds the environment of containers, so that only its owner may read it. */
export class QuarantineRecords implements Disposable {
  readonly #file: StateFile<RecordList>;

  constructor(options: Pick<StateFileOptions<RecordList>, "path" | "report" | "clock">) {
    this.#file = new StateFile<RecordList>({
      ...options,
      version: 1,
      empty: { containers: [] },
      parse: (data) => v.parse(stored, data),
    });
  }

  async list(signal: AbortSignal): Promise<readonly QuarantineRecord[]> {
    return (await this.#file.read(signal)).data.containers;
  }

  /** Again after each change, be it another window's. */
  async *watch(signal: AbortSignal): AsyncGenerator<readonly QuarantineRecord[]> {
    let list = (await this.#file.read(signal)).data;
    const told = (listener: () => void) =>
      this.#file.onDidChange(({ data }) => {
        list = data;
        listener();
      });
    for await (const { containers } of latest(() => list, told, signal)) yield containers;
  }

  /** Rejects with NotFound. */
  async get(id: string, signal: AbortSignal): Promise<QuarantineRecord> {
    const record = (await this.list(signal)).find((each) => each.id === id);
    if (record === undefined) throw new NotFound("It is not in quarantine any more.");
    return record;
  }

  /** Gives what is kept of that container already, in place of `record`: what it was before it was first touched. */
  async add(record: QuarantineRecord, signal: AbortSignal): Promise<QuarantineRecord> {
    const isSame = ({ host, containerId }: QuarantineRecord) =>
      host === record.host && containerId === record.containerId;
    const { containers } = await this.#file.update(
      (list) => (list.containers.some(isSame) ? list : { ...list, containers: [...list.containers, record] }),
      signal,
    );
    return containers.find(isSame) ?? record;
  }

  async complete(id: string, signal: AbortSignal): Promise<void> {
    await this.#file.update(
      (list) => ({
        ...list,
        containers: list.containers.map((each) => (each.id === id ? { ...each, complete: true } : each)),
      }),
      signal,
    );
  }

  async remove(id: string, signal: AbortSignal): Promise<void> {
    await this.#file.update(
      (list) => ({ ...list, containers: list.containers.filter((each) => each.id !== id) }),
      signal,
    );
  }

  dispose(): void {
    this.#file.dispose();
  }
}
