import { X509Certificate } from "node:crypto";
import type { TLSSocket } from "node:tls";
import type { CertificateEnd } from "../model/host.ts";

/**
 * The certificate that ends first of those that this connection takes; nothing where it takes none. `cert`: ours, in PEM.
 * `verify`: the engine's is looked at; where it is not, its end changes nothing.
 */
export function firstEnd(
  { socket, verify, cert }: { readonly socket: TLSSocket; readonly verify: boolean; readonly cert: string | undefined },
  now: number,
): CertificateEnd | undefined {
  const engine = verify ? chainOf(socket.getPeerX509Certificate()) : [];
  const ends: CertificateEnd[] = [
    ...engine
      .map((certificate): CertificateEnd => ({ whose: "engine", at: endOf(certificate) }))
      // Some present an authority that is over beside one that holds: the connection was made without it.
      .filter(({ at }) => at > now),
    ...(cert === undefined ? [] : certificatesIn(cert)).map(
      (certificate): CertificateEnd => ({ whose: "ours", at: endOf(certificate) }),
    ),
  ];
  return ends.sort((a, b) => a.at - b.at)[0];
}

/** All in a text of PEM. Throws for what is none. */
export function certificatesIn(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}

/** Epoch milliseconds. */
export function endOf(certificate: X509Certificate): number {
  return Date.parse(certificate.validTo);
}

/** It and those that signed it; the last has signed itself. */
function chainOf(first: X509Certificate | undefined): X509Certificate[] {
  const chain: X509Certificate[] = [];
  const LONGEST = 20;
  for (let next = first; next !== undefined && chain.length < LONGEST; next = next.issuerCertificate) chain.push(next);
  return chain;
}
