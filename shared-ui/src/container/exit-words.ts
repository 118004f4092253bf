import { strings } from "./strings.ts";

/** Those that ends are told by, in the numbers of Linux. */
const SIGNALS: ReadonlyMap<number, string> = new Map([
  [1, "SIGHUP"],
  [2, "SIGINT"],
  [3, "SIGQUIT"],
  [4, "SIGILL"],
  [6, "SIGABRT"],
  [7, "SIGBUS"],
  [8, "SIGFPE"],
  [9, "SIGKILL"],
  [11, "SIGSEGV"],
  [13, "SIGPIPE"],
  [14, "SIGALRM"],
  [15, "SIGTERM"],
]);

/** What an exit code says: a shell's and the engine's own meanings of some, and 128 and the number of a signal. */
export function exitWords(code: number, outOfMemory: boolean): string {
  const { exit } = strings;
  if (outOfMemory) return exit.outOfMemory;
  if (code === 0) return exit.fine;
  if (code === 125) return exit.engine;
  if (code === 126) return exit.notExecutable;
  if (code === 127) return exit.notFound;
  const signal = SIGNALS.get(code - 128);
  return signal === undefined ? exit.failed : exit.signal(signal);
}
