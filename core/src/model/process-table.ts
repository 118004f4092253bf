/** What runs in a container, in the columns that its engine gives. */
export interface ProcessTable {
  /** When it was asked. Epoch milliseconds. */
  readonly readAt: number;
  /** "PID", "USER", "%CPU", … as the engine heads them. */
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** So many more were left out. */
  readonly more: number;
}
