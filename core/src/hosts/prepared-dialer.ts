import type { Dialer } from "../engine/dialer.ts";
import type { Disposable } from "../lifetime/disposable.ts";
import type { CertificateEnd } from "../model/host.ts";
import type { HostReach } from "./host-reach.ts";
import type { LoginContext } from "./ssh/login-context.ts";

/** What a host goes through on the way to its engine, in this order. */
export type DialStep = "name" | "port" | "key" | "login";

/** `found`: the fact that it brought to light, such as the address behind a name. */
export type StepReached = (step: DialStep, found?: string) => void;

export interface DialPreparation {
  readonly context: LoginContext;
  readonly reached?: StepReached;
}

export function isPrepared(dialer: Dialer): dialer is PreparedDialer {
  return "prepare" in dialer;
}

/** A dialer of which something has to be done once before the first connection, such as to log in. */
export interface PreparedDialer extends Dialer, Disposable {
  /** Errors: HostUnreachable, HostKeyRefused, TlsFailed, AuthenticationFailed, Cancelled. */
  prepare(preparation: DialPreparation): Promise<void>;
  /** Where the engine was found, for people. */
  readonly via: string | undefined;
  /** The jump hosts on the way, in their order, each as ssh's settings name it. */
  readonly through?: readonly string[] | undefined;
  /** Where certificates are shown: the one that ends first. May be another after each `dial`. */
  readonly certificate?: CertificateEnd | undefined;
  /** There while it is prepared. */
  readonly reach?: HostReach | undefined;
  /** Gives up what was prepared: it doesn't answer any more. */
  drop(): void;
}
