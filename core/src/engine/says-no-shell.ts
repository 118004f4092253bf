/** Whether runc, crun or the engine say so: they write it into the stream, in place of the shell's output. */
export function saysNoShell(output: string): boolean {
  return /exec failed|unable to start container process|^crun:/i.test(output) && /not found|no such file/i.test(output);
}
