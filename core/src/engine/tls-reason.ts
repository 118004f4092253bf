import type { TlsReason } from "../errors/errors.ts";

const reasons: Readonly<Record<string, TlsReason>> = {
  TLS_FILE: "file-unreadable",
  CERT_HAS_EXPIRED: "expired",
  CERT_NOT_YET_VALID: "not-yet-valid",
  ERR_TLS_CERT_ALTNAME_INVALID: "wrong-name",
  DEPTH_ZERO_SELF_SIGNED_CERT: "unknown-authority",
  SELF_SIGNED_CERT_IN_CHAIN: "unknown-authority",
  UNABLE_TO_GET_ISSUER_CERT: "unknown-authority",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "unknown-authority",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "unknown-authority",
  CERT_SIGNATURE_FAILURE: "unknown-authority",
  ERR_SSL_WRONG_VERSION_NUMBER: "no-tls",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "no-tls",
};

/** Why a TLS connection failed, by the code that Node and OpenSSL give; nothing for a failure of another kind. */
export function tlsReason(code: string): TlsReason | undefined {
  const known = reasons[code];
  if (known !== undefined) return known;
  // What the engine says of our certificate comes as an alert, after the handshake where TLS 1.3 is spoken.
  if (/^ERR_SSL_.*ALERT/.test(code)) return "client-refused";
  // The key is protected by a passphrase, is none, or doesn't belong to the certificate.
  return /^(ERR_OSSL_|ERR_MISSING_PASSPHRASE)/.test(code) ? "key-unusable" : undefined;
}
