import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** A secret as it lies in the file; all three in base64. */
export interface SealedSecret {
  readonly nonce: string;
  readonly text: string;
  readonly tag: string;
}

/** Bytes. */
export const KEY_LENGTH = 32;
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;
const CIPHER = "aes-256-gcm";

/** The name is sealed with it, so that a secret under another name's entry is noticed. */
export function seal(name: string, text: string, key: Uint8Array): SealedSecret {
  const nonce = randomBytes(NONCE_LENGTH);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_LENGTH }).setAAD(Buffer.from(name));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  const base64 = (bytes: Buffer): string => bytes.toString("base64");
  return { nonce: base64(nonce), text: base64(sealed), tag: base64(cipher.getAuthTag()) };
}

/** Throws where the key is another, or the name, or any byte. */
export function unseal(name: string, sealed: SealedSecret, key: Uint8Array): string {
  const bytes = (base64: string): Buffer => Buffer.from(base64, "base64");
  const decipher = createDecipheriv(CIPHER, key, bytes(sealed.nonce), { authTagLength: TAG_LENGTH });
  decipher.setAAD(Buffer.from(name)).setAuthTag(bytes(sealed.tag));
  return Buffer.concat([decipher.update(bytes(sealed.text)), decipher.final()]).toString("utf8");
}
