import { describeError } from "@quayside/core/errors/describe-error.ts";
import { isError } from "@quayside/core/errors/errors.ts";
import { visibleText } from "@quayside/shared-ui/text/visible-text.ts";
import * as vscode from "vscode";

/** As VS Code's own file systems fail, so that its editors know what to do; with our words. */
export function fileSystemError(error: unknown, host: string): Error {
  if (error instanceof vscode.FileSystemError) return error;
  const { title, sentence, hint } = describeError(error, host);
  const words = visibleText([`${title}.`, sentence, hint].filter((part) => part !== "").join(" "));
  if (isError(error, "NotFound")) return vscode.FileSystemError.FileNotFound(words);
  if (isError(error, "HostUnreachable")) return vscode.FileSystemError.Unavailable(words);
  if (isError(error, "NotAllowed")) return vscode.FileSystemError.NoPermissions(words);
  if (!isError(error, "FileRefused")) return new vscode.FileSystemError(words);
  switch (error.reason) {
    case "exists":
      return vscode.FileSystemError.FileExists(words);
    case "is-directory":
      return vscode.FileSystemError.FileIsADirectory(words);
    case "not-directory":
      return vscode.FileSystemError.FileNotADirectory(words);
    case "permission":
    case "read-only":
      return vscode.FileSystemError.NoPermissions(words);
    default:
      return new vscode.FileSystemError(words);
  }
}
