import { describeError } from "../errors/describe-error.ts";
import type { ErrorInfo } from "../errors/error-info.ts";
import { Cancelled } from "../errors/errors.ts";

/** An error that has its words already: what a panel catches, and what a handler throws that knows the host's name. */
export class PanelError extends Error {
  override readonly name = "PanelError";
  constructor(
    readonly info: ErrorInfo,
    options?: ErrorOptions,
  ) {
    super(info.sentence, options);
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
