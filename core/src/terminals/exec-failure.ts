import { EngineError, NotFound } from "../errors/errors.ts";
import type { ExecOptions } from "../model/terminal-request.ts";

export interface AskedExec extends ExecOptions {
  /** The container's name. */
  readonly container: string;
}

/** Why nothing was started. */
export interface StartFailure {
  readonly lacks: "user" | "directory" | "program" | "shell" | "other";
  readonly error: Error;
}

/** Docker, runc and crun write into the stream, in place of any output, why nothing was started there. */
const RUNTIME = /exec failed|unable to start container process|^crun:|unable to find (?:user|group) /i;
const MISSING = /not found|no such file/i;

/** What the runtime's words mean, where it is the runtime that speaks. */
export function execFailure(said: string, asked: AskedExec): StartFailure | undefined {
  if (!RUNTIME.test(said)) return undefined;
  const { container, command, user, directory } = asked;
  const details = { cause: new Error(said.trim()) };
  const other = (sentence: string): StartFailure => ({
    lacks: "other",
    error: new EngineError(400, sentence, details),
  });
  if (/unable to find (?:user|group)|no matching entries|no such user/i.test(said)) {
    const sentence = `There is no user “${user ?? ""}” in ${container}.`;
    const hint = "Take a name from its /etc/passwd, or a number: 0 is root.";
    return { lacks: "user", error: new NotFound(sentence, hint, details) };
  }
  if (/chdir/i.test(said) && directory !== undefined) {
    if (!MISSING.test(said)) return other(`${directory} in ${container} can’t be entered: ${lastWords(said)}.`);
    const sentence = `There is no directory ${directory} in ${container}.`;
    return { lacks: "directory", error: new NotFound(sentence, "Take one that is there, or none.", details) };
  }
  if (!MISSING.test(said)) return other(`Nothing can be started in ${container}: ${lastWords(said)}.`);
  return command === undefined || /"sh"|`sh`/.test(said)
    ? { lacks: "shell", error: noShell(container, details) }
    : { lacks: "program", error: noProgram(asked, details) };
}

/** What the shell that was to become the program says of it. */
export function launchFailure(said: string, asked: AskedExec): StartFailure {
  const details = { cause: new Error(said.trim()) };
  if (MISSING.test(said)) return { lacks: "program", error: noProgram(asked, details) };
  const sentence = `“${asked.command?.[0] ?? ""}” in ${asked.container} can’t be run: ${lastWords(said)}.`;
  return { lacks: "other", error: new EngineError(400, sentence, details) };
}

function noShell(container: string, details: ErrorOptions): NotFound {
  return new NotFound(
    `${container} has no shell: neither bash nor ash nor sh is in its image.`,
    "A debug shell beside it, of an image that has one, can look into it. Its logs and its inspection can be read all the same.",
    { ...details, remedy: "debug-shell" },
  );
}

function noProgram({ container, command }: AskedExec, details: ErrorOptions): NotFound {
  return new NotFound(
    `There is no program “${command?.[0] ?? ""}” in ${container}.`,
    "Look at how it is written, and whether its path is in the container’s PATH.",
    details,
  );
}

/** Of a chain of causes, which runtimes write with colons between, the last that says something. */
function lastWords(said: string): string {
  const [causes = ""] = said.trim().split(": unknown");
  return (causes.split(": ").at(-1) ?? "").toLowerCase();
}
