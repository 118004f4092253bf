import type { ErrorInfo } from "./error-info.ts";
import type { TlsFailed } from "./errors.ts";

/** Wording for an engine and a Quayside that don't trust each other. */
export const untrusted: Record<
  TlsFailed["reason"],
  (host: string, address: string) => Pick<ErrorInfo, "title" | "sentence" | "hint">
> = {
  expired: (host, address) => ({
    title: `The certificate of ${host} has expired`,
    sentence: `The engine at ${address} shows a certificate whose time is over.`,
    hint: "Renew it on the host; nothing needs to be changed here.",
  }),
  "not-yet-valid": (host, address) => ({
    title: `The certificate of ${host} is not valid yet`,
    sentence: `The engine at ${address} shows a certificate whose time has not begun.`,
    hint: "Check the clocks of this machine and of the host.",
  }),
  "wrong-name": (host, address) => ({
    title: `The certificate of ${host} is for another name`,
    sentence: `The engine at ${address} shows a certificate that doesn’t bear this name.`,
    hint: "Use the name that it bears, or give that name as the server name of this host. Somebody else may be answering.",
  }),
  "unknown-authority": (host, address) => ({
    title: `The certificate of ${host} is not trusted`,
    sentence: `Nobody that this host’s settings trust has signed the certificate that ${address} shows.`,
    hint: "Check the file of the authority (ca.pem). Somebody else may be answering.",
  }),
  "client-refused": (host, address) => ({
    title: `${host} doesn’t accept your certificate`,
    sentence: `The engine at ${address} refused the connection because of the certificate that Quayside shows, or lacks.`,
    hint: "Check cert.pem and key.pem: they must be signed by the authority that the engine trusts, and not have expired.",
  }),
  "key-unusable": (host) => ({
    title: `The key for ${host} can’t be used`,
    sentence: "It is no key, is of a kind that can’t be read, or doesn’t belong to the certificate.",
    hint: "Check key.pem and cert.pem.",
  }),
  "key-missing": (host) => ({
    title: `The key for ${host} is not here`,
    sentence:
      "It was pasted, and is kept only where that was done: not in a copy of the host, and not in a file of hosts.",
    hint: "Paste it again in the settings of this host, or add the host anew.",
  }),
  "file-unreadable": (host) => ({
    title: `A certificate file for ${host} can’t be read`,
    sentence: "One of the files that this host’s settings name is missing, or your user may not read it.",
    hint: "Put it back, or change the settings of this host.",
  }),
  "no-tls": (host, address) => ({
    title: `${host} doesn’t speak TLS`,
    sentence: `What answers at ${address} is not encrypted.`,
    hint: "Check the port: 2376 is the usual one with TLS, 2375 the one without.",
  }),
};
