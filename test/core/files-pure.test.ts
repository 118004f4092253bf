import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { describeError } from "@quayside/core/errors/describe-error.ts";
import { listArchive } from "@quayside/core/files/archive-listing.ts";
import { changesByPath, marked } from "@quayside/core/files/changed-files.ts";
import { containerPath } from "@quayside/core/files/container-path.ts";
import { fileNameBytes, fileNameText } from "@quayside/core/files/file-name-bytes.ts";
import { sameVersion } from "@quayside/core/files/file-version.ts";
import { refusal } from "@quayside/core/files/refusal.ts";
import { safeEntries } from "@quayside/core/files/safe-entries.ts";
import { listedFiles, parseRecords } from "@quayside/core/files/shell-records.ts";
import { headerBlocks } from "@quayside/core/files/tar-header.ts";
import { readTar } from "@quayside/core/files/tar-reader.ts";
import { type NewEntry, writeTar } from "@quayside/core/files/tar-writer.ts";
import { describe, expect, it } from "vitest";

async function* chunked(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function* once(text: string | Buffer): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

const file = (path: string, text: string): NewEntry => ({
  ...{ path, kind: "file", size: Buffer.byteLength(text), mode: 0o644, uid: 0, gid: 0, modified: 1_700_000_000 },
  content: once(text),
});

describe("names of files", () => {
  it("keep every byte, and plain ones stay as they are", () => {
    const every = Buffer.from(Array.from({ length: 255 }, (_, at) => at + 1));
    const own = Buffer.from("\uef80 and \uefff");
    for (const bytes of [
      every,
      own,
      Buffer.from("süß 日本 😀"),
      Buffer.from([0xf0, 0x9f, 0x98]),
      Buffer.from([0xed, 0xa0, 0x80]),
    ]) {
      const text = fileNameText(bytes);
      expect(fileNameBytes(text).equals(bytes)).toBe(true);
      expect(() => encodeURIComponent(text)).not.toThrow();
      expect(JSON.parse(JSON.stringify(text))).toBe(text);
    }
    expect(fileNameText(Buffer.from("süß 日本 😀"))).toBe("süß 日本 😀");
  });
});

describe("a path in a container", () => {
  it("is absolute, and never leads above the root", () => {
    expect(containerPath("/etc//x/./y/../z/")).toBe("/etc/x/z");
    expect(containerPath("../../../etc")).toBe("/etc");
    expect(containerPath("")).toBe("/");
    expect(containerPath("/..")).toBe("/");
    expect(() => containerPath("/a\0b")).toThrow(/zero byte/);
    expect(() => containerPath(`/${"x".repeat(5000)}`)).toThrow(/longer/);
  });
});

describe("a tar", () => {
  it("that is written is read the same, in chunks of any length, and by tar itself", async () => {
    const long = `${"d/".repeat(60)}süß ${"x".repeat(120)}`;
    const entries = [file("plain", "hello"), file(long, "long"), file("\uefff\uef80", "bytes"), file("empty", "")];
    const bytes = await buffer(writeTar([{ ...file("dir", ""), kind: "directory" }, ...entries]));
    for (const length of [1, 7, 512, 100_000]) {
      const read: string[] = [];
      for await (const entry of readTar(chunked(bytes, length))) {
        let text = "";
        for await (const part of entry.content()) text += part.toString();
        read.push(`${entry.kind} ${entry.path}: ${text}`);
      }
      expect(read).toEqual([
        "directory dir: ",
        "file plain: hello",
        `file ${long}: long`,
        "file \uefff\uef80: bytes",
        "file empty: ",
      ]);
    }
    const listed = spawnSync("tar", ["-tf", "-"], { input: bytes });
    expect(listed.status).toBe(0);
    expect(listed.stdout.toString()).toContain("plain");
  });

  it("of tar itself is read: long names in both formats, links, big numbers", async () => {
    const folder = mkdtempSync(join(tmpdir(), "quayside-tar-"));
    try {
      const name = "n".repeat(200);
      const script = `mkdir d && cd d && echo x > ${name} && ln -s ${"t".repeat(150)} link && cd ..`;
      expect(spawnSync("sh", ["-c", script], { cwd: folder }).status).toBe(0);
      for (const format of ["gnu", "pax", "posix"]) {
        const { stdout } = spawnSync("tar", [`--format=${format}`, "-cf", "-", "d"], { cwd: folder });
        const read = new Map<string, string>();
        for await (const entry of readTar(chunked(stdout, 1000))) read.set(entry.path, `${entry.kind} ${entry.target}`);
        expect(read.get(`d/${name}`)).toBe("file ");
        expect(read.get("d/link")).toBe(`link ${"t".repeat(150)}`);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("that is none, breaks off, or whose names have no end is refused", async () => {
    const read = async (bytes: Buffer) => {
      for await (const entry of readTar(once(bytes))) for await (const _ of entry.content()) void _;
    };
    const whole = await buffer(writeTar([file("f", "x".repeat(2000))]));
    await expect(read(Buffer.from("<html>".repeat(200)))).rejects.toThrow(/no tar/);
    await expect(read(whole.subarray(0, 1000))).rejects.toThrow(/breaks off/);
    const endless = headerBlocks({
      path: "x",
      kind: "file",
      size: 2 ** 40,
      mode: 0,
      uid: 0,
      gid: 0,
      modified: 0,
      target: "",
    });
    endless.write("L", 156);
    let sum = 8 * 32;
    for (let at = 0; at < 512; at++) if (at < 148 || at >= 156) sum += endless[at] ?? 0;
    endless.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    await expect(read(Buffer.concat([endless, Buffer.alloc(4 << 20, "n")]))).rejects.toThrow();
  });

  it("with paths that lead out, devices and links gives only what is safe", async () => {
    const hostile = [
      { name: "top/", type: "5" },
      { name: "top/good", type: "0" },
      { name: "top/../../up", type: "0" },
      { name: "../up", type: "0" },
      { name: "/etc/absolute", type: "0" },
      { name: "top/./dot", type: "0" },
      { name: "topmost", type: "0" },
      { name: "top/device", type: "3" },
      { name: "top/pipe", type: "6" },
      { name: "top/link", type: "2" },
      { name: "top/hard", type: "1" },
      { name: "top/sub/", type: "5" },
    ];
    const blocks = hostile.map(({ name, type }) => {
      const block = headerBlocks({
        path: name,
        kind: "file",
        size: 0,
        mode: 0o644,
        uid: 0,
        gid: 0,
        modified: 0,
        target: "",
      });
      block.write(type, 156);
      block.write("/etc/passwd", 157);
      let sum = 8 * 32;
      for (let at = 0; at < 512; at++) if (at < 148 || at >= 156) sum += block[at] ?? 0;
      block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
      return block;
    });
    const tar = Buffer.concat([...blocks, Buffer.alloc(1024)]);
    const left: string[] = [];
    const safe: string[] = [];
    for await (const { path } of safeEntries(once(tar), ({ path: out }) => left.push(out))) safe.push(path);
    expect(safe).toEqual(["good", "sub"]);
    expect(left).toHaveLength(9);
    // The list of a directory shows nothing that isn't in it.
    const { entries } = await listArchive(once(tar), "/top");
    expect(entries.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      ...["file good", "other device", "other pipe", "link link", "file hard", "directory sub"],
    ]);
  });

  it("of a directory that holds too much is cut, and says so", async () => {
    const many = await buffer(
      writeTar([{ ...file("d", ""), kind: "directory" }, file("d/a", "x".repeat(5000)), file("d/b", "y")]),
    );
    const cut = await listArchive(chunked(many, 512), "/d", { bytes: 3000 });
    expect(cut.entries.map(({ name }) => name)).toEqual(["a"]);
    expect(cut.cut).toMatch(/cut/);
    expect((await listArchive(chunked(many, 512), "/d")).cut).toBeUndefined();
  });
});

describe("what a container’s shell says", () => {
  it("is taken apart by the token alone, and what is no record is passed over", () => {
    const token = "0123456789abcdef";
    const record = (name: string, told: string) =>
      `${token}F81a4 33 44 5 1700000000 2023-11-14 22:13:20.120000000 +0000${token}www${token}UNKNOWN${token}${name}${token}${told}\n`;
    const output = [
      "sh: some warning\n",
      record("/d/./plain", "/d/./plain"),
      record("/d/./new\nF81a4 0 0 0 0 0", "…"),
      `${token}Fnonsense${token}a${token}b${token}c${token}d\n`,
      record("/d/./.", "/d/./."),
    ].join("");
    const files = listedFiles("/d", parseRecords(Buffer.from(output, "latin1"), token));
    expect(files.map(({ name }) => name)).toEqual(["plain", "new\nF81a4 0 0 0 0 0"]);
    expect(files[0]).toMatchObject({ uid: 33, user: "www", size: 5, modified: 1_700_000_000_120, mode: 0o644 });
    expect(files[0]).not.toHaveProperty("group");
  });

  it("tells links’ ends with and without quotes", () => {
    const token = "f00d";
    const record = (told: string) =>
      `${token}Fa1ff 0 0 3 1700000000 x${token}root${token}root${token}/l${token}${told}\n`;
    for (const told of ["/l -> it's -> there", "'/l' -> 'it's -> there'"])
      expect(parseRecords(Buffer.from(record(told)), token).files[0]?.target).toBe("it's -> there");
  });
});

describe("a file’s version", () => {
  it("is the same where one side tells only whole seconds, and another where size or time is", () => {
    expect(sameVersion("5 100 120000000", "5 100")).toBe(true);
    expect(sameVersion("5 100 120000000", "5 100 120000001")).toBe(false);
    expect(sameVersion("5 100", "6 100")).toBe(false);
    expect(sameVersion("nonsense", "nonsense")).toBe(false);
  });
});

describe("changes since the image", () => {
  it("mark what is there, and tell of what is gone", () => {
    const changes = changesByPath([
      { path: "/etc", kind: 0 },
      { path: "/etc/new", kind: 1 },
      { path: "/etc/gone", kind: 2 },
      { path: "/etc/deep/gone", kind: 2 },
      { path: "/etc/odd", kind: 9 },
    ]);
    const entry = (name: string) =>
      ({ name, path: `/etc/${name}`, kind: "file", size: 0, mode: 0, modified: 0, version: "" }) as const;
    const found = marked("/etc", [entry("new"), entry("same")], changes);
    expect(found.map(({ name, change }) => `${name} ${change ?? "-"}`)).toEqual([
      "new added",
      "same -",
      "gone deleted",
    ]);
  });
});

describe("what a file system refuses", () => {
  it("is told by its reason, in words for people", () => {
    const said = [
      ["sh: can't create /f: Read-only file system", "read-only"],
      ["cat: write error: No space left on device", "no-space"],
      ["rm: can't remove '/x': Permission denied", "permission"],
      ["stat: cannot statx '/a': Too many levels of symbolic links", "circle"],
      ["mkdir: can't create directory '/x': File exists", "exists"],
      ["mv: cannot move '/a': Device or resource busy", "busy"],
      ["something else", "other"],
    ] as const;
    for (const [message, reason] of said) {
      const error = refusal("/x", message);
      expect(error).toMatchObject({ name: "FileRefused", reason });
      const { title, sentence, hint } = describeError(error, "lab");
      expect(title).toContain("on lab");
      expect(sentence).not.toBe("");
      expect(hint).not.toBe("");
    }
    expect(refusal("/x", "stat: can't stat '/x': No such file or directory")).toMatchObject({ name: "NotFound" });
  });
});
