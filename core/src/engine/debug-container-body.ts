import type { SharedMount } from "../model/terminal-facts.ts";

/** A container for a shell that looks into another one. */
export interface DebugContainer {
  readonly image: string;
  /** The id of the one that it looks into. */
  readonly target: string;
  readonly mounts: readonly SharedMount[];
  readonly labels: Readonly<Record<string, string>>;
}

/** There the image's own files are: a shell and its libraries would be hidden behind another's. */
const OWN =
  /^\/(?:$|(?:bin|sbin|lib|lib32|lib64|usr|usr\/(?:bin|sbin|lib|lib64|local)|etc)\/?$|(?:proc|sys|dev)(?:\/|$)|etc\/(?:hosts|hostname|resolv\.conf|passwd|group)$)/;

/**
 * What `/containers/create` takes. Its main process waits for the end of its input, which is the connection of who made
 * it: the engine closes that with the connection (StdinOnce, without a TTY), also where that one was killed, and removes
 * the container (AutoRemove). Volumes are named, and so none is removed with it, as those of VolumesFrom might be.
 */
export function debugContainerBody({ image, target, mounts, labels }: DebugContainer): unknown {
  return {
    Image: image,
    Entrypoint: ["sh", "-c", "read -r _"],
    Cmd: [],
    User: "0",
    Labels: labels,
    ...{ OpenStdin: true, StdinOnce: true, AttachStdin: true, AttachStdout: true, AttachStderr: true, Tty: false },
    HostConfig: {
      AutoRemove: true,
      PidMode: `container:${target}`,
      NetworkMode: `container:${target}`,
      CapAdd: ["SYS_PTRACE"],
      Mounts: mounts
        .filter(({ destination }) => !OWN.test(destination))
        .map(({ type, source, destination, writable }) => ({
          ...{ Type: type, Source: source, Target: destination, ReadOnly: !writable },
        })),
    },
  };
}
