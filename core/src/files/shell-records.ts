import type { ContainerFile, FileKind, FileStat } from "../model/container-file.ts";
import { baseName } from "../model/file-path.ts";
import { fileNameText } from "./file-name-bytes.ts";
import { versionOf } from "./file-version.ts";

/** What the scripts said of files, in the order in which they said it. */
export interface Records {
  readonly files: readonly Fact[];
  /** What links lead to, by the name that was asked for. */
  readonly ends: ReadonlyMap<string, FileKind>;
  readonly real?: { readonly path: string; readonly writable: boolean };
  readonly pid?: number;
}

export interface Fact extends Omit<ContainerFile, "path" | "name" | "targetKind" | "change"> {
  /** As `stat` was asked for it. */
  readonly asked: string;
}

/**
 * Takes the output apart by the token, which stands before each field. Names may hold all but zero bytes: whatever does
 * not read as a record is passed over.
 */
export function parseRecords(output: Buffer, token: string): Records {
  // One character for each byte: names are made texts only when they are taken apart.
  const fields = output.toString("latin1").split(token);
  const files: Fact[] = [];
  const ends = new Map<string, FileKind>();
  let real: Records["real"];
  let pid: number | undefined;
  for (let at = 1; at < fields.length; at++) {
    const field = fields[at] ?? "";
    if (field.startsWith("F")) {
      const fact = parseFact(field, fields.slice(at + 1, at + 5));
      if (fact !== undefined) files.push(fact);
      at += 4;
    } else if (field.startsWith("E")) {
      ends.set(nameText(withoutLineFeed(fields[at + 1] ?? "")), kindOf(Number.parseInt(field.slice(1), 16)));
      at += 1;
    } else if (field === "Rw" || field === "Rr") {
      real = { path: nameText(fields[at + 1] ?? ""), writable: field === "Rw" };
      at += 1;
    } else if (/^P\d+$/.test(field)) pid = Number(field.slice(1));
  }
  return { files, ends, ...(real === undefined ? {} : { real }), ...(pid === undefined ? {} : { pid }) };
}

/** The records of a whole directory as its entries. */
export function listedFiles(directory: string, { files, ends }: Records): ContainerFile[] {
  return files.flatMap(({ asked, ...fact }) => {
    const name = baseName(asked);
    if (name === "" || name === "." || name === "..") return [];
    const path = directory === "/" ? `/${name}` : `${directory}/${name}`;
    return { name, path, ...fact, ...targetKind(fact.kind, ends.get(asked)) };
  });
}

/** Of one file, at its own path. */
export function fileStat(path: string, { files, real }: Records): FileStat | undefined {
  const [first, end] = files;
  if (first === undefined) return undefined;
  const { asked: _asked, ...fact } = first;
  const realPath = real === undefined || real.path === "" ? path : real.path;
  const stat = { name: baseName(path), path, realPath, writable: real?.writable ?? true, ...fact };
  if (fact.kind !== "link" || end === undefined) return stat;
  const { size, modified, version } = end;
  return { ...stat, ...targetKind(fact.kind, end.kind), followed: { size, modified, version } };
}

function targetKind(kind: FileKind, end: FileKind | undefined): Pick<ContainerFile, "targetKind"> {
  return kind === "link" && end !== undefined && end !== "link" ? { targetKind: end } : {};
}

function parseFact(head: string, [user = "", group = "", name = "", told = ""]: readonly string[]): Fact | undefined {
  const numbers = /^F([0-9a-f]+) (\d+) (\d+) (\d+) (-?\d+) (.*)$/.exec(head);
  if (numbers === null) return undefined;
  const [, raw = "", uid, gid, size, seconds, time = ""] = numbers;
  const mode = Number.parseInt(raw, 16);
  const nanos = /:\d\d\.(\d+)/.exec(time)?.[1];
  const kind = kindOf(mode);
  return {
    asked: nameText(name),
    kind,
    size: Number(size),
    mode: mode & 0o7777,
    uid: Number(uid),
    gid: Number(gid),
    ...named("user", user),
    ...named("group", group),
    modified: Number(seconds) * 1000 + Math.floor(Number(nanos?.slice(0, 3).padEnd(3, "0") ?? 0)),
    version: versionOf({ size: Number(size), seconds: Number(seconds), ...(nanos === undefined ? {} : { nanos }) }),
    ...(kind === "link" ? linkTarget(name, withoutLineFeed(told)) : {}),
  };
}

/** `stat` says UNKNOWN where the container has no name for the number. */
function named<K extends string>(key: K, name: string): { readonly [P in K]?: string } {
  return name === "" || name === "UNKNOWN" ? {} : ({ [key]: nameText(name) } as { [P in K]: string });
}

/** "name -> target" of GNU, "'name' -> 'target'" of busybox; the name is known, so the target needs no unquoting. */
function linkTarget(name: string, told: string): Pick<ContainerFile, "target"> {
  const quoted = `'${name}' -> '`;
  if (told.startsWith(quoted) && told.endsWith("'")) return { target: nameText(told.slice(quoted.length, -1)) };
  const plain = `${name} -> `;
  return told.startsWith(plain) ? { target: nameText(told.slice(plain.length)) } : {};
}

function kindOf(mode: number): FileKind {
  const type = mode & 0o170000;
  return type === 0o100000 ? "file" : type === 0o040000 ? "directory" : type === 0o120000 ? "link" : "other";
}

/** Each call of `stat -c` ends its record with one. */
function withoutLineFeed(text: string): string {
  return text.endsWith("\n") ? text.slice(0, -1) : text;
}

function nameText(latin1: string): string {
  return fileNameText(Buffer.from(latin1, "latin1"));
}
