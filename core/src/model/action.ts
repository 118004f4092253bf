import type { ErrorInfo } from "../errors/error-info.ts";
import type { Ref } from "./ref.ts";

export type ContainerAction = "start" | "stop" | "restart" | "pause" | "unpause" | "kill" | "rename" | "remove";

/** What can be done with images, volumes and networks; only images are pulled, and those are not created. */
export type ResourceAction = "create" | "pull" | "remove";

/** The outcome for one of many: one failure never hides the others. */
export interface ActionResult {
  readonly ref: Ref;
  readonly error?: ErrorInfo;
}

export interface StopOptions {
  /** Seconds between SIGTERM and SIGKILL; 10 unless told. */
  readonly grace?: number;
}

export interface RemoveOptions {
  /** Kill it first where it runs. */
  readonly force?: boolean;
  /** Anonymous volumes too. */
  readonly volumes?: boolean;
}

export interface ForceOptions {
  /** As docker's own `--force`: the engine decides what it overrides. */
  readonly force?: boolean;
}
