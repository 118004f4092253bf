import type { SecretAnswer } from "../model/prompter.ts";

/** Where secrets lie: VS Code's SecretStorage, or an encrypted store. Never in Quayside's own folder as they are. */
export interface SecretStore {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
}

/** The name of a private key that was pasted, for TLS or SSH. */
export const PASTED_KEY = "pasted key";

/** The name of the passphrase of a key: of a file, or of the one that was pasted. */
export function passphraseOf(key: string): string {
  return `passphrase of ${key}`;
}

/**
 * What people gave to log in with, by host: a host's secrets lie under one key of the store, so that they go with it.
 * What was given is held until Quayside ends, and goes into the store once it has proved right, where the person
 * wants it kept.
 */
export class Credentials {
  readonly #store: SecretStore | undefined;
  readonly #held = new Map<string, Map<string, SecretAnswer>>();
  /** Changes of the store, one after another: each reads, changes and writes. */
  #storing: Promise<unknown> = Promise.resolve();

  constructor(store: SecretStore | undefined) {
    this.#store = store;
  }

  /** `name` says what it is for: "password of ssh://…". */
  async find(host: string, name: string): Promise<string | undefined> {
    return this.#held.get(host)?.get(name)?.text ?? (await this.#stored(host))[name];
  }

  hold(host: string, name: string, answer: SecretAnswer): void {
    const held = this.#held.get(host) ?? new Map<string, SecretAnswer>();
    held.set(name, answer);
    this.#held.set(host, held);
  }

  /** It proved wrong. */
  async drop(host: string, name: string): Promise<void> {
    this.#held.get(host)?.delete(name);
    await this.#change(host, ({ [name]: _wrong, ...others }) => others);
  }

  /** What was given to this host has proved right: what is to be kept goes into the store. */
  async keep(host: string): Promise<void> {
    const kept = [...(this.#held.get(host) ?? [])].filter(([, { keep }]) => keep);
    if (kept.length === 0) return;
    await this.#change(host, (before) => ({
      ...before,
      ...Object.fromEntries(kept.map(([name, { text }]) => [name, text])),
    }));
  }

  /** The host is gone. */
  async forget(host: string): Promise<void> {
    this.#held.delete(host);
    await this.#change(host, () => ({}));
  }

  #change(
    host: string,
    change: (before: Readonly<Record<string, string>>) => Readonly<Record<string, string>>,
  ): Promise<void> {
    const changed = this.#storing.then(async () => {
      const before = await this.#stored(host);
      const after = change(before);
      if (JSON.stringify(after) === JSON.stringify(before)) return;
      if (Object.keys(after).length === 0) await this.#store?.delete(storeKey(host));
      else await this.#store?.set(storeKey(host), JSON.stringify(after));
    });
    // The next change doesn't fail because this one did; who asked for this one hears of it.
    this.#storing = changed.catch(() => {});
    return changed;
  }

  async #stored(host: string): Promise<Readonly<Record<string, string>>> {
    const text = await this.#store?.get(storeKey(host));
    if (text === undefined) return {};
    try {
      const value: unknown = JSON.parse(text);
      const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
      return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
    } catch {
      // Whatever stands there, it is no secret of ours: the person is asked anew.
      return {};
    }
  }
}

function storeKey(host: string): string {
  return `host:${host}`;
}
