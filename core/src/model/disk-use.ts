/** What lies on the disk of an engine, as its own `system df` counts. */
export interface DiskUse {
  /** When it was asked. Epoch milliseconds. */
  readonly at: number;
  readonly images: DiskPart;
  readonly containers: DiskPart;
  readonly volumes: DiskPart;
  /** Absent where the engine tells of none, as podman does. */
  readonly buildCache?: DiskPart;
}

export interface DiskPart {
  readonly count: number;
  readonly bytes: number;
  /** Of these, what nothing uses now. */
  readonly reclaimable: number;
  /** How many have no size that the engine could tell; they are in `count` and not in `bytes`. */
  readonly unsized?: number;
}

export const diskParts = ["images", "containers", "volumes", "buildCache"] as const;
export type DiskPartName = (typeof diskParts)[number];
