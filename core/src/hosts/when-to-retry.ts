import { isError } from "../errors/errors.ts";
import type { HostTimings } from "./timings.ts";

/**
 * Milliseconds until the next try of Quayside's own; undefined where it waits for a person: what it gave was wrong,
 * and servers lock out who goes on with that, or a code is asked for, which nobody else has. `usual` is the wait for any other failure.
 */
export function whenToRetry(error: unknown, usual: number, timings: HostTimings): number | undefined {
  if (isError(error, "HostKeyRefused") && error.reason === "unknown") return timings.afterRefusal;
  if (!isError(error, "AuthenticationFailed")) return usual;
  switch (error.reason) {
    case "agent-gone":
      return usual;
    case "password-wrong":
    case "passphrase-wrong":
    case "code-needed":
    case "code-wrong":
      return undefined;
    case "refused":
    case "password-needed":
      // Whoever starts an agent puts a key into it a moment later.
      return error.agentIsEmpty ? usual : timings.afterRefusal;
    default:
      return timings.afterRefusal;
  }
}
