import type { Container } from "../model/container.ts";
import type { EngineEvent } from "../model/engine-event.ts";

/** What a helper of ours says of itself, so that none is left behind and none is shown. */
export const helperLabel = "dev.quayside.volume-helper";

/** An image may bear the label too, and so do the containers that are made of it; but a helper is never started. */
export function isHelper({ labels, state }: Pick<Container, "labels" | "state">): boolean {
  return labels[helperLabel] !== undefined && state === "created";
}

/** What the engine tells of a container that is not started. */
const UNSTARTED = new Set(["create", "destroy", "archive-path", "extract-to-dir"]);

export function isOfHelper({ type, action, attributes }: EngineEvent): boolean {
  return type === "container" && attributes[helperLabel] !== undefined && UNSTARTED.has(action);
}

export interface VolumeHelper {
  readonly volume: string;
  /** An id of one that the engine has; nothing of it is run. */
  readonly image: string;
  /** Where the volume lies in it. */
  readonly destination: string;
  /** Whose helper it is: the value of the label. */
  readonly owner: string;
}

/** The body of `/containers/create`. Without a network and without a start it takes nothing but a directory. */
export function volumeHelperBody({ volume, image, destination, owner }: VolumeHelper): unknown {
  return {
    Image: image,
    // An image may name neither, and then the engine refuses.
    Entrypoint: ["quayside"],
    Cmd: [],
    Labels: { [helperLabel]: owner },
    NetworkDisabled: true,
    HostConfig: {
      NetworkMode: "none",
      // Not `Binds`: a volume that is gone would be made anew by that.
      Mounts: [{ Type: "volume", Source: volume, Target: destination, VolumeOptions: { NoCopy: true } }],
    },
  };
}
