import { createPrivateKey } from "node:crypto";

/** Whether a private key in PEM, PKCS #8 or of its own form, is protected by a passphrase. OpenSSH's form is not looked into. */
export function isLocked(pem: string): boolean {
  return /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(pem);
}

/** The key in PKCS #8 without its passphrase; undefined where that is wrong. Throws what OpenSSL says of what it can't read at all. */
export function unlocked(pem: string, passphrase: string): string | undefined {
  try {
    return opened(pem, passphrase);
  } catch (error) {
    if (isGivenUpCipher(error)) throw error;
    // One wrong passphrase in 256 decrypts to noise that ends like padding: OpenSSL takes it for a key of a form that
    // it doesn't know, as it does with what is broken. In that it fails by any passphrase.
    if (isUnknownForm(error) && OTHERS.every((other) => isUnknownForm(failureOf(pem, other)))) throw error;
    return undefined;
  }
}

const OTHERS = ["one", "another", "a third"];

function opened(pem: string, passphrase: string): string {
  return createPrivateKey({ key: pem, passphrase }).export({ type: "pkcs8", format: "pem" }).toString();
}

function failureOf(pem: string, passphrase: string): unknown {
  try {
    opened(pem, passphrase);
    return undefined;
  } catch (error) {
    return error;
  }
}

function isGivenUpCipher(error: unknown): boolean {
  return codeOf(error) === "ERR_OSSL_EVP_UNSUPPORTED";
}

function isUnknownForm(error: unknown): boolean {
  return codeOf(error) === "ERR_OSSL_UNSUPPORTED";
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code;
}
