/** What is recorded of what containers use, and of which hosts. */
export interface StatsRecording {
  /** Of each host, unless it was chosen otherwise for one. */
  readonly all: boolean;
  readonly hosts: readonly HostRecording[];
}

export interface HostRecording {
  readonly host: string;
  readonly on: boolean;
  /** "here": by this Quayside. "elsewhere": by another window, whose files are read. */
  readonly standing: "off" | "starting" | "here" | "elsewhere" | "failed";
  /** Containers of which a stream is open for it. */
  readonly containers: number;
  /** Containers that run and are not recorded, since a host has so many streams at most. */
  readonly left: number;
  /** Why it fails: one sentence for people. */
  readonly problem?: string;
}

/** Of each host: so many containers are recorded. The other streams are left for those that somebody looks at. */
export const RECORDED_CONTAINERS = 40;
export const RECORDED_WHERE_FEW = 2;
