import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { link, mkdir, open, rename, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { StoreUnusable } from "@quayside/core/errors/errors.ts";
import { acquireLock } from "@quayside/core/storage/file-lock.ts";
import type { StateFileOptions } from "@quayside/core/storage/state-file.ts";
import { errorCode, unusable } from "@quayside/core/storage/storage-problem.ts";
import { KEY_LENGTH } from "./secret-cipher.ts";

/** The file of the key that all secrets are encrypted with. It is made once, for all processes that share it. */
export class SecretKey {
  readonly #options: Pick<StateFileOptions<unknown>, "path" | "report" | "clock">;

  constructor(options: Pick<StateFileOptions<unknown>, "path" | "report" | "clock">) {
    this.#options = options;
  }

  /** Undefined where there is none, or what is there is no key. Throws StoreUnusable where it can't be read. */
  read(): Buffer | undefined {
    const bytes = this.#readFile();
    return bytes?.length === KEY_LENGTH ? bytes : undefined;
  }

  /** Makes it where there is none; what is there and is no key is set aside and reported. Rejects with StoreUnusable. */
  async make(signal: AbortSignal): Promise<Buffer> {
    const { path } = this.#options;
    const lock = await acquireLock(path, signal);
    try {
      const found = this.#readFile();
      if (found !== undefined && found.length !== KEY_LENGTH) await this.#setAside();
      if (found?.length !== KEY_LENGTH) await this.#create();
    } finally {
      await lock.release();
    }
    const key = this.read();
    if (key === undefined) throw new StoreUnusable(`${path} was changed by another program while it was made.`);
    return key;
  }

  /** Whole and only where there is none (`link` is exclusive): nobody sees half a key, and none is replaced. */
  async #create(): Promise<void> {
    const { path } = this.#options;
    const draft = `${path}.${randomUUID()}`;
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const file = await open(draft, "wx", 0o600);
      try {
        await file.writeFile(randomBytes(KEY_LENGTH));
        await file.sync();
      } finally {
        await file.close();
      }
      try {
        await link(draft, path);
      } catch (error) {
        if (errorCode(error) !== "EEXIST") throw error;
      } finally {
        await unlink(draft);
      }
    } catch (cause) {
      throw unusable(path, "written", cause);
    }
  }

  async #setAside(): Promise<void> {
    const { path, clock, report } = this.#options;
    const aside = `${path}.corrupt-${new Date(clock()).toISOString().replaceAll(":", "-")}`;
    await rename(path, aside).catch((cause) => {
      throw unusable(path, "set aside", cause);
    });
    report({ path, sentence: `${path} holds no key. It was set aside as ${aside}; Quayside made another.` });
  }

  #readFile(): Buffer | undefined {
    const { path } = this.#options;
    try {
      return readFileSync(path);
    } catch (error) {
      if (errorCode(error) === "ENOENT") return undefined;
      throw unusable(path, "read", error);
    }
  }
}
