import { describeError } from "../errors/describe-error.ts";
import type { ErrorInfo } from "../errors/error-info.ts";
import { Cancelled } from "../errors/errors.ts";

/** An error that has its words already: what a panel catches, and what a handler throws that knows the host's name. */
export class PanelError extends Error {
  override readonly name = "PanelError";
  constructor(readonly info: ErrorInfo) {
    super(info.sentence);
  }
}

/** By name and not by class: core is bundled more than once. */
export function isPanelError(error: unknown): error is PanelError {
  return error instanceof Error && error.name === "PanelError" && "info" in error;
}

export function errorInfo(error: unknown): ErrorInfo {
  return isPanelError(error) ? error.info : describeError(error);
}

export const cancelled: ErrorInfo = describeError(new Cancelled());

export const disconnected: ErrorInfo = {
  name: "Unexpected",
  title: "This panel has lost Quayside",
  sentence: "The connection between this panel and Quayside has ended.",
  hint: "Close the panel and open it again.",
  detail: "The transport ended.",
};

export function otherVersion(ours: number, theirs: number): ErrorInfo {
  return {
    name: "InvalidInput",
    title: "This panel is of another version",
    sentence: "Quayside was updated while this panel was open.",
    hint: "Close the panel and open it again.",
    detail: `The panel speaks version ${ours} of the panel protocol, Quayside version ${theirs}.`,
  };
}
