/** Linux's, by number; those that end a process. The containers are Linux's, whatever this machine is. */
const signals: Readonly<Record<number, string>> = {
  ...{ 1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE" },
  ...{ 9: "SIGKILL", 10: "SIGUSR1", 11: "SIGSEGV", 12: "SIGUSR2", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM" },
  ...{ 24: "SIGXCPU", 25: "SIGXFSZ", 31: "SIGSYS" },
};

/** By its number; one without a name of its own by that. */
export function signalName(signal: number): string {
  return signals[signal] ?? `signal ${signal}`;
}

/** What an exit code means by the customs of shells and of the engine, where it means anything. */
export function exitCodeWords(code: number): string | undefined {
  switch (code) {
    case 125:
      return "the engine could not start it";
    case 126:
      return "its program can’t be run";
    case 127:
      return "its program was not found";
    default:
      return code > 128 ? signals[code - 128] : undefined;
  }
}
