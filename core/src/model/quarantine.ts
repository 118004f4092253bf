import type { ErrorInfo } from "../errors/error-info.ts";

/** A container that was put aside: stopped, renamed, and kept with all that is needed to make it again. */
export interface QuarantinedContainer {
  /** Of this entry, not of the container. */
  readonly id: string;
  readonly host: string;
  /** What the host was called then. */
  readonly hostName: string;
  readonly containerId: string;
  /** The name that it gets back. */
  readonly name: string;
  /** Its name meanwhile: "web.quayside-quarantine-20261130T071900Z". */
  readonly quarantineName: string;
  /** The image's name, as it was made with. */
  readonly image: string;
  /** Epoch milliseconds. */
  readonly since: number;
  readonly wasRunning: boolean;
  /** False where it was broken off on the way: it may be stopped or renamed already. Restoring it undoes that too. */
  readonly complete: boolean;
}

export interface RestoreOptions {
  /** Networks that are gone are left out. Without it such a container is not restored. */
  readonly withoutNetworks?: boolean;
}

export interface RestoredContainer {
  readonly host: string;
  /** Another one than before where the container had been removed. */
  readonly containerId: string;
  readonly name: string;
  readonly madeAgain: boolean;
  /** Names of volumes that were gone: they are empty now. */
  readonly emptyVolumes: readonly string[];
  /** Names of the networks that it is not on any more. */
  readonly leftOutNetworks: readonly string[];
}

export interface PurgeOptions {
  /** Anonymous volumes of the containers too. */
  readonly volumes?: boolean;
}

/** The outcome for one of many. `id` is the entry's. */
export interface PurgeResult {
  readonly id: string;
  readonly error?: ErrorInfo;
}
