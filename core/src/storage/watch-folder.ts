import { type FSWatcher, watch } from "node:fs";
import { type Disposable, disposable } from "../lifetime/disposable.ts";

/**
 * Tells of changes in a folder: the name of the file that changed, or undefined where any may have. It looks every
 * `interval` milliseconds besides: network folders and containers' mounts report nothing to fs.watch, a folder that is
 * made anew is not the one that is watched, and Linux limits the watches of a user.
 */
export function watchFolder(folder: string, changed: (name: string | undefined) => void, interval = 5_000): Disposable {
  let watcher: FSWatcher | undefined;
  const close = () => {
    watcher?.close();
    watcher = undefined;
  };
  const open = () => {
    try {
      watcher = watch(folder, { persistent: false }, (_kind, name) => changed(name ?? undefined));
      watcher.on("error", close);
    } catch {
      // No watch here, for one of the reasons above: the timer alone does it, and tries again.
      watcher = undefined;
    }
  };
  open();
  const timer = setInterval(() => {
    if (watcher === undefined) open();
    changed(undefined);
  }, interval);
  timer.unref();
  return disposable(() => {
    clearInterval(timer);
    close();
  });
}
