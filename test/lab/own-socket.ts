import { existsSync, statSync } from "node:fs";

/** Throws for a socket that is there already, unless it is the one of which `fileIdentity` gave `own`. */
export function refuseForeignSocket(socket: string, own: string | undefined): void {
  if (existsSync(socket) && fileIdentity(socket) !== own) {
    throw new Error(`${socket} exists already and the lab didn't create it: it is left alone`);
  }
}

/** The inode's number alone is given to the next file as soon as this one is removed. */
export function fileIdentity(path: string): string {
  const { dev, ino, birthtimeNs } = statSync(path, { bigint: true });
  return `${dev}:${ino}:${birthtimeNs}`;
}
