import { InvalidInput } from "../errors/errors.ts";
import { detachKeysProblem } from "./detach-keys.ts";
import { looksSecret } from "./secret-text.ts";

/** What is run in a container, and as whom. All of it may be left out: then it is the best shell that there is. */
export interface ExecOptions {
  /** The program and its arguments, as they are: no shell reads them. */
  readonly command?: readonly string[];
  /** A name or a number of the container's own, with a group behind a colon where one is meant. */
  readonly user?: string;
  /** An absolute path. */
  readonly directory?: string;
  /** "NAME=value" */
  readonly environment?: readonly string[];
}

/** What a terminal in a container is joined to. */
export type TerminalRequest =
  | ({ readonly kind: "exec" } & ExecOptions)
  /** The container's main process; `detachKeys` as the docker command line writes them. */
  | { readonly kind: "attach"; readonly detachKeys?: string }
  /** A shell in a container of its own, of this image, that shares what the container has. */
  | { readonly kind: "debug"; readonly image: string };

export const usualShell: TerminalRequest = { kind: "exec" };

/** What is wrong with one of these, in a sentence; nothing where all can be asked for. */
export function userProblem(user: string): string | undefined {
  return /^[^\s:/\p{Cc}]+(:[^\s:/\p{Cc}]+)?$/u.test(user)
    ? undefined
    : "A user is a name or a number, with a group behind a colon where one is meant: node, 1000, 1000:1000.";
}

export function directoryProblem(directory: string): string | undefined {
  return directory.startsWith("/") && !/\p{Cc}/u.test(directory)
    ? undefined
    : "A directory in the container begins with a slash.";
}

export function environmentProblem(entry: string): string | undefined {
  return /^[^=\p{Cc}]+=[^\0]*$/u.test(entry)
    ? undefined
    : "An entry of the environment is a name, an equals sign and a value: LANG=C.UTF-8.";
}

/** Whether its value is better not written to a disk. */
export function isSecretEntry(entry: string): boolean {
  const at = entry.indexOf("=");
  return looksSecret(entry.slice(0, at), entry.slice(at + 1));
}

/** Throws InvalidInput (command, user, directory, environment, detachKeys, image). */
export function checkRequest(request: TerminalRequest): void {
  if (request.kind === "attach") {
    refuse("detachKeys", request.detachKeys === undefined ? undefined : detachKeysProblem(request.detachKeys));
    return;
  }
  if (request.kind === "debug") {
    refuse("image", request.image.trim() === "" ? "An image is needed to make a debug shell of." : undefined);
    return;
  }
  const { command, user, directory, environment = [] } = request;
  refuse("command", command !== undefined && !command[0] ? "A command begins with the name of a program." : undefined);
  refuse("user", user === undefined ? undefined : userProblem(user));
  refuse("directory", directory === undefined ? undefined : directoryProblem(directory));
  for (const entry of environment) refuse("environment", environmentProblem(entry));
}

function refuse(field: string, problem: string | undefined): void {
  if (problem !== undefined) throw new InvalidInput(field, problem);
}
