import { Cancelled, Conflict, EngineError, HostUnreachable, NotFound, TlsFailed } from "../errors/errors.ts";
import { unreachableReason } from "../errors/system-failure.ts";
import { tlsReason } from "./tls-reason.ts";

interface DaemonAnswer {
  readonly statusCode?: unknown;
  readonly reason?: unknown;
  readonly json?: unknown;
  readonly code?: unknown;
}

export type Interruption = "cancelled" | "deadline" | undefined;

/** Turns what Node and docker-modem throw into our few errors. Ours pass through. */
export function engineFailure(error: unknown, address: string, interruption: Interruption): Error {
  if (interruption === "cancelled") return new Cancelled();
  if (interruption === "deadline")
    return new HostUnreachable("timeout", address, "The engine gave no answer in time.", { cause: error });
  if (!(error instanceof Error)) return new HostUnreachable("other", address, String(error));
  if (ours.has(error.name)) return error;

  const { statusCode, json, code } = error as Error & DaemonAnswer;
  if (typeof statusCode === "number") {
    const message = daemonMessage(json) ?? error.message;
    if (statusCode === 404 || podmanCause(json) === "no such container")
      return new NotFound(message, undefined, { cause: error });
    if (statusCode === 409 || podmanCause(json) === "container state improper")
      return new Conflict(message, { cause: error });
    return new EngineError(statusCode, message, { cause: error });
  }
  if (typeof code === "string") {
    const untrusted = tlsReason(code);
    if (untrusted !== undefined) return new TlsFailed(untrusted, address, error.message, { cause: error });
    if (code.startsWith("HPE_")) return new HostUnreachable("not-an-engine", address, error.message, { cause: error });
    return new HostUnreachable(unreachableReason(code), address, error.message, { cause: error });
  }
  return new HostUnreachable("other", address, error.message, { cause: error });
}

const ours = new Set([
  "HostUnreachable",
  "TlsFailed",
  "HostKeyRefused",
  "AuthenticationFailed",
  "EngineError",
  "NotFound",
  "Conflict",
  "NotAllowed",
  "InvalidInput",
  "FileRefused",
  "StoreUnusable",
  "Cancelled",
]);

/** Podman calls some of these server errors where Docker has a status for them, and tells the kind beside. */
function podmanCause(json: unknown): unknown {
  return typeof json === "object" && json !== null ? (json as { cause?: unknown }).cause : undefined;
}

function daemonMessage(json: unknown): string | undefined {
  if (typeof json !== "object" || json === null) return undefined;
  const { message } = json as { message?: unknown };
  return typeof message === "string" ? message : undefined;
}
