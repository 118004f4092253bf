/**
 * Runs something one at a time. What runs may be older than the asking, so that one more run follows for all who ask
 * meanwhile.
 */
export function oneAtATime(run: () => Promise<void>): () => Promise<void> {
  let present: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    next ??= present
      .catch(() => {}) // whoever asked for that one has its error
      .then(() => {
        next = undefined;
        present = run();
        return present;
      });
    return next;
  };
}
