import type { HostKey, KnownHostKey } from "../model/host-key.ts";
import type { ErrorInfo } from "./error-info.ts";
import type { AuthenticationFailed, HostKeyRefused } from "./errors.ts";

type Words = Pick<ErrorInfo, "title" | "sentence" | "hint">;

/** Wording for a host whose key is not the one that it should have, as far as anybody knows. */
export function refusedKey(error: HostKeyRefused, host: string): Words & Pick<ErrorInfo, "detail" | "remedy"> {
  const { address, key, known, message } = error;
  const shown = key === undefined ? "a key" : print(key);
  const lines = known.map((line) => `${print(line)} in ${line.file}:${line.line}`).join("; ");
  switch (error.reason) {
    case "unknown":
      return {
        title: `The key of ${host} is not known`,
        sentence: `${address} shows ${shown}, and nobody has vouched for it yet.`,
        hint: "Compare the fingerprint with the host’s own (ssh-keygen -lf on the host), then connect and accept it.",
        detail: message,
      };
    case "changed":
      return {
        title: `The key of ${host} has changed`,
        sentence: `${address} shows ${shown}; known is ${lines}. Somebody else may be answering.`,
        hint: error.isOwn
          ? "If the host was set up anew, let Quayside forget the old key; it asks about the new one then. Else don’t connect."
          : "If the host was set up anew, remove the old line (ssh-keygen -R), then connect again. Else don’t connect.",
        detail: `Shown: ${shown}. Known: ${lines}.`,
        ...(error.isOwn ? { remedy: "forget-key" } : {}),
      };
    case "revoked":
      return {
        title: `The key of ${host} is revoked`,
        sentence: `${address} shows ${shown}, which must not be trusted any more: ${lines}.`,
        hint: "Give the host a new key. Nothing that shows this one is to be trusted.",
        detail: message,
      };
    case "authority":
      return {
        title: `The key of ${host} can’t be checked`,
        sentence: `${address} is vouched for by an authority (@cert-authority: ${lines}), which Quayside can’t check yet.`,
        hint: "Add the host’s own key to the file of known hosts as well.",
        detail: `Shown: ${shown}.`,
      };
    case "file-unusable":
      return {
        title: `The key of ${host} can’t be checked`,
        sentence: `A file of known hosts can’t be read or written, so nobody knows whether ${address} is the right host.`,
        hint: "Mend what the details name.",
        detail: message,
      };
  }
}

/** Wording for a host that doesn’t let this person in. */
export const notLetIn: Readonly<Record<AuthenticationFailed["reason"], (host: string, address: string) => Words>> = {
  refused: (host, address) => ({
    title: `${host} doesn’t let you in`,
    sentence: `${address} accepted none of your keys.`,
    hint: "Check the user name, and that your public key is in ~/.ssh/authorized_keys over there.",
  }),
  "password-needed": (host, address) => ({
    title: `${host} asks for your password`,
    sentence: `${address} lets nobody in without it.`,
    hint: "Try again to be asked for it.",
  }),
  "password-wrong": (host, address) => ({
    title: `The password for ${host} is wrong`,
    sentence: `${address} didn’t accept it.`,
    hint: "Try again to be asked for it again. Quayside doesn’t try by itself, so that nobody is locked out.",
  }),
  "passphrase-needed": (host, address) => ({
    title: `The key for ${host} is locked`,
    sentence: "It is protected by a passphrase.",
    hint: address.startsWith("ssh:")
      ? "Try again to be asked for it, or add the key to your SSH agent."
      : "Try again to be asked for it.",
  }),
  "passphrase-wrong": (host) => ({
    title: `The passphrase for ${host} is wrong`,
    sentence: "It doesn’t open the key.",
    hint: "Try again to be asked for it again.",
  }),
  "code-needed": (host, address) => ({
    title: `${host} asks for a code`,
    sentence: `${address} lets nobody in without a second factor.`,
    hint: "Try again to be asked for it.",
  }),
  "code-wrong": (host, address) => ({
    title: `The code for ${host} is wrong`,
    sentence: `${address} didn’t accept it.`,
    hint: "Try again to be asked for a new one.",
  }),
  "agent-gone": (host) => ({
    title: "Your SSH agent doesn’t answer",
    sentence: `The agent that holds the keys for ${host} is not there.`,
    hint: "Start it, and add your key (ssh-add). Quayside tries again by itself.",
  }),
  "key-unusable": (host) => ({
    title: `The key for ${host} can’t be used`,
    sentence: "It can’t be read, or is of a kind that Quayside doesn’t know.",
    hint: "Check what the details name, or add the key to your SSH agent.",
  }),
};

function print({ type, fingerprint }: HostKey | KnownHostKey): string {
  return `${type} ${fingerprint}`;
}
