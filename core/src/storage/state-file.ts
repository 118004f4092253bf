import { mkdir, readdir, readFile, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { isError, StoreUnusable } from "../errors/errors.ts";
import { delay, orAborted, throwIfAborted } from "../lifetime/abort.ts";
import type { Disposable } from "../lifetime/disposable.ts";
import { Emitter } from "../lifetime/emitter.ts";
import { acquireLock, type HeldLock } from "./file-lock.ts";
import { decodeDocument, encodeDocument, type StateDocument, type StateFormat } from "./state-document.ts";
import { errorCode, type StorageProblem, unusable } from "./storage-problem.ts";
import { watchFolder } from "./watch-folder.ts";

export interface State<T> {
  readonly data: T;
  /** One sentence that says why it can't be changed; absent where it can. */
  readonly readOnlyReason?: string;
}

export interface StateFileOptions<T> extends StateFormat<T> {
  readonly path: string;
  /** What the person must hear: a file was set aside, a change by another window can't be read. */
  readonly report: (problem: StorageProblem) => void;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

type Loaded<T> =
  | { readonly kind: "document"; readonly text: string; readonly document: StateDocument<T> }
  | { readonly kind: "absent" }
  | { readonly kind: "corrupt"; readonly bytes: Buffer; readonly why: string };

/**
 * A small JSON file that several windows share. Every change is: lock, read again, apply, replace. Windows hear of
 * each other's changes by `onDidChange`, from their first `read` or `update` on.
 */
export class StateFile<T> implements Disposable {
  readonly #options: StateFileOptions<T>;
  readonly #changed = new Emitter<State<T>>();
  readonly #closed = new AbortController();
  /** Reads and updates of this window go one after the other, so that an old text is never told after a new one. */
  #queue: Promise<unknown> = Promise.resolve();
  #watch: Disposable | undefined;
  #seen: string | undefined;
  #reported: string | undefined;
  #reloading = false;

  /** Once for each change, by this window or another. */
  readonly onDidChange = this.#changed.event;

  constructor(options: StateFileOptions<T>) {
    this.#options = options;
  }

  /** Rejects with StoreUnusable when the file is there and can't be read. */
  read(signal: AbortSignal): Promise<State<T>> {
    return this.#inTurn(signal, async () => this.#state(await this.#load(signal)));
  }

  /**
   * Applies `change` to what the file holds at that moment, and gives back what it holds then. Nothing is written where
   * `change` throws or returns what it was given. Rejects with StoreUnusable when the file can't be changed.
   */
  update(change: (current: T) => T, signal: AbortSignal): Promise<T> {
    return this.#inTurn(signal, async () => {
      for (;;) {
        const lock = await acquireLock(this.#options.path, signal);
        try {
          const document = await this.#load(signal, lock);
          const { data, readOnlyReason } = this.#state(document);
          if (readOnlyReason !== undefined) throw new StoreUnusable(readOnlyReason);
          const next = change(data);
          if (next === data) return data;
          throwIfAborted(signal);
          if (await lock.stillOurs()) return await this.#replace(next, document?.rest ?? {});
        } finally {
          await this.#release(lock);
        }
      }
    });
  }

  dispose(): void {
    this.#closed.abort();
    this.#watch?.dispose();
    this.#changed.dispose();
  }

  #inTurn<R>(signal: AbortSignal, run: () => Promise<R>): Promise<R> {
    const turn = this.#queue.then(async () => {
      throwIfAborted(signal);
      if (this.#watch === undefined) await this.#startWatching();
      return run();
    });
    this.#queue = turn.catch(() => {}); // whoever asked gets the error; the next one's turn comes all the same
    return orAborted(turn, signal);
  }

  async #startWatching(): Promise<void> {
    const folder = dirname(this.#options.path);
    await mkdir(folder, { recursive: true, mode: 0o700 }).catch((cause) => {
      throw unusable(folder, "made", cause);
    });
    if (this.#closed.signal.aborted) throw new StoreUnusable(`${this.#options.path} is used after it was closed.`);
    this.#watch = watchFolder(folder, (name) => this.#onFolderChange(name));
  }

  /** What the file holds, undefined when there is none; tells the listeners when it is not what was seen before. */
  async #load(signal: AbortSignal, held?: HeldLock): Promise<StateDocument<T> | undefined> {
    let loaded = await this.#readFile();
    if (loaded.kind === "corrupt") {
      const lock = held ?? (await acquireLock(this.#options.path, signal));
      try {
        loaded = await this.#setAside(loaded.bytes, signal);
      } finally {
        if (lock !== held) await this.#release(lock);
      }
    }
    const document = loaded.kind === "document" ? loaded.document : undefined;
    this.#see(loaded.kind === "document" ? loaded.text : "", document);
    return document;
  }

  /** A lock that can't be removed is no reason to deny what was done under it; the others clear it when it is stale. */
  async #release(lock: HeldLock): Promise<void> {
    const { path, report } = this.#options;
    await lock.release().catch((cause: unknown) => {
      const error = unusable(`${path}.lock`, "removed", cause);
      report({ path, sentence: error.message, error });
    });
  }

  async #readFile(): Promise<Loaded<T>> {
    const { path } = this.#options;
    let bytes: Buffer;
    try {
      bytes = await readFile(path);
    } catch (error) {
      if (errorCode(error) === "ENOENT") return { kind: "absent" };
      throw unusable(path, "read", error);
    }
    try {
      return { kind: "document", text: bytes.toString("utf8"), document: decodeDocument(bytes, this.#options) };
    } catch (error) {
      // Not the file's own fault: what it takes to understand it can't be read.
      if (isError(error, "StoreUnusable")) throw error;
      return { kind: "corrupt", bytes, why: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Under the lock: another window may have mended it by now, or somebody's editor may be in the midst of saving it. */
  async #setAside(found: Buffer, signal: AbortSignal): Promise<Loaded<T>> {
    const { path, clock, report } = this.#options;
    for (let last = found; ; ) {
      await delay(100, signal);
      const now = await this.#readFile();
      if (now.kind !== "corrupt") return now;
      if (now.bytes.equals(last)) {
        const aside = await freeName(`${path}.corrupt-${new Date(clock()).toISOString().replaceAll(":", "-")}`);
        await rename(path, aside).catch((cause) => {
          throw unusable(path, "set aside", cause);
        });
        report({
          path,
          sentence: `${path} could not be read (${now.why}). It was set aside as ${aside}; Quayside goes on without it.`,
        });
        return { kind: "absent" };
      }
      last = now.bytes;
    }
  }

  async #replace(data: T, rest: Readonly<Record<string, unknown>>): Promise<T> {
    const { path, version } = this.#options;
    const text = encodeDocument(data, version, rest);
    try {
      await removeLeftovers(path);
      await writeFileAtomic(path, text, { mode: 0o600 });
    } catch (cause) {
      throw unusable(path, "written", cause);
    }
    this.#see(text, { data, rest });
    return data;
  }

  #see(text: string, document: StateDocument<T> | undefined): void {
    const before = this.#seen;
    this.#seen = text;
    this.#reported = undefined;
    if (before !== undefined && before !== text) this.#changed.fire(this.#state(document));
  }

  #state(document: StateDocument<T> | undefined): State<T> {
    const { path, version, empty } = this.#options;
    if (document === undefined) return { data: empty };
    if (document.newer === undefined) return { data: document.data };
    const readOnlyReason = `${path} was written by a newer Quayside (format ${document.newer}, this one knows ${version}): it can be looked at but not changed. Update Quayside.`;
    return { data: document.data, readOnlyReason };
  }

  #onFolderChange(name: string | undefined): void {
    if (this.#reloading || (name !== undefined && name !== basename(this.#options.path))) return;
    this.#reloading = true;
    this.#inTurn(this.#closed.signal, () => {
      this.#reloading = false;
      return this.#load(this.#closed.signal);
    }).catch((error: unknown) => this.#reportOnce(error));
  }

  #reportOnce(error: unknown): void {
    this.#reloading = false;
    if (isError(error, "Cancelled")) return;
    const failure = isError(error, "StoreUnusable") ? error : unusable(this.#options.path, "read", error);
    if (failure.message === this.#reported) return;
    this.#reported = failure.message;
    this.#options.report({ path: this.#options.path, sentence: failure.message, error: failure });
  }
}

async function freeName(wanted: string): Promise<string> {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if ((await modified(name)) === undefined) return name;
  }
}

/** When the file was last changed, epoch milliseconds; undefined when there is none. */
async function modified(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** A window that was killed while it wrote leaves write-file-atomic's temporary file, "NAME.<digits>". */
async function removeLeftovers(path: string): Promise<void> {
  const prefix = `${basename(path)}.`;
  for (const name of await readdir(dirname(path))) {
    if (!name.startsWith(prefix) || !/^\d+$/.test(name.slice(prefix.length))) continue;
    const leftover = join(dirname(path), name);
    const time = await modified(leftover);
    // Not a fresh one: whoever lost the lock a moment ago may still be writing it.
    if (time !== undefined && Date.now() - time > 60_000) await unlink(leftover);
  }
}
