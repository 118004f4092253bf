import type { ErrorInfo } from "../errors/error-info.ts";
import type { EngineInfo } from "./host.ts";

/** What a new host goes through, in this order. "key": an SSH host key, or a certificate. "access": whether it may be looked at. */
export type TestStep = "name" | "port" | "key" | "login" | "engine" | "access";

export interface StepResult {
  readonly step: TestStep;
  readonly outcome: "passed" | "failed" | "running" | "not-reached";
  /** Milliseconds from the step before, once it has passed or failed; what a person took is in it. */
  readonly took?: number;
  /**
   * The fact that it brought to light, once it has passed. "name": the address; "key": type and fingerprint of an SSH
   * host key; "login": the user, and the key where one was enough.
   */
  readonly found?: string;
}

/** A host that is tried out before it is added. */
export interface HostTestReport {
  /** True once nothing more follows. */
  readonly finished: boolean;
  readonly steps: readonly StepResult[];
  /** What the engine says of itself, where it answered. */
  readonly engine?: EngineInfo;
  /** Where its socket was found, on a host that is reached by SSH. */
  readonly via?: string;
  /** Why the first step that failed did. */
  readonly error?: ErrorInfo;
}
