import { execFile } from "node:child_process";
import { EventLog } from "@quayside/core/event-log/event-log.ts";
import type { StorageProblem } from "@quayside/core/storage/storage-problem.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleScript, removeFolder, temporaryFolder, Window } from "./storage-processes.ts";

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => removeFolder(folder));

test("two windows that write events at once lose none and double none, and both see and hear of all", async () => {
  const storage = await temporaryFolder();
  const script = await bundleScript("event-log-window.ts", folder);
  const windows = { a: new Window(script, storage), b: new Window(script, storage) };
  const own = (name: string) =>
    Array.from({ length: 1000 }, (_, number) =>
      number % 50 === 0 ? [`${name}-${number}`, `${name}-durable-${number}`] : [`${name}-${number}`],
    ).flat();
  const all = [...own("a"), ...own("b"), ...Array.from({ length: 1000 }, (_, number) => `engine-${number}`)].sort();
  try {
    await Promise.all(Object.values(windows).map((window) => window.ask("query"))); // both are open
    await Promise.all(Object.entries(windows).map(([name, window]) => window.ask(`write ${name} 1000`)));
    for (const window of Object.values(windows)) {
      expect((await window.ask<string[]>(`heard ${all.length}`)).sort()).toEqual(all);
      expect((await window.ask<string[]>("query")).sort()).toEqual(all);
    }
    const [seenByA, seenByB] = [await windows.a.ask("query"), await windows.b.ask("query")];
    expect(seenByA).toEqual(seenByB);
    expect((await windows.a.ask<string[]>("heard 0")).length).toBe(all.length);
  } finally {
    await Promise.all(Object.values(windows).map((window) => window.kill()));
    await removeFolder(storage);
  }
});

test("SIGKILL in the instant after an action's reply, 100 times: the action is in the log", async () => {
  const storage = await temporaryFolder();
  const problems: StorageProblem[] = [];
  try {
    const script = await bundleScript("event-log-killed.ts", folder);
    const ids = Array.from({ length: 100 }, (_, number) => `action-${number}`);
    const left = [...ids];
    const run = async () => {
      for (let id = left.pop(); id !== undefined; id = left.pop())
        expect(await killedAfterReply(script, storage, id)).toBe(id);
    };
    await Promise.all([run(), run(), run()]);
    const log = await EventLog.open(storage, { clock: Date.now, onProblem: (problem) => problems.push(problem) });
    const found = await log.query({ kinds: ["action"], limit: 1000 });
    await log.dispose();
    expect(found.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(problems).toEqual([]);
  } finally {
    await removeFolder(storage);
  }
});

/** What the process said before it was killed. */
function killedAfterReply(script: string, storage: string, id: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, [script, storage, id], (_error, said, complaint) => {
      if (child.signalCode === "SIGKILL") resolve(said);
      else reject(new Error(`It was not killed: ${complaint}`));
    });
  });
}
