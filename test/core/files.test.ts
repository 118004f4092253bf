import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import type { ContainerFile, Expectation, FilePlace } from "@quayside/core/model/container-file.ts";
import { PanelUploads } from "@quayside/core/panel/panel-uploads.ts";
import { afterAll, afterEach, beforeAll, expect, describe as group, it } from "vitest";
import { shelllessImage } from "../lab/base-image.ts";
import { createContainer, idleScript, removeContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { gnuImage, importGnuImage } from "../lab/gnu-image.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { until } from "../lab/waiting.ts";
import { listed, type OpenedQuayside, openQuayside } from "./open-quayside.ts";

const { describe } = needs("engine");
const { signal } = new AbortController();
const all = { offset: 0, limit: 100_000 };

const content = (text: string | Buffer) => ({
  size: Buffer.byteLength(text),
  open: async function* () {
    yield Buffer.from(text);
  },
});

const hostileNames = [
  ...["-rf", "new\nline", "end\n", "tab\tand\u0007bell", "quote'\"`$(touch pwned)", "back\\slash", "süß 日本", " "],
  ...["*", "$HOME", "\uefff\uef80 bytes that are no text", "\u202eexe.txt", "%2e%2e", "a;b&c|d"],
];

describe("files", () => {
  let engine: EngineAccess;
  let opened: OpenedQuayside;
  let host: string;
  const made: string[] = [];

  const place = async (making: Promise<string>, state = "running"): Promise<FilePlace> => {
    const id = await making;
    made.push(id);
    await until(() => opened.quayside.inventory.container({ host, id })?.state === state, { what: "it in the list" });
    return { host, kind: "container", id };
  };
  const files = () => opened.quayside.files;
  const names = async (at: FilePlace, path: string) =>
    (await files().list(at, path, all, signal)).entries.map(({ name }) => name);
  const text = async (at: FilePlace, path: string) => (await files().read(at, path, signal)).content.toString();
  const write = (at: FilePlace, path: string, body: string | Buffer, expected: Expectation = { kind: "any" }) =>
    files().write(at, path, content(body), expected, signal);
  const entry = async (at: FilePlace, path: string): Promise<ContainerFile | undefined> => {
    const { entries } = await files().list(at, path.slice(0, path.lastIndexOf("/")) || "/", all, signal);
    return entries.find((each) => each.path === path);
  };
  const inside = (at: FilePlace, script: string) => engine.docker(["exec", "-u", "0", at.id, "sh", "-c", script]);

  beforeAll(async () => {
    [engine] = sharedEngines();
    await importGnuImage(engine);
    opened = await openQuayside([{ name: "lab", socket: engine.socket }]);
    host = opened.hosts[0] ?? "";
    await listed(opened, host);
  });
  afterEach(async () => {
    await Promise.all(made.splice(0).map((id) => removeContainer(engine, id)));
  });
  afterAll(() => opened.close());

  const kinds = {
    busybox: (name: string) => place(runContainer(engine, { name: `files-${name}` })),
    gnu: (name: string) =>
      place(
        runContainer(engine, {
          name: `files-gnu-${name}`,
          body: { Image: gnuImage, Cmd: ["sh", "-c", idleScript] },
        }),
      ),
  };

  group.each(Object.entries(kinds))("in a container with the programs of %s", (_kind, run) => {
    it("are listed with all that is known of them", async () => {
      const at = await run("list");
      await inside(
        at,
        `mkdir /d && cd /d && echo -n hello > f && chown 33:44 f && chmod 4751 f && mkdir sub && chmod 1777 sub &&
        ln -s f to-file && ln -s 'sub' to-directory && ln -s /nowhere to-nothing && ln -s around around && ln -s /etc out`,
      );
      const page = await files().list(at, "/d", all, signal);
      expect(page.way).toBe("shell");
      const found = new Map(page.entries.map((each) => [each.name, each]));
      expect([...found.keys()]).toEqual(
        expect.arrayContaining(["sub", "f", "to-file", "to-directory", "to-nothing", "around", "out"]),
      );
      expect(found.get("f")).toMatchObject({ kind: "file", size: 5, mode: 0o4751, uid: 33, gid: 44, change: "added" });
      expect(Math.abs((found.get("f")?.modified ?? 0) - Date.now())).toBeLessThan(120_000);
      expect(found.get("sub")).toMatchObject({ kind: "directory", mode: 0o1777 });
      expect(found.get("to-file")).toMatchObject({ kind: "link", target: "f", targetKind: "file" });
      expect(found.get("to-directory")).toMatchObject({ kind: "link", target: "sub", targetKind: "directory" });
      expect(found.get("to-nothing")).toMatchObject({ kind: "link", target: "/nowhere" });
      expect(found.get("to-nothing")?.targetKind).toBeUndefined();
      expect(found.get("around")?.targetKind).toBeUndefined();
      expect(found.get("out")).toMatchObject({ target: "/etc", targetKind: "directory" });
    });

    it("keep their names whatever bytes are in them, and can be read, written, renamed and removed by them", async () => {
      const at = await run("names");
      await files().makeDirectory(at, "/n", signal);
      for (const name of hostileNames) await write(at, `/n/${name}`, `in ${name}`);
      expect((await names(at, "/n")).sort()).toEqual([...hostileNames].sort());
      for (const name of hostileNames) expect(await text(at, `/n/${name}`)).toBe(`in ${name}`);
      for (const name of hostileNames) {
        await files().rename(at, `/n/${name}`, `/n/${name}2`, signal);
        await files().remove(at, `/n/${name}2`, signal);
      }
      expect(await names(at, "/n")).toEqual([]);
      expect(await names(at, "/")).not.toContain("pwned");
    });

    it("keep owner and mode when they are written, and their bytes are bytes", async () => {
      const at = await run("keep");
      await inside(at, "mkdir /k && echo old > /k/f && chown 33:44 /k/f && chmod 6750 /k/f");
      const bytes = randomBytes(300_000);
      const { version } = await files().read(at, "/k/f", signal);
      const after = await write(at, "/k/f", bytes, { kind: "version", version });
      expect(after).toMatchObject({ uid: 33, gid: 44, mode: 0o6750, size: bytes.length });
      expect((await files().read(at, "/k/f", signal)).content.equals(bytes)).toBe(true);
      expect(await names(at, "/k")).toEqual(["f"]);
      const part = await files().open(at, "/k/f", { from: 1000, count: 5000 }, signal);
      const parts: Buffer[] = [];
      for await (const chunk of part.bytes) parts.push(chunk);
      expect(Buffer.concat(parts).equals(bytes.subarray(1000, 6000))).toBe(true);
    });

    it("are not overwritten where somebody else wrote meanwhile", async () => {
      const at = await run("conflict");
      await inside(at, "echo one > /c");
      const { version } = await files().read(at, "/c", signal);
      await inside(at, "echo two > /c");
      await expect(write(at, "/c", "mine", { kind: "version", version })).rejects.toMatchObject({ reason: "changed" });
      expect(await text(at, "/c")).toBe("two\n");
      await expect(write(at, "/c", "mine", { kind: "new" })).rejects.toMatchObject({ reason: "exists" });
    });

    it("are written through links, round circles they are not", async () => {
      const at = await run("links");
      await inside(at, "mkdir /l && echo old > /l/f && ln -s /l/f /l/to && ln -s a /l/b && ln -s b /l/a");
      const { followed } = await files().stat(at, "/l/to", signal);
      expect(followed?.size).toBe(4);
      await write(at, "/l/to", "new", { kind: "version", version: followed?.version ?? "" });
      expect(await text(at, "/l/f")).toBe("new");
      expect(await entry(at, "/l/to")).toMatchObject({ kind: "link", target: "/l/f" });
      await expect(files().read(at, "/l/a", signal)).rejects.toMatchObject({ name: "FileRefused", reason: "circle" });
      await expect(write(at, "/l/a", "x")).rejects.toMatchObject({ name: "FileRefused", reason: "circle" });
      await expect(files().list(at, "/l/a", all, signal)).rejects.toMatchObject({ reason: "circle" });
    });
  });

  it("of a container that is stopped are read and written by the engine, with owner and mode kept", async () => {
    const script =
      "mkdir /s && echo old > /s/f && chown 33:44 /s/f && chmod 640 /s/f && ln -s f /s/to && mkdir -p /s/sub/deep";
    const at = await place(runContainer(engine, { name: "files-stopped", script }), "exited");
    const page = await files().list(at, "/s", all, signal);
    expect(page.way).toBe("archive");
    expect(page.entries.map(({ name }) => name)).toEqual(["sub", "f", "to"]);
    expect(page.entries[1]).toMatchObject({ size: 4, mode: 0o640, uid: 33, gid: 44, change: "added" });
    expect(page.entries[2]).toMatchObject({ kind: "link", target: "f", targetKind: "file" });
    expect(await names(at, "/")).toEqual(expect.arrayContaining(["bin", "etc", "s"]));
    const { version, content: old } = await files().read(at, "/s/to", signal);
    expect(old.toString()).toBe("old\n");
    expect((await files().stat(at, "/s/to", signal)).followed?.version).toBe(version);
    const after = await write(at, "/s/to", "newer", { kind: "version", version });
    expect(after).toMatchObject({ kind: "link", realPath: "/s/f" });
    expect(await files().stat(at, "/s/f", signal)).toMatchObject({ size: 5, mode: 0o640, uid: 33, gid: 44 });
    await expect(write(at, "/s/f", "mine", { kind: "version", version })).rejects.toMatchObject({ reason: "changed" });
    await files().makeDirectory(at, "/s/made", signal);
    for (const name of hostileNames) await write(at, `/s/made/${name}`, `in ${name}`, { kind: "new" });
    expect((await names(at, "/s/made")).sort()).toEqual([...hostileNames].sort());
    for (const name of hostileNames) expect(await text(at, `/s/made/${name}`)).toBe(`in ${name}`);
    await expect(files().remove(at, "/s/f", signal)).rejects.toMatchObject({ reason: "needs-running" });
    await expect(files().rename(at, "/s/f", "/s/g", signal)).rejects.toMatchObject({ reason: "needs-running" });
    await expect(files().read(at, "/s/sub", signal)).rejects.toMatchObject({ reason: "is-directory" });
    await expect(files().read(at, "/s/none", signal)).rejects.toMatchObject({ name: "NotFound" });
    await expect(files().list(at, "/s/f", all, signal)).rejects.toMatchObject({ reason: "not-directory" });
  });

  it("of a container without a shell are read and written by the engine", async () => {
    const body = { Image: shelllessImage, Cmd: ["sleep", "3600"], StopSignal: "SIGKILL" };
    const at = await place(runContainer(engine, { name: "files-shellless", body }));
    expect(await files().list(at, "/", all, signal)).toMatchObject({ way: "archive" });
    await write(at, "/etc/made", "by the engine", { kind: "new" });
    expect(await text(at, "/etc/made")).toBe("by the engine");
    await expect(files().remove(at, "/etc/made", signal)).rejects.toMatchObject({ reason: "needs-running" });
  });

  it("are still read where the container was stopped between the list and the opening", async () => {
    const at = await place(runContainer(engine, { name: "files-ends", script: `echo here > /f; ${idleScript}` }));
    expect(await names(at, "/")).toContain("f");
    const pause = async (how: string) => engine.api.json("POST", `/containers/${at.id}/${how}`);
    await pause("pause");
    expect(await text(at, "/f")).toBe("here\n");
    await pause("unpause");
    await pause("kill");
    expect(await text(at, "/f")).toBe("here\n");
  });

  it("one that was replaced by a directory meanwhile is neither read nor written", async () => {
    const at = await place(runContainer(engine, { name: "files-replaced" }));
    await inside(at, "echo old > /f");
    const { version } = await files().read(at, "/f", signal);
    await inside(at, "rm /f && mkdir /f && echo kept > /f/inner");
    await expect(files().read(at, "/f", signal)).rejects.toMatchObject({ reason: "is-directory" });
    for (const expected of [{ kind: "version", version }, { kind: "any" }] as const)
      await expect(write(at, "/f", "new", expected)).rejects.toMatchObject({ reason: "is-directory" });
    expect(await names(at, "/f")).toEqual(["inner"]);
    await engine.api.json("POST", `/containers/${at.id}/kill`);
    await until(() => opened.quayside.inventory.container(at)?.state === "exited", { what: "its end" });
    await expect(write(at, "/f", "new")).rejects.toMatchObject({ reason: "is-directory" });
    expect(await text(at, "/f/inner")).toBe("kept\n");
  });

  it("keep their old content where the disk is full, and say so", async () => {
    const HostConfig = { Tmpfs: { "/small": "size=256k" } };
    const at = await place(runContainer(engine, { name: "files-full", body: { HostConfig } }));
    await inside(at, "echo precious > /small/f && ln /small/f /small/other && echo single > /small/g");
    const big = randomBytes(400_000);
    for (const name of ["f", "g", "fresh"])
      await expect(write(at, `/small/${name}`, big)).rejects.toMatchObject({ name: "FileRefused", reason: "no-space" });
    expect(await text(at, "/small/f")).toBe("precious\n");
    expect(await text(at, "/small/g")).toBe("single\n");
    expect((await names(at, "/small")).sort()).toEqual(["f", "g", "other"]);
    // The new content alone fits, but not beside the old: one with two names is written in place.
    await inside(at, "head -c 150000 /dev/zero > /small/h && ln /small/h /small/h2");
    await expect(write(at, "/small/h", randomBytes(180_000))).rejects.toMatchObject({ reason: "no-space" });
    expect((await files().stat(at, "/small/h", signal)).size).toBe(150_000);
  });

  it("say that they are read-only, or not for the container’s user", async () => {
    const HostConfig = { ReadonlyRootfs: true, Tmpfs: { "/tmp": "" } };
    const readOnly = await place(runContainer(engine, { name: "files-read-only", body: { HostConfig } }));
    await expect(write(readOnly, "/etc/f", "x")).rejects.toMatchObject({ reason: "read-only" });
    await expect(files().makeDirectory(readOnly, "/d", signal)).rejects.toMatchObject({ reason: "read-only" });
    await expect(files().remove(readOnly, "/bin/sh", signal)).rejects.toMatchObject({ reason: "read-only" });
    await write(readOnly, "/tmp/f", "tmpfs is not");
    expect(await text(readOnly, "/tmp/f")).toBe("tmpfs is not");
    const user = await place(runContainer(engine, { name: "files-user", body: { User: "33:44" } }));
    await inside(
      user,
      "mkdir -m 700 /root-only && echo x > /root-only/f && echo s > /secret && chmod 600 /secret && echo r > /readable",
    );
    const denied = { name: "FileRefused", reason: "permission" };
    await expect(files().list(user, "/root-only", all, signal)).rejects.toMatchObject(denied);
    await expect(files().read(user, "/secret", signal)).rejects.toMatchObject(denied);
    await expect(write(user, "/readable", "x")).rejects.toMatchObject(denied);
    await expect(write(user, "/new", "x")).rejects.toMatchObject(denied);
    await expect(files().remove(user, "/readable", signal)).rejects.toMatchObject(denied);
    expect(await text(user, "/readable")).toBe("r\n");
    expect((await files().stat(user, "/readable", signal)).writable).toBe(false);
    // In a directory that is not its own it may still write to what is: its owner stays.
    await inside(user, "echo own > /own && chown 33:44 /own");
    expect(await write(user, "/own", "changed")).toMatchObject({ uid: 33, gid: 44, size: 7 });
  });

  it("of a volume are reached by whoever has it, and else by a helper that nobody sees and that goes again", async () => {
    const volume = "files-volume";
    await engine.api.json("POST", "/volumes/create", { Name: volume });
    const at: FilePlace = { host, kind: "volume", id: volume };
    const HostConfig = { Mounts: [{ Type: "volume", Source: volume, Target: "/data" }] };
    const user = await place(runContainer(engine, { name: "files-volume-user", body: { HostConfig } }));
    try {
      await inside(user, "echo inside > /data/f && ln -s /etc /data/out && ln -s f /data/in && mkdir /data/sub");
      expect(await names(at, "/")).toEqual(["out", "sub", "f", "in"]);
      expect(await text(at, "/in")).toBe("inside\n");
      await write(at, "/sub/g", "written");
      expect(await text(user, "/data/sub/g")).toBe("written");
      for (const path of ["/out", "/out/passwd"])
        await expect(files().list(at, path, all, signal)).rejects.toMatchObject({ name: "NotFound" });
      await expect(write(at, "/out/planted", "x")).rejects.toMatchObject({ name: "NotFound" });
      await removeContainer(engine, user.id);
      await until(() => opened.quayside.inventory.container(user) === undefined, { what: "it gone" });
      expect(await names(at, "/")).toEqual(["out", "sub", "f", "in"]);
      await write(at, "/f", "by the helper");
      expect(await text(at, "/f")).toBe("by the helper");
      const helpers = async () =>
        engine.api.json<{ Id: string }[]>(
          "GET",
          '/containers/json?all=1&filters={"label":["dev.quayside.volume-helper"]}',
        );
      const [helper] = await helpers();
      expect(helper).toBeDefined();
      expect(opened.quayside.inventory.snapshot().containers.map(({ id }) => id)).not.toContain(helper?.Id);
      // One that somebody removed is made anew.
      await removeContainer(engine, helper?.Id ?? "");
      expect(await text(at, "/f")).toBe("by the helper");
      // One that a process left which is there no more goes at the next start.
      const left = await createContainer(engine, {
        name: "files-left",
        labels: { "dev.quayside.volume-helper": `${hostname()}/999999999` },
      });
      // An image that bears the label gives it to all containers that are made of it.
      const labels = { "dev.quayside.volume-helper": `${hostname()}/999999999` };
      const running = await place(runContainer(engine, { name: "files-labelled", labels }));
      await until(() => opened.quayside.inventory.container(running) !== undefined, { what: "it shown" });
      const next = await openQuayside([{ name: "next", socket: engine.socket }]);
      try {
        await until(async () => (await helpers()).every(({ Id }) => Id !== left), { what: "the leftover gone" });
        expect(next.quayside.inventory.snapshot().containers.map(({ id }) => id)).toContain(running.id);
      } finally {
        await next.close();
      }
      await removeContainer(engine, running.id);
      await until(() => opened.quayside.inventory.container(running) === undefined, { what: "it gone" });
      expect(await helpers()).toHaveLength(1);
      await files().close();
      expect(await helpers()).toEqual([]);
    } finally {
      await removeContainer(engine, user.id);
      await engine.api.call("DELETE", `/volumes/${volume}`);
    }
  });

  it("of big directories come page by page, from one look", async () => {
    const script = `mkdir /many; n=0; while [ $n -lt 1200 ]; do n=$((n+1)); : > /many/$n; done; echo done; ${idleScript}`;
    const at = await place(runContainer(engine, { name: "files-many", script }));
    await until(async () => (await engine.docker(["logs", at.id])).includes("done"), { what: "all of them" });
    const first = await files().list(at, "/many", { offset: 0, limit: 500 }, signal);
    expect(first).toMatchObject({ total: 1200 });
    await inside(at, "rm /many/1");
    const rest = await files().list(at, "/many", { offset: 500, limit: 1000 }, signal);
    const numbers = [...first.entries, ...rest.entries].map(({ name }) => Number(name));
    expect(numbers).toEqual(Array.from({ length: 1200 }, (_, number) => number + 1));
  });

  it("come from a page in parts, whole or not at all", async () => {
    const at = await place(runContainer(engine, { name: "files-parts", script: `echo old > /there; ${idleScript}` }));
    const uploads = new PanelUploads();
    const parts = [randomBytes(1 << 20), randomBytes(1 << 20), randomBytes(12_345)];
    const size = parts.reduce((sum, part) => sum + part.length, 0);
    const begin = (path: string, expected: Expectation) =>
      uploads.begin(size, (body, abort) => files().write(at, path, body, expected, abort));
    const whole = begin("/whole", { kind: "new" });
    for (const part of parts) await uploads.send(whole, part, signal);
    expect(await uploads.end(whole, signal)).toMatchObject({ size });
    expect((await files().read(at, "/whole", signal)).content.equals(Buffer.concat(parts))).toBe(true);
    const cancelled = begin("/cancelled", { kind: "new" });
    await uploads.send(cancelled, parts[0] ?? Buffer.alloc(0), signal);
    uploads.cancel(cancelled);
    await expect(uploads.end(cancelled, signal)).rejects.toMatchObject({ name: "Cancelled" });
    const refused = begin("/there", { kind: "new" });
    await expect(uploads.end(refused, signal)).rejects.toMatchObject({ reason: "exists" });
    await expect(uploads.send(refused, Buffer.alloc(1), signal)).rejects.toMatchObject({ reason: "exists" });
    expect(await text(at, "/there")).toBe("old\n");
    // What was begun is taken away again when its connection is gone.
    await until(async () => (await names(at, "/")).every((name) => !name.startsWith(".quayside")), { what: "no rest" });
    expect(await names(at, "/")).not.toContain("cancelled");
  });

  it("below a directory are handed out for a disk without links and devices", async () => {
    const script =
      "mkdir -p /t/sub && echo a > /t/sub/a && ln -s /etc /t/out && mknod /t/zero c 1 5 && ln /t/sub/a /t/b";
    const stopped = await place(runContainer(engine, { name: "files-tar", script }), "exited");
    const running = await place(runContainer(engine, { name: "files-tar-runs", script: `${script}; ${idleScript}` }));
    await until(async () => (await names(running, "/t")).includes("b"), { what: "its files" });
    for (const at of [stopped, running]) {
      const left: string[] = [];
      const got = new Map<string, string>();
      for await (const each of files().download(at, "/t", ({ path }) => left.push(path), signal)) {
        let body = "";
        for await (const part of each.content()) body += part.toString();
        got.set(each.path, body);
      }
      expect(got.has("sub")).toBe(true);
      expect([...got.values()]).toContain("a\n");
      expect(left.map((path) => path.slice(path.lastIndexOf("/") + 1))).toEqual(
        expect.arrayContaining(["out", "zero"]),
      );
    }
  });

  it("are neither seen nor changed on a host that is to be looked at only", async () => {
    const at = await place(runContainer(engine, { name: "files-view" }));
    await opened.quayside.hosts.update(host, { access: "view" }, signal);
    try {
      await expect(files().list(at, "/", all, signal)).rejects.toMatchObject({ name: "NotAllowed" });
      await expect(write(at, "/f", "x")).rejects.toMatchObject({ name: "NotAllowed" });
    } finally {
      await opened.quayside.hosts.update(host, { access: "admin" }, signal);
    }
    await write(at, "/f", "x");
    const [event] = await opened.quayside.events.query({ kinds: ["action"], text: "write-file", limit: 1 }, signal);
    expect(event).toMatchObject({ type: "write-file", exitCode: 0, command: "docker cp - files-view:/f" });
  });
});
