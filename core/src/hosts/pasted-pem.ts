import { createPrivateKey, X509Certificate } from "node:crypto";
import { certificatesIn, endOf } from "./certificate-end.ts";
import { isLocked } from "./locked-key.ts";

export interface PastedCertificate {
  /** The certificates alone, whatever else was in the text. */
  readonly pem: string;
  /** Of the first: "CN=vault, O=Lab". Text from strangers. */
  readonly subject: string;
  /** When the first of them ends, epoch milliseconds. */
  readonly ends: number;
}

export interface PastedPrivateKey {
  readonly pem: string;
  /** "ec", "rsa" …; nothing where a passphrase keeps it from being seen. */
  readonly type?: string;
}

/** Nothing where the text holds no certificate, or one that can't be read. */
export function pastedCertificate(text: string): PastedCertificate | undefined {
  try {
    const certificates = certificatesIn(text);
    const [first] = certificates;
    if (first === undefined) return undefined;
    return {
      pem: certificates.map((certificate) => certificate.toString()).join(""),
      subject: first.subject.replaceAll("\n", ", "),
      ends: Math.min(...certificates.map(endOf)),
    };
  } catch {
    return undefined;
  }
}

/** Nothing where the text holds no key, or one that TLS can't take. */
export function pastedPrivateKey(text: string): PastedPrivateKey | undefined {
  const pem = /-----BEGIN ([A-Z]+ )?PRIVATE KEY-----[\s\S]+?-----END ([A-Z]+ )?PRIVATE KEY-----/.exec(text)?.[0];
  if (pem === undefined) return undefined;
  const whole = `${pem}\n`;
  if (isLocked(whole)) return { pem: whole };
  try {
    const { asymmetricKeyType: type } = createPrivateKey(whole);
    return { pem: whole, ...(type === undefined ? {} : { type }) };
  } catch {
    return undefined;
  }
}

/** True too where a passphrase keeps that from being seen. */
export function belongTogether(certificate: PastedCertificate, { pem, type }: PastedPrivateKey): boolean {
  return type === undefined || new X509Certificate(certificate.pem).checkPrivateKey(createPrivateKey(pem));
}
