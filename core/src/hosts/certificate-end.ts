import { X509Certificate } from "node:crypto";
import type { DetailedPeerCertificate, TLSSocket } from "node:tls";
import type { CertificateEnd } from "../model/host.ts";

/**
 * The certificate that ends first of those that this connection takes; nothing where it takes none. `cert`: ours, in PEM.
 * `verify`: the engine's is looked at; where it is not, its end changes nothing.
 */
export function firstEnd(
  { socket, verify, cert }: { readonly socket: TLSSocket; readonly verify: boolean; readonly cert: string | undefined },
  now: number,
): CertificateEnd | undefined {
  const engine = verify ? endsOfChain(socket.getPeerCertificate(true)) : [];
  const ends: CertificateEnd[] = [
    ...engine
      .map((at): CertificateEnd => ({ whose: "engine", at }))
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

/** The ends of the one that the engine shows and of those that signed it, as far as this side knows them. */
function endsOfChain(first: DetailedPeerCertificate): number[] {
  const ends: number[] = [];
  const seen = new Set<DetailedPeerCertificate>();
  // The last has signed itself.
  for (let next = first; next?.valid_to !== undefined && !seen.has(next); next = next.issuerCertificate) {
    seen.add(next);
    ends.push(Date.parse(next.valid_to));
  }
  return ends;
}
