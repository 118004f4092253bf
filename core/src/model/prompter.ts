import type { HostKey } from "./host-key.ts";

/** A host that nobody has vouched for yet shows this key. */
export interface HostKeyQuestion {
  /** The host's name in Quayside. */
  readonly host: string;
  /** Whose key it is, which may be a jump host: `ssh://root@bastion:22`. */
  readonly address: string;
  readonly key: HostKey;
  /** The file in which ssh would keep it; undefined where there is none to write to. */
  readonly file: string | undefined;
}

/** Where the person wants the key to be kept: with ssh's own, with Quayside's, or until Quayside ends. */
export type HostKeyAnswer = "ssh" | "quayside" | "once";

export interface SecretQuestion {
  /** "code": whatever else the server asks, such as a one-time code. */
  readonly kind: "password" | "passphrase" | "code";
  readonly host: string;
  readonly address: string;
  /** The server's own words, or the file of the key. Text from strangers. */
  readonly prompt: string;
  /** Whether what is typed may be seen. */
  readonly echo: boolean;
  /** What was given before was wrong. */
  readonly again: boolean;
}

export interface SecretAnswer {
  readonly text: string;
  /** Into the secret store, for the next time; else it is held until Quayside ends. */
  readonly keep: boolean;
}

/** Asks the person. Undefined: they don't want to answer. */
export interface Prompter {
  hostKey(question: HostKeyQuestion, signal: AbortSignal): Promise<HostKeyAnswer | undefined>;
  secret(question: SecretQuestion, signal: AbortSignal): Promise<SecretAnswer | undefined>;
}
