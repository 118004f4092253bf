import { chmod, mkdir, readdir, readFile, rm, rmdir, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Credentials } from "@quayside/core/hosts/credentials.ts";
import type { StorageProblem } from "@quayside/core/storage/storage-problem.ts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { keepToOwner } from "../../docker-desktop-extension/backend/own-mode.ts";
import { SecretFile } from "../../docker-desktop-extension/backend/secret-store.ts";
import { bundleScript, removeFolder, temporaryFolder, Window } from "../core/storage-processes.ts";

const name = "host:1";
const secret = "correct horse battery staple";

let scripts: string;
let script: string;
let folder: string;
let problems: StorageProblem[];
let windows: Window[];
const open: SecretFile[] = [];

beforeAll(async () => {
  scripts = await temporaryFolder();
  script = await bundleScript("../desktop/secrets-window.ts", scripts);
});
afterAll(() => removeFolder(scripts));
beforeEach(async () => {
  folder = await temporaryFolder();
  problems = [];
  windows = [];
});
afterEach(async () => {
  for (const store of open.splice(0)) store.dispose();
  await Promise.all(windows.map((window) => window.kill()));
  await removeFolder(folder);
});

function secretFile(): SecretFile {
  const store = new SecretFile({ folder, clock: Date.now, report: (problem) => problems.push(problem) });
  open.push(store);
  return store;
}
function anotherProcess(): Window {
  const window = new Window(script, folder);
  windows.push(window);
  return window;
}
const path = (file: string): string => join(folder, file);
const mode = async (file: string): Promise<number> => (await stat(path(file))).mode & 0o777;
/** The stores of this process end, so that what is done to the files is found by the next one. */
function closed(): void {
  for (const store of open.splice(0)) store.dispose();
}
async function changeJson(change: (secrets: Record<string, Record<string, string>>) => unknown): Promise<void> {
  const { data, ...rest } = JSON.parse(await readFile(path("secrets.json"), "utf8"));
  await writeFile(path("secrets.json"), JSON.stringify({ ...rest, data: change(data) }));
}
const setAside = async (file: string): Promise<string[]> =>
  (await readdir(folder)).filter((found) => found.startsWith(`${file}.corrupt-`));

describe("the secrets of Docker Desktop", () => {
  test("come back as they were given, to this store and to the next, until they are deleted", async () => {
    const store = secretFile();
    const odd = `${secret} ñ \u{1f511}\n\0`;
    await store.set(name, odd);
    await store.set("host:2", "");
    expect(await store.get(name)).toBe(odd);
    closed();
    const next = secretFile();
    expect([await next.get(name), await next.get("host:2"), await next.get("host:3")]).toEqual([odd, "", undefined]);
    await next.delete(name);
    await next.delete("host:3");
    expect([await next.get(name), await next.get("host:2")]).toEqual([undefined, ""]);
    expect(problems).toEqual([]);
  });

  test("can't be read in the folder, and only their owner may look", async () => {
    const store = secretFile();
    await store.set(name, secret);
    await store.set("host:2", secret);
    expect((await readdir(folder)).sort()).toEqual(["secrets.json", "secrets.key"]);
    const bytes = Buffer.concat(
      await Promise.all((await readdir(folder)).map(async (file) => await readFile(path(file)))),
    );
    for (const encoding of ["utf8", "base64", "hex", "utf16le"] as const) {
      // Without the last letters: how they are encoded depends on what follows.
      expect(bytes.includes(Buffer.from(secret).toString(encoding).slice(0, -4))).toBe(false);
    }
    expect([await mode("secrets.json"), await mode("secrets.key")]).toEqual([0o600, 0o600]);
  });

  test("are sealed anew each time: the same secret twice looks like two", async () => {
    const store = secretFile();
    const seen = new Set<string>();
    for (const host of ["host:1", "host:2", "host:2"]) {
      await store.set(host, secret);
      const { data } = JSON.parse(await readFile(path("secrets.json"), "utf8"));
      for (const part of ["nonce", "text", "tag"]) seen.add(data[host][part]);
    }
    expect(seen.size).toBe(9);
  });

  test("go with their host", async () => {
    const store = secretFile();
    const credentials = new Credentials(store);
    for (const host of ["1", "2"]) {
      credentials.hold(host, "password of ssh://ann@far", { text: `${secret} ${host}`, keep: true });
      await credentials.keep(host);
    }
    await credentials.forget("1");
    expect(await new Credentials(store).find("1", "password of ssh://ann@far")).toBeUndefined();
    expect(await new Credentials(store).find("2", "password of ssh://ann@far")).toBe(`${secret} 2`);
    expect(Object.keys(JSON.parse(await readFile(path("secrets.json"), "utf8")).data)).toEqual(["host:2"]);
  });

  test("of one process are seen by another, and neither loses what the other wrote", async () => {
    const [one, two] = [anotherProcess(), anotherProcess()];
    for (let round = 0; round < 10; round++) {
      await Promise.all([
        one.ask(`set host:a${round} secret-a${round}`),
        two.ask(`set host:b${round} secret-b${round}`),
      ]);
    }
    for (let round = 0; round < 10; round++) {
      expect(await one.ask(`get host:b${round}`)).toBe(`secret-b${round}`);
      expect(await two.ask(`get host:a${round}`)).toBe(`secret-a${round}`);
    }
    await one.ask("delete host:b0");
    expect(await two.ask("get host:b0")).toBeNull();
  });

  test("have one key, however many processes begin at once", async () => {
    const processes = Array.from({ length: 6 }, anotherProcess);
    // All are there before one of them needs a key.
    await Promise.all(processes.map((window) => window.ask("get host:0")));
    await Promise.all(processes.map((window, number) => window.ask(`set host:${number} secret-${number}`)));
    for (const window of processes) {
      for (const number of processes.keys()) expect(await window.ask(`get host:${number}`)).toBe(`secret-${number}`);
    }
    expect((await readdir(folder)).sort()).toEqual(["secrets.json", "secrets.key"]);
  });
});

