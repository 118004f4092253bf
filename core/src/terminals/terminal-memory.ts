import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { isError } from "../errors/errors.ts";
import { throwIfAborted } from "../lifetime/abort.ts";
import { detachKeysProblem } from "../model/detach-keys.ts";
import { type ExecOptions, isSecretEntry } from "../model/terminal-request.ts";
import { StateFile, type StateFileOptions } from "../storage/state-file.ts";

const texts = v.pipe(v.array(v.string()), v.readonly());
const options = v.object({
  command: v.exactOptional(texts),
  user: v.exactOptional(v.string()),
  directory: v.exactOptional(v.string()),
  environment: v.exactOptional(texts),
});
const kept = v.looseObject({
  /** Of this store: what was made for its windows is known by it. */
  id: v.exactOptional(v.string()),
  containers: v.optional(v.record(v.string(), options), {}),
  /** By host. */
  debugImages: v.optional(v.record(v.string(), v.string()), {}),
  detachKeys: v.exactOptional(v.string()),
});
type Kept = v.InferOutput<typeof kept>;
const nothing: Kept = { containers: {}, debugImages: {} };

/** Container names; the one that was used longest ago goes first. */
const MOST = 300;

/** What people chose for their terminals, by the container's name, in a file that all windows share. */
export class TerminalMemory {
  readonly #file: StateFile<Kept>;
  readonly #report: (error: unknown) => void;
  readonly #closed = new AbortController();
  #storeId: string | undefined;

  constructor(where: Pick<StateFileOptions<Kept>, "path" | "report" | "clock">) {
    this.#report = (error) => {
      if (isError(error, "StoreUnusable")) where.report({ path: where.path, sentence: error.message, error });
    };
    this.#file = new StateFile<Kept>({
      ...where,
      version: 1,
      empty: nothing,
      parse: (data) => v.parse(kept, data),
    });
    this.#file.onDidChange(({ data }) => {
      this.#storeId = data.id ?? this.#storeId;
    });
  }

  /** Nothing until one was needed. */
  get storeId(): string | undefined {
    return this.#storeId;
  }

  /** Reads it the first time: what is made for other windows of this store is known from then on. */
  async load(): Promise<void> {
    await this.#read(this.#closed.signal);
  }

  /** The store's id; made now where there is none. Rejects with StoreUnusable. */
  async ownStoreId(signal: AbortSignal): Promise<string> {
    const { id } = await this.#file.update(
      (data) => (data.id === undefined ? { ...data, id: randomUUID() } : data),
      signal,
    );
    this.#storeId = id;
    return id ?? "";
  }

  /** Nothing where nothing was chosen yet, nor where the file can't be read, which is reported. */
  async last(container: string, signal: AbortSignal): Promise<ExecOptions> {
    const { containers } = await this.#read(signal);
    return Object.hasOwn(containers, container) ? (containers[container] ?? {}) : {};
  }

  /** The image of the last debug shell on this host. */
  async lastImage(host: string, signal: AbortSignal): Promise<string | undefined> {
    const { debugImages } = await this.#read(signal);
    return Object.hasOwn(debugImages, host) ? debugImages[host] : undefined;
  }

  /** Those that left a main process last: a person has the same ones everywhere. */
  async lastDetachKeys(signal: AbortSignal): Promise<string | undefined> {
    const { detachKeys } = await this.#read(signal);
    // The file may have been written by hand.
    return detachKeys !== undefined && detachKeysProblem(detachKeys) === undefined ? detachKeys : undefined;
  }

  keepDetachKeys(detachKeys: string): void {
    this.#change((data) => ({ ...data, detachKeys }));
  }

  keepImage(host: string, image: string): void {
    this.#change((data) => ({ ...data, debugImages: { ...data.debugImages, [host]: image } }));
  }

  /** It is a help for the next time: nobody waits for it. What looks secret in the environment is not written. */
  keep(container: string, chosen: ExecOptions): void {
    const { command, user, directory, environment = [] } = chosen;
    const open = environment.filter((entry) => !isSecretEntry(entry));
    const worth: ExecOptions = {
      ...(command === undefined ? {} : { command }),
      ...(user === undefined ? {} : { user }),
      ...(directory === undefined ? {} : { directory }),
      ...(open.length === 0 ? {} : { environment: open }),
    };
    const change = (data: Kept): Kept => {
      const others = Object.entries(data.containers).filter(([name]) => name !== container);
      const containers = Object.fromEntries([...others.slice(1 - MOST), [container, worth]]);
      return { ...data, containers };
    };
    this.#change(change);
  }

  #change(change: (data: Kept) => Kept): void {
    this.#file.update(change, this.#closed.signal).catch(this.#report);
  }

  async #read(signal: AbortSignal): Promise<Kept> {
    try {
      const { data } = await this.#file.read(signal);
      this.#storeId = data.id ?? this.#storeId;
      return data;
    } catch (error) {
      throwIfAborted(signal);
      this.#report(error);
      return nothing;
    }
  }

  dispose(): void {
    this.#closed.abort();
    this.#file.dispose();
  }
}
