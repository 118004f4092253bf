import { type FileReason, FileRefused, NotFound } from "../errors/errors.ts";

/** The C library's words, as programs in the container and the engine itself write them. */
const words: readonly (readonly [RegExp, FileReason | "missing"])[] = [
  [/quayside: is-directory|is a directory|cannot overwrite directory/i, "is-directory"],
  [/quayside: exists|file exists/i, "exists"],
  [/quayside: changed/, "changed"],
  [/quayside: no-file/, "no-file"],
  [/no space left on device|disk quota exceeded/i, "no-space"],
  [/read-only file system|marked read-only/i, "read-only"],
  [/too many levels of symbolic links|too many links/i, "circle"],
  [/not a directory/i, "not-directory"],
  [/permission denied|operation not permitted/i, "permission"],
  [/device or resource busy|resource busy/i, "busy"],
  [/file ?name too long/i, "too-long"],
  [/no such file or directory|could not find the file|can't stat|nonexistent/i, "missing"],
];

/** What a program's or the engine's message says of this path. */
export function refusal(path: string, message: string): FileRefused | NotFound {
  const text = message.trim();
  const reason = words.find(([pattern]) => pattern.test(text))?.[1] ?? "other";
  if (reason === "missing")
    return new NotFound(`There is no ${path}.`, "It may have been renamed or removed in the meantime.");
  return new FileRefused(reason, path, text === "" ? "It gave no reason." : text.slice(0, 2000));
}
