import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Quayside, type QuaysideOptions } from "@quayside/core/quayside.ts";
import type { StorageProblem } from "@quayside/core/storage/storage-problem.ts";
import { until } from "../lab/waiting.ts";
import { bareMachine, quickTimings } from "./window-surroundings.ts";

export { bareMachine, quickTimings };

export interface OpenedQuayside {
  readonly quayside: Quayside;
  readonly folder: string;
  readonly problems: StorageProblem[];
  /** Ids of the hosts, in the order of their sockets. */
  readonly hosts: readonly string[];
  close(): Promise<void>;
}

/** Quayside in a folder of its own, with a host for each of these sockets and no other. */
export async function openQuayside(
  sockets: readonly { readonly name: string; readonly socket: string }[],
  options: Partial<QuaysideOptions> = {},
): Promise<OpenedQuayside> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), "quayside-test-"));
  const problems: StorageProblem[] = [];
  const quayside = await Quayside.open({
    folder,
    now: Date.now,
    report: (problem) => problems.push(problem),
    actor: "the tests",
    surroundings: bareMachine,
    // The networks of other tests come and go.
    addresses: () => "",
    timings: quickTimings,
    ...options,
  });
  const { signal } = new AbortController();
  const hosts: string[] = [];
  for (const { name, socket } of sockets) {
    const { id } = await quayside.hosts.add({ name, connection: { kind: "unix", path: socket } }, signal);
    hosts.push(id);
  }
  return {
    quayside,
    folder,
    problems,
    hosts,
    async close() {
      await quayside.dispose();
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function listed({ quayside }: OpenedQuayside, host: string): Promise<boolean> {
  return until(() => quayside.inventory.isListed(host), { what: "the first list", withinMs: 20_000 });
}
