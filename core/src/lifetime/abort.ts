import { Cancelled } from "../errors/errors.ts";
import { type Disposable, disposable } from "./disposable.ts";

/** Calls back once when the signal aborts, at once if it has. Dispose to stop listening. */
export function onAbort(signal: AbortSignal, run: () => void): Disposable {
  if (signal.aborted) {
    run();
    return disposable(() => {});
  }
  signal.addEventListener("abort", run, { once: true });
  return disposable(() => signal.removeEventListener("abort", run));
}

export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new Cancelled();
}

export interface LinkedAbort extends Disposable {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}

/**
 * A controller that also aborts with its parent. `AbortSignal.any` would do, but on Node 20 it keeps what it made
 * alive as long as the parent lives (nodejs/node#54614).
 */
export function linkedAbort(parent: AbortSignal): LinkedAbort {
  const controller = new AbortController();
  const link = onAbort(parent, () => controller.abort(parent.reason));
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    dispose: () => link.dispose(),
  };
}

/** Waits so many milliseconds; rejects with Cancelled when the signal aborts first. */
export function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new Cancelled());
      return;
    }
    const timer = setTimeout(() => {
      link.dispose();
      resolve();
    }, milliseconds);
    const link = onAbort(signal, () => {
      clearTimeout(timer);
      reject(new Cancelled());
    });
  });
}

/** Gives the promise up when the signal aborts; the work behind it must listen to the signal itself to stop. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const link = onAbort(signal, () => reject(new Cancelled()));
    work.then(
      (value) => {
        link.dispose();
        resolve(value);
      },
      (error) => {
        link.dispose();
        reject(error);
      },
    );
  });
}
