import type { CertificateEnd, HostState } from "./host.ts";

const DAY = 24 * 60 * 60 * 1000;
/** Days ahead in which a certificate can be renewed without haste. */
const AHEAD = 30;

/** A certificate that ends so soon that people are told. */
export interface EndingCertificate extends CertificateEnd {
  /** Rounded up; 0 where it has ended. */
  readonly days: number;
}

/** Nothing where the end is further away, and where there is no connection that takes a certificate. */
export function endingCertificate(state: HostState, now: number): EndingCertificate | undefined {
  if (state.kind !== "online" || state.certificate === undefined) return undefined;
  const days = Math.max(0, Math.ceil((state.certificate.at - now) / DAY));
  return days > AHEAD ? undefined : { ...state.certificate, days };
}
