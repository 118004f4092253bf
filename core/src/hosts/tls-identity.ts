import { readFile } from "node:fs/promises";
import { AuthenticationFailed, TlsFailed } from "../errors/errors.ts";
import { throwIfAborted } from "../lifetime/abort.ts";
import { connectionAddress, PASTED, type TlsConnection } from "../model/host.ts";
import { PASTED_KEY, passphraseOf } from "./credentials.ts";
import { isLocked, unlocked } from "./locked-key.ts";
import type { LoginContext } from "./ssh/login-context.ts";

/** What a TLS connection takes, each in PEM; the key is open. */
export interface TlsIdentity {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** A locked key as it was found, and as it was opened. */
interface OpenedKey {
  readonly locked: string;
  readonly key: string;
}

/** Finds certificates and key anew each time, so that a renewed one is used at once; a key is opened once. */
export class TlsIdentities {
  readonly #connection: TlsConnection;
  #opened: OpenedKey | undefined;

  constructor(connection: TlsConnection) {
    this.#connection = connection;
  }

  /** Rejects: TlsFailed, AuthenticationFailed where the key stays locked, Cancelled; a file's own error has `code` TLS_FILE. */
  async current(context: LoginContext): Promise<TlsIdentity> {
    const { ca, cert, key } = this.#connection;
    const [caText, certText, keyText] = await Promise.all([pem(ca), pem(cert), this.#keyText(key, context)]);
    return {
      ...(caText === undefined ? {} : { ca: caText }),
      ...(certText === undefined ? {} : { cert: certText }),
      ...(keyText === undefined ? {} : { key: await this.#open(keyText, context) }),
    };
  }

  async #keyText(key: string | undefined, { credentials, hostId }: LoginContext): Promise<string | undefined> {
    if (key !== PASTED) return await pem(key);
    const pasted = await credentials.find(hostId, PASTED_KEY);
    if (pasted !== undefined) return pasted;
    throw new TlsFailed("key-missing", connectionAddress(this.#connection), "There is no key in the secret store.");
  }

  async #open(text: string, context: LoginContext): Promise<string> {
    if (!isLocked(text)) return text;
    if (this.#opened?.locked !== text) this.#opened = { locked: text, key: await this.#unlock(text, context) };
    return this.#opened.key;
  }

  /** With the passphrase that is known, else with one that the person gives, who is asked until it fits. */
  async #unlock(text: string, { credentials, hostId, hostName, prompter, signal }: LoginContext): Promise<string> {
    const { key } = this.#connection;
    const address = connectionAddress(this.#connection);
    const prompt = key === undefined || key === PASTED ? PASTED_KEY : key;
    const name = passphraseOf(prompt);
    const known = await credentials.find(hostId, name);
    const opened = known === undefined ? undefined : unlocked(text, known);
    if (opened !== undefined) return opened;
    if (known !== undefined) await credentials.drop(hostId, name);
    for (let again = known !== undefined; ; again = true) {
      const question = { kind: "passphrase", host: hostName, address, prompt, echo: false, again } as const;
      const answer = await prompter?.secret(question, signal);
      throwIfAborted(signal);
      if (answer === undefined)
        throw new AuthenticationFailed(
          again ? "passphrase-wrong" : "passphrase-needed",
          address,
          `${prompt} is locked.`,
        );
      const right = unlocked(text, answer.text);
      if (right === undefined) continue;
      credentials.hold(hostId, name, answer);
      await credentials.keep(hostId);
      return right;
    }
  }
}

/** Of what is PEM itself, or the path of a file. */
async function pem(given: string | undefined): Promise<string | undefined> {
  if (given === undefined || given.trimStart().startsWith("-----BEGIN")) return given;
  try {
    return await readFile(given, "utf8");
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw Object.assign(new Error(message, { cause }), { code: "TLS_FILE" });
  }
}
