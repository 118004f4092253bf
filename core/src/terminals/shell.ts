/** The best shell that the container has. `sh` is looked for by the engine, in the container's own PATH. */
export const shellCommand: readonly string[] = [
  "sh",
  "-c",
  "command -v bash >/dev/null 2>&1 && exec bash; command -v ash >/dev/null 2>&1 && exec ash; exec sh",
];

/** How runc and crun begin to say that a command can't be started. The engine writes it into the stream itself. */
const beginnings = ["OCI runtime exec failed", "unable to start container process", "exec failed", "crun:"];

export function saysNoShell(output: string): boolean {
  return (
    beginnings.some((beginning) => output.startsWith(beginning)) &&
    /executable file .*not found|no such file or directory/i.test(output)
  );
}

/** The output so far could become such a message: it is held back until that is known. */
export function mayBeFailure(output: string): boolean {
  return beginnings.some((beginning) => beginning.startsWith(output) || output.startsWith(beginning));
}
