import type { HostKey, KnownHostKey } from "../model/host-key.ts";

/**
 * The few errors of Quayside. They are told apart by `name`, a literal: core is bundled more than once, and
 * `instanceof` fails between two copies of one class.
 */
export type ErrorName =
  | "HostUnreachable"
  | "TlsFailed"
  | "HostKeyRefused"
  | "AuthenticationFailed"
  | "EngineError"
  | "NotFound"
  | "Conflict"
  | "NotAllowed"
  | "InvalidInput"
  | "FileRefused"
  | "StoreUnusable"
  | "FileUnwritable"
  | "Cancelled";

/** Why a host can't be reached, for the sentence that people get. */
export type UnreachableReason =
  | "socket-missing"
  | "socket-permission"
  | "refused"
  | "timeout"
  | "silent"
  | "connection-lost"
  | "not-an-engine"
  | "name-unknown"
  | "no-route"
  | "ssh-refused"
  | "not-ssh"
  | "ssh-settings"
  | "forwarding-refused"
  | "ports-refused"
  | "sessions-used-up"
  | "terminal-refused"
  | "ssh-lost"
  | "disabled"
  | "other";

/** Why an encrypted connection to an engine could not be made. */
export type TlsReason =
  | "expired"
  | "not-yet-valid"
  | "wrong-name"
  | "unknown-authority"
  | "client-refused"
  | "key-unusable"
  | "key-missing"
  | "file-unreadable"
  | "no-tls";

/** Why the key that a host shows is not accepted. */
export type HostKeyReason = "unknown" | "changed" | "revoked" | "authority" | "file-unusable";

/** Why a host doesn't let this person in. */
export type AuthenticationReason =
  | "refused"
  | "password-needed"
  | "password-wrong"
  | "passphrase-needed"
  | "passphrase-wrong"
  | "code-needed"
  | "code-wrong"
  | "agent-gone"
  | "key-unusable";

/** Why something can't be done with a file in a container. */
export type FileReason =
  | "permission"
  | "read-only"
  | "no-space"
  | "is-directory"
  | "not-directory"
  | "exists"
  | "circle"
  | "changed"
  | "busy"
  | "no-file"
  | "too-long"
  | "too-big"
  | "needs-running"
  | "owner-unknown"
  | "other";

abstract class QuaysideError extends Error {
  abstract override readonly name: ErrorName;
  /** Told where not the host itself failed but this one, through which it is reached. */
  jumpHost?: string;
}

/** The host does not answer, or what answers is no engine. `address` is as people write it. */
export class HostUnreachable extends QuaysideError {
  override readonly name = "HostUnreachable";
  constructor(
    readonly reason: UnreachableReason,
    readonly address: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The host is there, and the two sides don't trust each other. `address` is as people write it. */
export class TlsFailed extends QuaysideError {
  override readonly name = "TlsFailed";
  constructor(
    readonly reason: TlsReason,
    readonly address: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Nobody vouches for the key that the host shows, or somebody vouches for another. `address`: whose key it is. */
export class HostKeyRefused extends QuaysideError {
  override readonly name = "HostKeyRefused";
  constructor(
    readonly reason: HostKeyReason,
    readonly address: string,
    message: string,
    options?: ErrorOptions & {
      /** The key that was shown. */
      readonly key?: HostKey;
      /** Those that are known, and the lines that say so. */
      readonly known?: readonly KnownHostKey[];
      /** All these lines are in Quayside's own file, which it may change. */
      readonly isOwn?: boolean;
    },
  ) {
    super(message, options);
    this.key = options?.key;
    this.known = options?.known ?? [];
    this.isOwn = options?.isOwn ?? false;
  }
  readonly key: HostKey | undefined;
  readonly known: readonly KnownHostKey[];
  readonly isOwn: boolean;
}

/** The host is the right one, and it doesn't let this person in. `address`: which host, for it may be a jump host. */
export class AuthenticationFailed extends QuaysideError {
  override readonly name = "AuthenticationFailed";
  constructor(
    readonly reason: AuthenticationReason,
    readonly address: string,
    message: string,
    options?: ErrorOptions & {
      /** An agent answered and held no key yet, and there was no other. */
      readonly agentIsEmpty?: boolean;
    },
  ) {
    super(message, options);
    this.agentIsEmpty = options?.agentIsEmpty ?? false;
  }
  readonly agentIsEmpty: boolean;
}

/** The engine answered, with an error of its own. */
export class EngineError extends QuaysideError {
  override readonly name = "EngineError";
  constructor(
    readonly status: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export class NotFound extends QuaysideError {
  override readonly name = "NotFound";
  readonly remedy: "debug-shell" | undefined;
  /** `hint`: what to do, where it is not that the thing was removed meanwhile. */
  constructor(
    message: string,
    readonly hint?: string,
    options?: ErrorOptions & { readonly remedy?: "debug-shell" },
  ) {
    super(message, options);
    this.remedy = options?.remedy;
  }
}

/** What was asked goes against the present state: a name that is taken, a container that runs. */
export class Conflict extends QuaysideError {
  override readonly name = "Conflict";
}

/** The access level of the host forbids it. */
export class NotAllowed extends QuaysideError {
  override readonly name = "NotAllowed";
}

export class InvalidInput extends QuaysideError {
  override readonly name = "InvalidInput";
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

/** The container's file system, or the way to it, forbids it. `message` in the system's own words. */
export class FileRefused extends QuaysideError {
  override readonly name = "FileRefused";
  constructor(
    readonly reason: FileReason,
    readonly path: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The folder with Quayside's files can't be read or written. */
export class StoreUnusable extends QuaysideError {
  override readonly name = "StoreUnusable";
}

/** A file that the person chose can't be written, or not on. `code`: the system's. */
export class FileUnwritable extends QuaysideError {
  override readonly name = "FileUnwritable";
  constructor(
    readonly path: string,
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export class Cancelled extends QuaysideError {
  override readonly name = "Cancelled";
  constructor(message = "Cancelled.") {
    super(message);
  }
}

/** Says at which jump host it happened; the one that is told first is the one. */
export function atJumpHost(error: unknown, jumpHost: string): unknown {
  if (error instanceof QuaysideError) error.jumpHost ??= jumpHost;
  return error;
}

export function isError<N extends ErrorName>(error: unknown, name: N): error is ErrorOf<N> {
  return error instanceof Error && error.name === name;
}

export type ErrorOf<N extends ErrorName> = N extends "HostUnreachable"
  ? HostUnreachable
  : N extends "TlsFailed"
    ? TlsFailed
    : N extends "HostKeyRefused"
      ? HostKeyRefused
      : N extends "AuthenticationFailed"
        ? AuthenticationFailed
        : N extends "NotFound"
          ? NotFound
          : N extends "EngineError"
            ? EngineError
            : N extends "InvalidInput"
              ? InvalidInput
              : N extends "FileRefused"
                ? FileRefused
                : N extends "FileUnwritable"
                  ? FileUnwritable
                  : Error & { readonly name: N };
