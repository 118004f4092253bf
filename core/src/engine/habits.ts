/** In what engines that speak the same API differ. */
export interface EngineHabits {
  /** `/events?since=` answers with at most so many of the newest. */
  readonly replayLimit: number;
  /** How a request for what has happened ends: at a time that is given, or by being told not to wait for more. */
  readonly replayEnds: "until" | "unstreamed";
  /** What the list of containers leaves out or words differently than an inspect. */
  readonly list: {
    /** The command as Docker writes it: path and arguments, quoted. Else only what was given, without quotes. */
    readonly wholeCommand: boolean;
    /** Ports that are exposed and not published. */
    readonly exposedPorts: boolean;
    readonly health: boolean;
  };
  readonly logs: LogHabits;
  /** What is asked of its list of processes, so that it tells what they use; nothing where it does so by itself. */
  readonly processes: string | undefined;
  /** Whether a part of a container’s files, as an archive, tells whose each is; else all are said to be its user’s. */
  readonly archiveOwners: boolean;
  /** Whether the restart policy of a container that is there can be changed. */
  readonly restartPolicyChanges: boolean;
}

export interface LogHabits {
  /**
   * How a part of a long line is known: it is as long as one can be, or it has no line feed, which then nothing but
   * such a part lacks.
   */
  readonly parts: LogParts;
  /** Whether the last lines, when they are asked for, are all there though the container writes meanwhile. */
  readonly wholeTail: boolean;
  /** Timestamps lack the fraction of their second, while `since` heeds it. */
  readonly wholeSeconds: boolean;
}

export type LogParts = "by-length" | "by-line-feed";

/** moby 20.10 to 28. */
const docker: EngineHabits = {
  // daemon/events: eventsLimit
  replayLimit: 256,
  replayEnds: "until",
  list: { wholeCommand: true, exposedPorts: true, health: true },
  logs: { parts: "by-length", wholeTail: true, wholeSeconds: false },
  // The arguments are those of the host's ps. The daemon looks for a column PID.
  processes: "-eo pid,ppid,user,pcpu,pmem,rss,etime,stat,args",
  archiveOwners: true,
  restartPolicyChanges: true,
};

/** Podman 4.3, of its API for Docker's clients. It reads events out of its log, as far back as that goes. */
const podman: EngineHabits = {
  replayLimit: Number.POSITIVE_INFINITY,
  // With an `until` that has passed it stops before it has read anything.
  replayEnds: "unstreamed",
  list: { wholeCommand: false, exposedPorts: false, health: false },
  // libpod/logs: it reads the tail, then goes on from the end of the file as it is by then, whether it follows or not.
  logs: { parts: "by-line-feed", wholeTail: false, wholeSeconds: true },
  processes: undefined,
  // libpod/container_copy_linux.go gives them all to the container’s user, whose copy they are to be.
  archiveOwners: false,
  restartPolicyChanges: false,
};

/** `product` as `EngineInfo` has it. */
export function habitsOf(product: string): EngineHabits {
  return product === "Podman" ? podman : docker;
}
