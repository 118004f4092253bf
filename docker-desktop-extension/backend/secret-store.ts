import { join } from "node:path";
import type { SecretStore } from "@quayside/core/hosts/credentials.ts";
import type { Disposable } from "@quayside/core/lifetime/disposable.ts";
import { StateFile, type StateFileOptions } from "@quayside/core/storage/state-file.ts";
import * as v from "valibot";
import { keepToOwner } from "./own-mode.ts";
import { type SealedSecret, seal, unseal } from "./secret-cipher.ts";
import { SecretKey } from "./secret-key.ts";

type SealedSecrets = Readonly<Record<string, SealedSecret>>;

const sealedSecrets: v.GenericSchema<unknown, SealedSecrets> = v.record(
  v.string(),
  v.looseObject({ nonce: v.string(), text: v.string(), tag: v.string() }),
);

export interface SecretFileOptions extends Pick<StateFileOptions<unknown>, "report" | "clock"> {
  readonly folder: string;
}

/**
 * Secrets in Docker Desktop, which has no place for them: `secrets.json`, each encrypted by AES-256-GCM, with the key
 * in `secrets.key` beside it. It keeps them from whoever gets hold of the one file, a log or a search; whoever has the
 * whole volume has the key. All reject with StoreUnusable where a file can't be used. A file that doesn't hold what was
 * put there, down to a byte, is set aside and reported.
 */
export class SecretFile implements SecretStore, Disposable {
  readonly #report: SecretFileOptions["report"];
  readonly #closed = new AbortController();
  readonly #path: string;
  readonly #keyPath: string;
  readonly #key: SecretKey;
  readonly #file: StateFile<SealedSecrets>;

  constructor({ folder, report, clock }: SecretFileOptions) {
    this.#report = report;
    this.#path = join(folder, "secrets.json");
    this.#keyPath = join(folder, "secrets.key");
    this.#key = new SecretKey({ path: this.#keyPath, report, clock });
    const parse = (data: unknown): SealedSecrets => this.#checked(v.parse(sealedSecrets, data));
    this.#file = new StateFile({ path: this.#path, report, clock, version: 1, empty: {}, parse });
  }

  async get(name: string): Promise<string | undefined> {
    const sealed = (await this.#read())[name];
    if (sealed === undefined) return undefined;
    return unseal(name, sealed, await this.#keyOrNew());
  }

  async set(name: string, text: string): Promise<void> {
    // Before a key is made: secrets whose key is lost are set aside as such.
    await this.#read();
    const key = await this.#keyOrNew();
    await this.#file.update((all) => ({ ...all, [name]: seal(name, text, key) }), this.#closed.signal);
  }

  async delete(name: string): Promise<void> {
    await this.#read();
    await this.#file.update((all) => {
      const { [name]: gone, ...others } = all;
      return gone === undefined ? all : others;
    }, this.#closed.signal);
  }

  dispose(): void {
    this.#closed.abort();
    this.#file.dispose();
  }

  async #read(): Promise<SealedSecrets> {
    for (const path of [this.#keyPath, this.#path]) await keepToOwner(path, this.#report);
    return (await this.#file.read(this.#closed.signal)).data;
  }

  async #keyOrNew(): Promise<Buffer> {
    return this.#key.read() ?? (await this.#key.make(this.#closed.signal));
  }

  /** The key is read each time: another process may have set it aside. */
  #checked(all: SealedSecrets): SealedSecrets {
    const entries = Object.entries(all);
    if (entries.length === 0) return all;
    const key = this.#key.read();
    if (key === undefined) throw new Error(`the key that opens it is not in ${this.#keyPath}`);
    for (const [name, sealed] of entries) {
      try {
        unseal(name, sealed, key);
      } catch (cause) {
        throw new Error(`it was changed, or ${this.#keyPath} is not the key that it was made with`, { cause });
      }
    }
    return all;
  }
}
