import type { HostTestReport } from "../model/host-test.ts";
import type { TestedHost } from "../model/new-host.ts";
import type { Hosts } from "./hosts.ts";

/** The reports of a test as they come, the finished one last; one that nobody has read yet gives way to the next. */
export async function* testReports(
  hosts: Pick<Hosts, "test">,
  host: TestedHost,
  signal: AbortSignal,
): AsyncGenerator<HostTestReport> {
  let latest: HostTestReport | undefined;
  let wake: () => void = () => {};
  const finished = hosts.test(host, signal, (report) => {
    latest = report;
    wake();
  });
  let over = false;
  const ended = finished.finally(() => {
    over = true;
    wake();
  });
  ended.catch(() => {}); // thrown below, once what came before it was read
  for (;;) {
    if (latest !== undefined) {
      const report = latest;
      latest = undefined;
      yield report;
    } else if (over) {
      break;
    } else {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  yield await finished;
}
