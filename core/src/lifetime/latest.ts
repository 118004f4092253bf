import { onAbort } from "./abort.ts";
import type { Event } from "./emitter.ts";

/** What there is, then again after each change; while nobody asks for the next, changes count as one. Ends on abort. */
export async function* latest<T>(read: () => T, onDidChange: Event<void>, signal: AbortSignal): AsyncGenerator<T> {
  let changed = true;
  let wake: () => void = () => {};
  const listening = onDidChange(() => {
    changed = true;
    wake();
  });
  const aborted = onAbort(signal, () => wake());
  try {
    while (!signal.aborted) {
      if (changed) {
        changed = false;
        yield read();
        continue;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (signal.aborted) resolve();
      });
    }
  } finally {
    listening.dispose();
    aborted.dispose();
  }
}
