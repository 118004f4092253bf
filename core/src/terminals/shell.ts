/**
 * The best shell that the container has. `sh` is looked for by the engine, in the container's own PATH. First it says
 * its process id in a line of its own, behind a token that nothing else knows: closing the connection doesn't end a
 * shell (moby/moby#9098), a signal does.
 */
export function shellCommand(token: string): readonly string[] {
  const best = ["bash", "ash"].map((shell) => `command -v ${shell} >/dev/null 2>&1 && exec ${shell}; `);
  return ["sh", "-c", `echo ${token}:$$; ${best.join("")}exec sh`];
}

/**
 * A program and its arguments, after the same line. The shell becomes the program and reads nothing of it. It is called
 * by the token, too: so begins what it says where there is no such program.
 */
export function launchCommand(token: string, command: readonly string[]): readonly string[] {
  return ["sh", "-c", `echo ${token}:$$; exec "$@"`, token, ...command];
}

/**
 * As a terminal that is closed does: a hang-up to all that runs in its session, in whatever group and however deep.
 * What was made to ignore it, as nohup does, stays; but what was opened itself is ended, come what may.
 */
export function hangUpCommand(pid: number): readonly string[] {
  // Of what stands in a `stat` behind the name, which may hold anything, the fourth is the session.
  const hangUp = `for s in /proc/[0-9]*/stat; do read -r l <"$s" || continue; set -- \${l##*) }; s=\${s%/stat}; [ "$4" = $p ] && kill -HUP \${s#/proc/} && kill -CONT \${s#/proc/}; done`;
  const wait = "n=0; while [ -d /proc/$p ] && [ $n -lt 10 ]; do n=$((n+1)); sleep 0.1 || sleep 1; done";
  return ["sh", "-c", `p=${pid}; { ${hangUp}; kill -HUP $p; ${wait}; kill -KILL $p; } 2>/dev/null; :`];
}

export interface ShellStart {
  readonly pid: number;
  /** What people see: all but the line with the process id. */
  readonly output: Buffer;
}

/** Finds the line with the process id. There may be something before it: the echo of what was typed early. */
export function shellStart(output: Buffer, token: string): ShellStart | undefined {
  const match = new RegExp(`${token}:(\\d+)\\r?\\n`).exec(output.toString("latin1"));
  if (match === null) return undefined;
  const rest = output.subarray(match.index + match[0].length);
  return { pid: Number(match[1]), output: Buffer.concat([output.subarray(0, match.index), rest]) };
}
