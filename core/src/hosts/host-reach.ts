import { statfs } from "node:fs/promises";
import { hostname } from "node:os";
import type { Duplex } from "node:stream";
import type { DiskSpace, MachineFacts } from "../model/host.ts";
import type { TerminalSize } from "../model/terminal.ts";
import { tcpConnection } from "./tcp-connection.ts";

/** A shell that runs on a host. The stream ends with the shell; where the connection is lost, with an error. */
export interface HostShell {
  readonly stream: Duplex;
  /** As a shell tells it: 128 and the signal's number where a signal ended it. Undefined until it is told. */
  readonly exitCode: number | undefined;
  resize(columns: number, rows: number): void;
}

/** What of a host's machine can be reached beside its engine. */
export interface HostReach {
  /** The machine, as people write it. */
  readonly address: string;
  /**
   * A TCP connection that is made from over there. Rejects with the system's error (`code` ECONNREFUSED, EHOSTUNREACH,
   * ETIMEDOUT after `deadline` milliseconds …), HostUnreachable, Cancelled.
   */
  openPort(address: string, port: number, deadline: number, signal: AbortSignal): Promise<Duplex>;
  /** Undefined where it can't be told. Rejects: Cancelled. */
  disk(machine: MachineFacts, signal: AbortSignal): Promise<DiskSpace | undefined>;
  /** Absent where it is the machine that Quayside runs on. Rejects: HostUnreachable, Cancelled. */
  openShell?(size: TerminalSize, signal: AbortSignal): Promise<HostShell>;
}

/** The machine that Quayside runs on. */
export const ownReach: HostReach = {
  address: "localhost",
  openPort: (address, port, deadline, signal) => tcpConnection(address, port, deadline, signal, () => {}),
  disk: ({ name, dataRoot }) => ownDisk(dataRoot, name === hostname()),
};

/** A socket may lead to a virtual machine, whose paths mean something else here: `isHere` says that it doesn't. */
async function ownDisk(path: string, isHere: boolean): Promise<DiskSpace | undefined> {
  if (!isHere || path === "") return undefined;
  try {
    const { bavail, blocks, bsize } = await statfs(path);
    return { free: bavail * bsize, total: blocks * bsize };
  } catch {
    return undefined; // this user may not look there: then it is not known
  }
}
