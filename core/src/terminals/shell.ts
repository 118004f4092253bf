/**
 * The best shell that the container has. `sh` is looked for by the engine, in the container's own PATH. First it says
 * its process id in a line of its own, behind a token that nothing else knows: closing the connection doesn't end a
 * shell (moby/moby#9098), a signal does.
 */
export function shellCommand(token: string): readonly string[] {
  const best = ["bash", "ash"].map((shell) => `command -v ${shell} >/dev/null 2>&1 && exec ${shell}; `);
  return ["sh", "-c", `echo ${token}:$$; ${best.join("")}exec sh`];
}

/** As a terminal that is closed does; the shell passes it on to what runs in it. */
export function hangUpCommand(pid: number): readonly string[] {
  return ["sh", "-c", `kill -HUP ${pid}`];
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

/** Whether runc, crun or the engine say so: they write it into the stream, in place of the shell's output. */
export function saysNoShell(output: string): boolean {
  return /exec failed|unable to start container process|^crun:/i.test(output) && /not found|no such file/i.test(output);
}
