import { FileRefused } from "@quayside/core/errors/errors.ts";
import type { ContainerFile, FilePage, PageRange } from "@quayside/core/model/container-file.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { FileTree } from "../../vscode-extension/src/tree/file-tree.ts";
import { TreeModel } from "../../vscode-extension/src/tree/tree-model.ts";
import { container, held, host, volume } from "./resource-fixtures.ts";

const place = { host: "a", kind: "container", id: "id-web" } as const;
const root = "files/a/container/id-web/";
const ofRoot = (name: string) => `file/a/container/id-web/${name}`;

function file(path: string, more: Partial<ContainerFile> = {}): ContainerFile {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return { name, path, kind: "file", size: 1, mode: 0o644, modified: 0, version: "1", ...more };
}

/** A file system that tells what it was asked. */
class Listed {
  readonly asked: { readonly path: string; readonly range: PageRange; readonly signal: AbortSignal }[] = [];
  readonly directories = new Map<string, ContainerFile[] | Error>();
  hold: Promise<void> | undefined;

  async list(_place: unknown, path: string, range: PageRange, signal: AbortSignal): Promise<FilePage> {
    this.asked.push({ path, range, signal });
    await this.hold;
    const found = this.directories.get(path) ?? [];
    if (found instanceof Error) throw found;
    const entries = found.slice(range.offset, range.offset + range.limit);
    return { entries, total: found.length, way: "shell" };
  }
}

describe("the files that are open in the tree", () => {
  let listed: Listed;
  let tree: FileTree;

  beforeEach(() => {
    listed = new Listed();
    listed.directories.set("/", [file("/etc", { kind: "directory" }), file("/a.txt")]);
    tree = new FileTree();
    tree.readFrom({ files: listed, hostName: () => "laptop" });
  });

  it("are read when their directory is opened, and not again while it stays open", async () => {
    expect(tree.children(root)).toEqual(["file-note/a/container/id-web/"]);
    await tree.load(root);
    expect(tree.children(root)).toEqual([ofRoot("etc"), ofRoot("a.txt")]);
    expect(tree.load(root)).toBeUndefined();
    expect(listed.asked).toHaveLength(1);
  });

  it("say that they are being read, that there are none, or why they could not be", async () => {
    const etc = { place, path: "/etc" };
    const reading = tree.load(ofRoot("etc"));
    expect(tree.note(etc)).toEqual({ kind: "reading" });
    await reading;
    expect(tree.note(etc)).toEqual({ kind: "empty" });
    listed.directories.set("/etc", new FileRefused("permission", "/etc", "Permission denied"));
    await tree.refresh(ofRoot("etc"));
    expect(tree.note(etc)).toMatchObject({ kind: "failed", error: { name: "FileRefused" } });
    expect(tree.children(ofRoot("etc"))).toEqual(["file-note/a/container/id-web/etc"]);
  });

  it("come in pages of 500, as the person wants more of them, and as many again when they are read anew", async () => {
    const many = Array.from({ length: 1200 }, (_, index) => file(`/f${index}`));
    listed.directories.set("/", many);
    await tree.load(root);
    expect(tree.children(root)).toHaveLength(501);
    expect(tree.children(root).at(-1)).toBe("more-files/a/container/id-web/");
    expect(tree.count({ place, path: "/" })).toEqual({ shown: 500, total: 1200 });
    await tree.more(root);
    expect(tree.children(root)).toHaveLength(1001);
    await tree.refresh(root);
    expect(tree.children(root)).toHaveLength(1001);
    await tree.more(root);
    expect(tree.children(root)).toEqual(many.map(({ name }) => ofRoot(name)));
  });

  it("end where a page brings nothing, whatever was counted before", async () => {
    listed.directories.set(
      "/",
      Array.from({ length: 600 }, (_, index) => file(`/f${index}`)),
    );
    await tree.load(root);
    listed.directories.set("/", []);
    await tree.more(root);
    expect(tree.children(root)).toHaveLength(500);
  });

  it("are forgotten with what holds them, and what was under way is given up", async () => {
    await tree.load(root);
    await tree.load(ofRoot("etc"));
    listed.hold = new Promise(() => {});
    void tree.load(ofRoot("etc/ssl"));
    expect(tree.forget({ place, path: "/etc" })).toBe(true);
    expect(listed.asked.map(({ signal }) => signal.aborted)).toEqual([false, true, true]);
    expect(tree.children(root)).toHaveLength(2);
    expect(tree.forget({ place, path: "/etc" })).toBe(false);
  });

  it("have an id that leads back to them, whatever they are called", async () => {
    const names = ["a\\b", "new\nline", "%2f", "ü \u202e", "..."];
    listed.directories.set(
      "/",
      names.map((name) => file(`/${name}`)),
    );
    await tree.load(root);
    const model = new TreeModel();
    model.reset({ hosts: [host("a")], containers: [container("web")], listed: ["a"] });
    model.files.readFrom({ files: listed, hostName: () => "laptop" });
    await model.files.load(root);
    for (const [index, id] of model.children(root).entries()) {
      expect(model.node(id)).toMatchObject({ kind: "file", file: { name: names[index] } });
      expect(model.parent(id)).toBe(root);
    }
    expect(model.parent(root)).toBe("container/a/id-web");
  });
});

describe("what has files in the tree", () => {
  const nothing = { hosts: [], removedHosts: [], containers: [], removedContainers: [], listed: [] };
  let model: TreeModel;

  beforeEach(async () => {
    const listed = new Listed();
    listed.directories.set("/", [file("/a.txt")]);
    model = new TreeModel();
    model.files.readFrom({ files: listed, hostName: () => "laptop" });
    model.reset({ hosts: [host("a")], containers: [container("web")], listed: ["a"] });
    model.applyResources("a", held({ volumes: [volume("data")] }));
    await model.files.load(root);
    await model.files.load("files/a/volume/data/");
  });

  it("are containers and volumes on hosts where that is allowed", () => {
    expect(model.children("container/a/id-web")).toEqual([root]);
    expect(model.children("volumes/a/data")).toEqual(["files/a/volume/data/"]);
    model.apply({ ...nothing, hosts: [host("a", { access: "view" })] });
    expect(model.children("container/a/id-web")).toEqual([]);
    expect(model.children("volumes/a/data")).toEqual([]);
    expect(model.children(root)).toEqual([]);
  });

  it("loses them with itself, and when it starts or stops: they are read another way then", () => {
    expect(model.node(ofRoot("a.txt"))).toBeDefined();
    model.apply({ ...nothing, containers: [container("web", { state: "exited" })] });
    expect(model.node(ofRoot("a.txt"))).toBeUndefined();
    expect(model.node(root)).toBeDefined();
    model.apply({ ...nothing, removedContainers: [{ host: "a", id: "id-web" }] });
    expect(model.node(root)).toBeUndefined();
    expect(model.node("file/a/volume/data/a.txt")).toBeDefined();
    model.applyResources("a", held({}));
    expect(model.node("file/a/volume/data/a.txt")).toBeUndefined();
    expect(model.children("volumes/a/data")).toEqual([]);
  });
});
