import { createPrivateKey } from "node:crypto";
import { Worker } from "node:worker_threads";
import { loadSsh2 } from "./load-ssh2.ts";
import { ssh2Module } from "./ssh2-module.ts";

/** A private key as it lies in its file. */
export interface PrivateKeyFile {
  readonly path: string;
  readonly text: string;
  readonly encrypted: boolean;
  /** The public key in ssh's binary form; undefined where only the passphrase would tell it. */
  readonly blob: Buffer | undefined;
}

export class PassphraseWrong extends Error {}

/** `publicText`: the file beside it with `.pub` at its end, where there is one. Undefined for what is no private key. */
export function readPrivateKey(path: string, text: string, publicText: string | undefined): PrivateKeyFile | undefined {
  const openssh = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]+?)-----END/.exec(text)?.[1];
  if (openssh !== undefined) {
    const header = openSshHeader(Buffer.from(openssh, "base64"));
    return header && { path, text, ...header };
  }
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return undefined;
  const encrypted = /ENCRYPTED/.test(text);
  return { path, text, encrypted, blob: publicBlob(publicText) ?? (encrypted ? undefined : blobOf(text)) };
}

/**
 * Signs as ssh wants it. A key with a passphrase is opened in a thread of its own, since that takes most of a second
 * by design; it is never handed out of there. Rejects with PassphraseWrong where that is the cause.
 */
export async function sign(
  key: PrivateKeyFile,
  passphrase: string | undefined,
  data: Buffer,
  hash: string | undefined,
): Promise<Buffer> {
  const text = withoutPkcs8(key.text, passphrase);
  if (!key.encrypted || text !== key.text) {
    const signature = parsed(text).sign(data, hash);
    if (!Buffer.isBuffer(signature)) throw signature;
    return signature;
  }
  return await signInThread({ ssh2: ssh2Module, text, passphrase, data, hash });
}

/** Plain JavaScript, since a thread gets no help from what runs this TypeScript. */
const threadSource = `
const { parentPort, workerData } = require("node:worker_threads");
const { ssh2, text, passphrase, data, hash } = workerData;
const parsed = require(ssh2).utils.parseKey(text, passphrase);
const key = Array.isArray(parsed) ? parsed[0] : parsed;
const signature = key instanceof Error ? key : key.sign(Buffer.from(data), hash);
parentPort.postMessage(signature instanceof Error ? { failure: signature.message } : { signature });
`;

function signInThread(work: {
  readonly ssh2: string;
  readonly text: string;
  readonly passphrase: string | undefined;
  readonly data: Buffer;
  readonly hash: string | undefined;
}): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(threadSource, { eval: true, workerData: work, env: {}, execArgv: [] });
    thread.once("message", (answer: { readonly signature?: Uint8Array; readonly failure?: string }) => {
      if (answer.signature !== undefined) resolve(Buffer.from(answer.signature));
      else reject(new PassphraseWrong(answer.failure));
    });
    thread.once("error", reject);
    thread.once("exit", () => reject(new Error("The thread that was to sign has ended.")));
  });
}

/** ssh2 doesn't read PKCS #8, Node does. What is of another form stays as it is. */
function withoutPkcs8(text: string, passphrase: string | undefined): string {
  if (!/-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.test(text)) return text;
  try {
    const key = createPrivateKey({ key: text, ...(passphrase === undefined ? {} : { passphrase }) });
    return key.export({ format: "pem", type: key.asymmetricKeyType === "ec" ? "sec1" : "pkcs1" }).toString();
  } catch (error) {
    throw passphrase === undefined ? error : new PassphraseWrong("The passphrase doesn’t open the key.");
  }
}

function parsed(text: string): { sign(data: Buffer, hash?: string): Buffer | Error; getPublicSSH(): Buffer } {
  const keys = loadSsh2().utils.parseKey(text) as unknown;
  const key: unknown = Array.isArray(keys) ? keys[0] : keys;
  if (key instanceof Error) throw key;
  return key as ReturnType<typeof parsed>;
}

function blobOf(text: string): Buffer | undefined {
  try {
    return parsed(withoutPkcs8(text, undefined)).getPublicSSH();
  } catch {
    // It is offered to no server then, and named if none of the others is accepted.
    return undefined;
  }
}

function publicBlob(text: string | undefined): Buffer | undefined {
  const base64 = text?.trim().split(/\s+/)[1];
  return base64 === undefined ? undefined : Buffer.from(base64, "base64");
}

/** The part before what may be encrypted (openssh/PROTOCOL.key): cipher, key derivation, and the public key. */
function openSshHeader(data: Buffer): { readonly encrypted: boolean; readonly blob: Buffer } | undefined {
  const magic = "openssh-key-v1\0";
  if (data.toString("latin1", 0, magic.length) !== magic) return undefined;
  let offset = magic.length;
  const next = (): Buffer | undefined => {
    if (offset + 4 > data.length) return undefined;
    const end = offset + 4 + data.readUInt32BE(offset);
    const bytes = end > data.length ? undefined : data.subarray(offset + 4, end);
    offset = end;
    return bytes;
  };
  const cipher = next()?.toString("latin1");
  next(); // the key derivation
  next(); // its options
  offset += 4; // how many keys: always one
  const blob = next();
  return cipher === undefined || blob === undefined ? undefined : { encrypted: cipher !== "none", blob };
}
