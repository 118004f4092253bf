import { mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { StateFile, type StateFileOptions } from "@quayside/core/storage/state-file.ts";
import type { StorageProblem } from "@quayside/core/storage/storage-problem.ts";
import { watchFolder } from "@quayside/core/storage/watch-folder.ts";
import * as v from "valibot";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { namesFormat } from "./storage-names.ts";
import { bundleScript, removeFolder, temporaryFolder, Window } from "./storage-processes.ts";

const { signal } = new AbortController();
let scripts: string;
let script: string;
let folder: string;
let path: string;
let problems: StorageProblem[];
const open: { dispose(): void }[] = [];

function stateFile<T>(options: Pick<StateFileOptions<T>, "version" | "empty" | "parse" | "migrations">): StateFile<T> {
  const file = new StateFile({ ...options, path, clock: Date.now, report: (problem) => problems.push(problem) });
  open.push(file);
  return file;
}

beforeAll(async () => {
  scripts = await temporaryFolder();
  script = await bundleScript("storage-window.ts", scripts);
});
afterAll(() => removeFolder(scripts));
beforeEach(async () => {
  folder = await temporaryFolder();
  path = join(folder, "names.json");
  problems = [];
});
afterEach(async () => {
  for (const file of open.splice(0)) file.dispose();
  await removeFolder(folder);
});

describe("two windows with one state file", () => {
  test("that each add an entry at once, 20 times: all remain, and both see all", async () => {
    const windows = [new Window(script, path), new Window(script, path)];
    try {
      for (let round = 0; round < 20; round++) {
        await Promise.all(windows.map((window, number) => window.ask(`add ${round}-${number}`)));
      }
      const all = Array.from({ length: 20 }, (_, round) => [`${round}-0`, `${round}-1`])
        .flat()
        .sort();
      for (const window of windows) expect((await window.ask<string[]>("wait 40")).sort()).toEqual(all);
      expect([...(await stateFile(namesFormat).read(signal)).data].sort()).toEqual(all);
    } finally {
      await Promise.all(windows.map((window) => window.kill()));
    }
  });

  test("of which one was killed with the lock in its hands: the other one recovers the lock", async () => {
    const window = new Window(script, path);
    await window.ask("lock");
    await window.kill();
    expect(await readdir(folder)).toContain("names.json.lock");
    expect(await stateFile(namesFormat).update(() => ["a"], signal)).toEqual(["a"]);
    expect(await readdir(folder)).toEqual(["names.json"]);
  });

  test("of which one lost its lock to the other: it reads again and loses nothing", async () => {
    const file = stateFile(namesFormat);
    const before: (readonly string[])[] = [];
    await file.update((names) => {
      before.push(names);
      if (before.length === 1) {
        rmdirSync(`${path}.lock`);
        writeFileSync(path, JSON.stringify({ version: 1, data: ["theirs"] }));
      }
      return [...names, "ours"];
    }, signal);
    expect(before).toEqual([[], ["theirs"]]);
    expect((await file.read(signal)).data).toEqual(["theirs", "ours"]);
  });

  test("of which one waits for the lock: an abort ends the waiting at once, also behind another that waits", async () => {
    mkdirSync(`${path}.lock`);
    const file = stateFile(namesFormat);
    const [first, second] = [new AbortController(), new AbortController()];
    const updates = [first, second].map(({ signal }) => file.update(() => ["a"], signal));
    updates[0]?.catch(() => {}); // looked at further down
    second.abort();
    await expect(updates[1]).rejects.toMatchObject({ name: "Cancelled" });
    expect(await Promise.race([updates[0], "waits"])).toBe("waits");
    first.abort();
    await expect(updates[0]).rejects.toMatchObject({ name: "Cancelled" });
    await expect(stat(path)).rejects.toMatchObject({ code: "ENOENT" });
  });
});

describe("a state file", () => {
  test("is readable by its owner only, and versioned", async () => {
    await stateFile(namesFormat).update(() => ["a"], signal);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(path, "utf8"))).toEqual({ version: 1, data: ["a"] });
  });

  test("tells of each change once, whoever made it", async () => {
    const [one, two] = [stateFile(namesFormat), stateFile(namesFormat)];
    await Promise.all([one.read(signal), two.read(signal)]);
    const heard: (readonly string[])[] = [];
    one.onDidChange(({ data }) => heard.push(data));
    await one.update(() => ["a"], signal);
    await two.update((names) => [...names, "b"], signal);
    await vi.waitFor(() => expect(heard).toHaveLength(2), { timeout: 10_000 });
    await one.update((names) => [...names, "c"], signal);
    expect(heard).toEqual([["a"], ["a", "b"], ["a", "b", "c"]]);
  });

  test("is not written when the change throws or changes nothing", async () => {
    const file = stateFile(namesFormat);
    const refuse = () => {
      throw new Error("taken");
    };
    await expect(file.update(refuse, signal)).rejects.toThrow("taken");
    await file.update((names) => names, signal);
    expect(await readdir(folder)).toEqual([]);
  });

  test("keeps fields that this program does not know", async () => {
    const entry = v.looseObject({ name: v.string() });
    const file = stateFile({ version: 1, empty: [], parse: (data) => v.parse(v.array(entry), data) });
    await writeFile(path, JSON.stringify({ version: 1, data: [{ name: "a", colour: "red" }], note: "by hand" }));
    await file.update((entries) => [...entries, { name: "b" }], signal);
    expect(JSON.parse(await readFile(path, "utf8"))).toEqual({
      version: 1,
      data: [{ name: "a", colour: "red" }, { name: "b" }],
      note: "by hand",
    });
  });

  test("of an older version goes through every step up to this one", async () => {
    await writeFile(path, JSON.stringify({ version: 1, data: "a,b" }));
    const migrations = {
      1: (data: unknown) => String(data).split(","),
      2: (data: unknown) => (data as string[]).map((name) => name.toUpperCase()),
    };
    const file = stateFile({ ...namesFormat, version: 3, migrations });
    expect(await file.read(signal)).toEqual({ data: ["A", "B"] });
    expect(JSON.parse(await readFile(path, "utf8")).version).toBe(1);
    await file.update((names) => [...names, "C"], signal);
    expect(JSON.parse(await readFile(path, "utf8"))).toEqual({ version: 3, data: ["A", "B", "C"] });
  });

  test("newer than the program is shown, says so, and is never written", async () => {
    const text = JSON.stringify({ version: 7, data: ["a"] });
    await writeFile(path, text);
    const file = stateFile(namesFormat);
    const { data, readOnlyReason } = await file.read(signal);
    expect(data).toEqual(["a"]);
    expect(readOnlyReason).toBe(
      `${path} was written by a newer Quayside (format 7, this one knows 1): it can be looked at but not changed. Update Quayside.`,
    );
    await expect(file.update(() => [], signal)).rejects.toMatchObject({
      name: "StoreUnusable",
      message: readOnlyReason,
    });
    expect(await readFile(path, "utf8")).toBe(text);
  });

  test("newer than the program and of a shape it does not know is neither read nor set aside", async () => {
    await writeFile(path, JSON.stringify({ version: 7, data: { names: ["a"] } }));
    const state = await stateFile(namesFormat).read(signal);
    expect(state).toMatchObject({ data: [], readOnlyReason: expect.stringContaining("newer") });
    expect(await readdir(folder)).toEqual(["names.json"]);
  });

  test.each([
    ["cut off", Buffer.from('{"version":1,"data":["a"')],
    ["empty", Buffer.from("")],
    ["not UTF-8", Buffer.from('{"version":1,"data":["\xff"]}', "latin1")],
    ["without a version", Buffer.from('{"data":["a"]}')],
    ["of another shape", Buffer.from('{"version":1,"data":[1]}')],
  ])("that is %s is set aside whole, told of, and begun anew", async (_case, bytes) => {
    await writeFile(path, bytes);
    const file = stateFile(namesFormat);
    expect(await file.read(signal)).toEqual({ data: [] });
    const [aside, ...others] = await readdir(folder);
    expect(others).toEqual([]);
    expect(aside).toMatch(/^names\.json\.corrupt-\d{4}-\d\d-\d\dT[\d.-]+Z$/);
    expect(await readFile(join(folder, aside as string))).toEqual(bytes);
    expect(problems).toEqual([{ path, sentence: expect.stringContaining(aside as string) }]);
    expect(await file.update((names) => [...names, "b"], signal)).toEqual(["b"]);
  });

  test("that two windows find corrupt is set aside once, and what one of them writes then stays", async () => {
    await writeFile(path, "{");
    const [one, two] = [stateFile(namesFormat), stateFile(namesFormat)];
    await Promise.all([one.update((names) => [...names, "a"], signal), two.read(signal)]);
    expect((await two.read(signal)).data).toEqual(["a"]);
    expect(problems).toHaveLength(1);
    expect(await readdir(folder)).toHaveLength(2);
  });

  test("that somebody's editor is in the midst of saving is not taken for corrupt", async () => {
    await writeFile(path, '{"version":1,');
    const read = stateFile(namesFormat).read(signal);
    await vi.waitFor(async () => expect(await readdir(folder)).toContain("names.json.lock"), {
      interval: 5,
      timeout: 10_000,
    });
    await writeFile(path, '{"version":1,"data":["a"]}');
    expect(await read).toEqual({ data: ["a"] });
    expect(problems).toEqual([]);
  });

  test("that can't be read is an error with its path, and is left alone", async () => {
    await mkdir(path);
    const file = stateFile(namesFormat);
    const message = `${path} can’t be read: it is a folder and not a file.`;
    await expect(file.read(signal)).rejects.toMatchObject({ name: "StoreUnusable", message });
    await expect(file.update(() => [], signal)).rejects.toMatchObject({ name: "StoreUnusable", message });
    expect(await readdir(folder)).toEqual(["names.json"]);
  });

  test("that becomes unreadable while it is watched is told of once", async () => {
    const file = stateFile(namesFormat);
    await file.update(() => ["a"], signal);
    const heard: (readonly string[])[] = [];
    file.onDidChange(({ data }) => heard.push(data));
    await rm(path);
    await mkdir(path);
    await vi.waitFor(() => expect(problems.map(({ error }) => error?.name)).toEqual(["StoreUnusable"]), {
      timeout: 10_000,
    });
    for (let time = 1; time <= 20; time++) await utimes(path, time, time); // each is a change for the watch
    await rm(path, { recursive: true });
    await writeFile(path, '{"version":1,"data":["mended"]}');
    await vi.waitFor(() => expect(heard.at(-1)).toEqual(["mended"]), { timeout: 10_000 });
    expect(problems).toHaveLength(1);
  });

  test("sweeps up what a window left that was killed while it wrote", async () => {
    await writeFile(`${path}.123456`, "half");
    await utimes(`${path}.123456`, 1, 1);
    await writeFile(`${path}.654321`, "being written now");
    await stateFile(namesFormat).update(() => ["a"], signal);
    expect((await readdir(folder)).sort()).toEqual(["names.json", "names.json.654321"]);
  });
});

test("a folder that can't be watched yet is looked at from time to time, and watched when it is there", async () => {
  const later = join(folder, "later");
  const heard: (string | undefined)[] = [];
  open.push(watchFolder(later, (name) => heard.push(name), 20));
  await vi.waitFor(() => expect(heard).toContain(undefined), { timeout: 10_000 });
  await mkdir(later);
  const written = async () => {
    await writeFile(join(later, "a"), "");
    expect(heard).toContain("a");
  };
  await vi.waitFor(written, { timeout: 10_000 });
});
