import type { ErrorInfo } from "../errors/error-info.ts";
import type { Ref } from "./ref.ts";

/** A port of a container that is open on the machine that Quayside runs on, and nowhere else. */
export interface Forward {
  readonly id: string;
  /** The container that it leads to now: another where it was made anew under the same name. */
  readonly container: Ref;
  readonly name: string;
  /** In the container. */
  readonly port: number;
  /** On 127.0.0.1. */
  readonly localPort: number;
  /** How many are open now. */
  readonly connections: number;
  /** Why the last connection could not be made; absent where it could. */
  readonly problem?: ErrorInfo;
  /** Epoch milliseconds. */
  readonly openedAt: number;
}
