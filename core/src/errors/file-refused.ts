import type { ErrorInfo } from "./error-info.ts";
import type { FileRefused } from "./errors.ts";

type Words = Pick<ErrorInfo, "title" | "sentence" | "hint">;

/** Wording for what a container's file system forbids. `where` is " on <host>", or nothing. */
export function refusedFile({ reason, path, message }: FileRefused, where: string): Words {
  const of = (title: string, sentence: string, hint: string): Words => ({ title: `${title}${where}`, sentence, hint });
  switch (reason) {
    case "permission":
      return of(
        "Permission denied",
        `The user that the container runs as may not do that with ${path}.`,
        "Quayside works with the rights of the container’s own user. Change the file’s mode or owner, or use a shell as root.",
      );
    case "read-only":
      return of(
        "Read-only",
        `${path} lies on a file system that is mounted read-only.`,
        "Where it is a mount, change it at its source; else the container must be made anew without --read-only.",
      );
    case "no-space":
      return of(
        "No space left",
        `There is no room for ${path}. What was there before is kept.`,
        "Make room in that file system, then try again.",
      );
    case "is-directory":
      return of("A directory", `${path} is a directory.`, "It may have taken the place of a file; look again.");
    case "not-directory":
      return of("No directory", `${path} is no directory.`, "It may have been replaced; look again.");
    case "exists":
      return of(
        "It exists already",
        `There is something called ${path} already.`,
        "Take another name, or remove that.",
      );
    case "circle":
      return of("Links lead in a circle", `Following the links of ${path} has no end.`, "Mend or remove the link.");
    case "changed":
      return of(
        "Changed meanwhile",
        `${path} was changed by somebody else since it was read. Nothing was written.`,
        "Read it anew, and compare, before you save it.",
      );
    case "busy":
      return of(
        "In use",
        `The system holds ${path} fast: it is a mount, perhaps.`,
        "Change it where it is mounted from.",
      );
    case "no-file":
      return of(
        "Nothing to read",
        `${path} is no file that has an end: a device, a pipe or a socket.`,
        "Use a shell in the container for that.",
      );
    case "too-long":
      return of("Too long a name", `The name of ${path} is longer than its file system takes.`, "Take a shorter one.");
    case "too-big":
      return of("Too big to open", `${path} is too big to be opened here.`, "Download it instead.");
    case "needs-running":
      return of(
        "The container must run",
        "Without a running container that has a shell, files can be read, written and created, but neither renamed nor removed: the engine has no call for that.",
        "Start the container, then try again.",
      );
    case "owner-unknown":
      return of(
        "Its owner isn’t known",
        `Saved without a running container, ${path} would get another owner: the engine tells none for it. Nothing was written.`,
        "Start the container, then try again.",
      );
    case "other":
      return of("The file system refused", message, "Mend what it names, then try again.");
  }
}
