import { setTimeout as sleep } from "node:timers/promises";

/** What takes seconds on a quiet machine takes three times as long on one that others share. */
const SLACK = 3;

export interface Patience {
  /** What is awaited, as it reads after "waited 10 s for …". */
  readonly what: string;
  /** On a quiet machine. */
  readonly withinMs?: number;
  readonly everyMs?: number;
}

/** Asks again until the answer is neither undefined nor false; says what it waited for when it gives up. */
export async function until<T>(
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  { what, withinMs = 10_000, everyMs = 15 }: Patience,
): Promise<T> {
  const limit = withinMs * SLACK;
  const end = performance.now() + limit;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > end) throw new Error(`waited ${limit / 1000} s for ${what}`);
    await sleep(everyMs);
  }
}
