import type { SecretQuestion } from "@quayside/core/model/prompter.ts";

/** All words of what a login asks. */
export const strings = {
  close: "Refuse",

  hostKeyTitle: (host: string): string => `Is this ${host}?`,
  hostKeySentence: (address: string): string => `${address} shows this key, and nobody has vouched for it yet.`,
  type: "Type",
  fingerprint: "Fingerprint",
  compare: "Compare it on the host itself, for instance at its console:",
  compareWhy: "If the two differ, somebody else may be answering in its place: refuse.",
  keep: "If it is the right one, keep it",
  keepIn: { quayside: "with Quayside alone", once: "only until Quayside ends" },
  keepWithSsh: (file: string): string => `with ssh’s own keys, in ${file}`,
  trust: "Trust this key",
  refuse: "Refuse",

  secretTitle: (kind: SecretQuestion["kind"], host: string): string =>
    kind === "password"
      ? `Password for ${host}`
      : kind === "passphrase"
        ? `Passphrase of the key for ${host}`
        : `${host} asks`,
  again: "That was not right. Try again.",
  serverSays: "The server’s own words",
  keyFile: "Key file",
  labels: { password: "Password", passphrase: "Passphrase", code: "Answer" } satisfies Record<
    SecretQuestion["kind"],
    string
  >,
  keepSecret: "Keep it in the secret store, encrypted",
  keepSecretElse: "Else it is held until Quayside ends.",
  answer: "Continue",
  notNow: "Not now",
  failed: "The answer did not arrive",
  unwatched: "What a login asks can’t be shown",
  empty: "Nothing was entered yet.",
} as const;
