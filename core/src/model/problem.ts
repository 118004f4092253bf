/** Something that the person must hear though the work goes on: a file was set aside, the disk is full. */
export interface PendingProblem {
  readonly id: string;
  /** What happened and what became of it: one sentence for people. */
  readonly sentence: string;
}
