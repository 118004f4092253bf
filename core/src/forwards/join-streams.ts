import type { Socket } from "node:net";
import type { Duplex } from "node:stream";

/** Passes all on, both ways, until both have ended. What broke over there breaks here, lest half an answer looks whole. */
export function joinStreams(local: Socket, remote: Duplex): void {
  local.pipe(remote);
  remote.pipe(local);
  local.on("error", () => remote.destroy());
  local.on("close", () => remote.destroy());
  remote.on("error", () => local.resetAndDestroy());
  remote.on("close", () => {
    if (!remote.readableEnded) local.resetAndDestroy();
  });
}
