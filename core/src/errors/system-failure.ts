import { HostUnreachable, isError, type UnreachableReason } from "./errors.ts";

const reasons: Readonly<Record<string, UnreachableReason>> = {
  ENOENT: "socket-missing",
  EACCES: "socket-permission",
  EPERM: "socket-permission",
  ECONNREFUSED: "refused",
  ECONNRESET: "connection-lost",
  EPIPE: "connection-lost",
  ETIMEDOUT: "silent",
  ENOTFOUND: "name-unknown",
  EAI_AGAIN: "name-unknown",
  EHOSTUNREACH: "no-route",
  ENETUNREACH: "no-route",
  ANSWER_TOO_LONG: "not-an-engine",
};

/** Why a host can't be reached, by the code of the system's error. */
export function unreachableReason(code: string): UnreachableReason {
  return reasons[code] ?? "other";
}

/** What the system says of a connection that could not be made, as an error of ours; a cancelled one stays that. */
export function systemFailure(error: unknown, address: string): Error {
  if (isError(error, "Cancelled")) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return new HostUnreachable(unreachableReason(code ?? ""), address, message, { cause: error });
}
