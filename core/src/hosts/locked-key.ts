import { createPrivateKey } from "node:crypto";

/** Whether a private key in PEM, PKCS #8 or of its own form, is protected by a passphrase. OpenSSH's form is not looked into. */
export function isLocked(pem: string): boolean {
  return /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(pem);
}

/** The key in PKCS #8 without its passphrase; undefined where that is wrong. Throws what OpenSSL says of what it can't read at all. */
export function unlocked(pem: string, passphrase: string): string | undefined {
  try {
    return createPrivateKey({ key: pem, passphrase }).export({ type: "pkcs8", format: "pem" }).toString();
  } catch (error) {
    // A cipher that OpenSSL has given up. Anything else may come of a wrong passphrase, since that decrypts to noise.
    if ((error as NodeJS.ErrnoException).code === "ERR_OSSL_UNSUPPORTED") throw error;
    return undefined;
  }
}
