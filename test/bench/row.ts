import { cpus, totalmem } from "node:os";

/** One line of the bench: what was to be reached, what was, and what others need for the same in the same run. */
export interface Row {
  readonly name: string;
  readonly unit: string;
  /** As a person reads it: "≤ 1.25 × raw". */
  readonly target: string;
  readonly reached: number;
  /** Whether `reached` keeps the target. A miss is written down; it fails nothing. */
  readonly kept: boolean;
  /** The same by the engine's API alone. */
  readonly raw?: number;
  /** The same by the docker command line. */
  readonly cli?: number;
  readonly samples: number;
}

export interface Report {
  readonly machine: {
    readonly cores: number;
    readonly model: string;
    readonly memoryGb: number;
    readonly node: string;
  };
  readonly rows: readonly Row[];
}

export function machine(): Report["machine"] {
  const [first] = cpus();
  return {
    cores: cpus().length,
    model: first?.model.trim() ?? "unknown",
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
}

/** The value below which so great a share lies: 0.5 is the median. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** Milliseconds that the work took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** As many rounds of all of them in turn, so that a busy moment of the machine hits each alike. */
export async function alternating<Name extends string>(
  rounds: number,
  works: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Record<Name, number[]>> {
  const results = {} as Record<Name, number[]>;
  const names = Object.keys(works) as Name[];
  for (const name of names) results[name] = [];
  for (let round = 0; round < rounds; round++) {
    for (const name of names) results[name].push(await works[name]());
  }
  return results;
}
