import { outputOf } from "./remote-command.ts";
import type { SshClient } from "./ssh-client.ts";

/** A socket over there at which an engine may listen. */
export interface RemoteSocket {
  readonly path: string;
  /** Whether this user may open it. */
  readonly permitted: boolean;
}

/** Prints a letter and a path for each socket that is there: `y` where this user may open it. Nothing of it is anybody's input. */
const script = [
  'run="$' + '{XDG_RUNTIME_DIR:-/run/user/$(id -u)}"',
  'case "$DOCKER_HOST" in unix://*) set -- "$' + '{DOCKER_HOST#unix://}";; *) set --;; esac',
  'for socket in "$@" /var/run/docker.sock "$run/docker.sock" "$HOME/.docker/run/docker.sock" \\',
  '  "$run/podman/podman.sock" /run/podman/podman.sock; do',
  '  [ -S "$socket" ] || continue',
  '  if [ -r "$socket" ] && [ -w "$socket" ]; then echo "y $socket"; else echo "n $socket"; fi',
  "done",
].join("\n");

/**
 * The engines' sockets over there, the best first: DOCKER_HOST, docker, rootless docker, podman. Undefined where
 * nothing can be run, or what runs is no shell as Unix has it.
 */
export async function findSockets(
  client: SshClient,
  signal: AbortSignal,
): Promise<readonly RemoteSocket[] | undefined> {
  const answer = await outputOf(client, `sh -c '${script}'`, signal);
  if (answer === undefined) return undefined;
  const sockets = answer.split("\n").flatMap((line): RemoteSocket[] => {
    const [, permitted, path] = /^([yn]) (\/.+)$/.exec(line.trim()) ?? [];
    return path === undefined ? [] : [{ path, permitted: permitted === "y" }];
  });
  return sockets.sort((a, b) => Number(b.permitted) - Number(a.permitted));
}