describe("a file of secrets", () => {
  beforeEach(async () => {
    const store = secretFile();
    await store.set(name, secret);
    await store.set("host:2", "another");
    closed();
  });
  /** Nothing is given out of it, it lies beside, it is told once, and new secrets can be kept. */
  async function expectSetAside(file: string, why: string | RegExp): Promise<void> {
    const before = await readFile(path(file));
    const store = secretFile();
    expect([await store.get(name), await store.get("host:2")]).toEqual([undefined, undefined]);
    await store.set(name, "given anew");
    expect(await store.get(name)).toBe("given anew");
    const [aside = "", ...more] = await setAside(file);
    expect(more).toEqual([]);
    expect(await readFile(path(aside))).toEqual(before);
    const told = problems.filter((problem) => problem.path === path(file));
    expect(told).toHaveLength(1);
    expect(told[0]?.sentence).toMatch(why);
    expect(told[0]?.sentence).toContain(aside);
    expect(JSON.stringify(problems)).not.toContain(secret);
  }

  test.each([
    "nonce",
    "text",
    "tag",
  ] as const)("of which one byte of a %s was changed is set aside and told", async (part) => {
    await changeJson((data) => {
      const bytes = Buffer.from(data[name]?.[part] ?? "", "base64");
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      return { ...data, [name]: { ...data[name], [part]: bytes.toString("base64") } };
    });
    await expectSetAside("secrets.json", "it was changed, or");
  });

  test("in which a tag was cut short is set aside and told", async () => {
    await changeJson((data) => {
      const tag = Buffer.from(data[name]?.tag ?? "", "base64").subarray(0, 4);
      return { ...data, [name]: { ...data[name], tag: tag.toString("base64") } };
    });
    await expectSetAside("secrets.json", "it was changed, or");
  });

  test("in which two entries were swapped is set aside and told", async () => {
    await changeJson((data) => ({ [name]: data["host:2"], "host:2": data[name] }));
    await expectSetAside("secrets.json", "it was changed, or");
  });

  test("that is torn is set aside and told", async () => {
    await truncate(path("secrets.json"), 60);
    await expectSetAside("secrets.json", "could not be read");
  });

  test("that holds something else is set aside and told", async () => {
    await changeJson(() => ({ [name]: "no such thing" }));
    await expectSetAside("secrets.json", "could not be read");
  });

  test("whose key is missing is set aside and told", async () => {
    await rm(path("secrets.key"));
    await expectSetAside("secrets.json", /the key that opens it is not in \S+secrets\.key/);
    expect(await mode("secrets.key")).toBe(0o600);
  });

  test("whose key is another is set aside and told", async () => {
    await writeFile(path("secrets.key"), Buffer.alloc(32, 7));
    await expectSetAside("secrets.json", /is not the key that it was made with/);
  });

  test("whose key is cut short is set aside with its key, and both are told", async () => {
    await truncate(path("secrets.key"), 31);
    const before = await readFile(path("secrets.key"));
    await expectSetAside("secrets.json", "the key that opens it is not in");
    const [aside = ""] = await setAside("secrets.key");
    expect(await readFile(path(aside))).toEqual(before);
    expect(problems.map(({ sentence }) => sentence)).toContainEqual(expect.stringContaining("holds no key"));
  });

  test("whose key can't be read is left alone: whoever asks is told why, and it heals", async () => {
    const key = await readFile(path("secrets.key"));
    await rm(path("secrets.key"));
    await mkdir(path("secrets.key"), { mode: 0o700 });
    const store = secretFile();
    await expect(store.get(name)).rejects.toMatchObject({
      name: "StoreUnusable",
      message: `${path("secrets.key")} can’t be read: it is a folder and not a file.`,
    });
    await rmdir(path("secrets.key"));
    await writeFile(path("secrets.key"), key, { mode: 0o600 });
    expect(await store.get(name)).toBe(secret);
    expect(await setAside("secrets.json")).toEqual([]);
  });

  test.each([
    "secrets.json",
    "secrets.key",
  ])("whose %s others may read is closed to them, and that is told", async (file) => {
    await chmod(path(file), 0o644);
    expect(await secretFile().get(name)).toBe(secret);
    expect(await mode(file)).toBe(0o600);
    expect(problems.map(({ sentence }) => sentence)).toEqual([
      `${path(file)} was open to other users (mode 644). Now it is not; whoever copied it has what it holds.`,
    ]);
  });

  test.runIf(process.platform === "linux")("that others may read and that isn't ours to close is refused", async () => {
    await expect(keepToOwner("/proc/self/status", () => {})).rejects.toMatchObject({
      name: "StoreUnusable",
      message: "/proc/self/status is open to other users, and that can’t be changed: make it yours alone.",
    });
  });
});
