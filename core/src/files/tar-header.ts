import { EngineError } from "../errors/errors.ts";
import type { FileKind } from "../model/container-file.ts";
import { fileNameBytes, fileNameText } from "./file-name-bytes.ts";

export const BLOCK = 512;

/** An entry of a tar, as it stands there: nothing of it is checked but that it is one. */
export interface TarEntry {
  /** As text of bytes; may be anything: absolute, with "..", a device. */
  readonly path: string;
  readonly kind: FileKind | "hard-link";
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Epoch seconds; may have a fraction. */
  readonly modified: number;
  readonly target: string;
}

/** One block as it is, before what extends it is taken into account. */
export interface RawHeader extends TarEntry {
  readonly type: string;
}

const kinds: Readonly<Record<string, TarEntry["kind"]>> = {
  "0": "file",
  "\0": "file",
  "7": "file",
  "1": "hard-link",
  "2": "link",
  "5": "directory",
};

/** Nothing for a block of zeros, which ends a tar. Throws EngineError for what is no header. */
export function parseHeader(block: Buffer): RawHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  const sum = octal(block, 148, 8);
  let counted = 8 * 32;
  for (let at = 0; at < BLOCK; at++) if (at < 148 || at >= 156) counted += block[at] ?? 0;
  if (sum !== counted) throw new EngineError(500, "What was sent is no tar archive.");
  const type = String.fromCharCode(block[156] ?? 0);
  const name = textField(block, 0, 100);
  // "ustar\0" has a prefix; the "ustar " of old GNU tar has other things there.
  const prefix = block.toString("latin1", 257, 263) === "ustar\0" ? textField(block, 345, 155) : "";
  return {
    type,
    path: prefix === "" ? name : `${prefix}/${name}`,
    kind: kinds[type] ?? "other",
    size: octal(block, 124, 12),
    mode: octal(block, 100, 8) & 0o7777,
    uid: octal(block, 108, 8),
    gid: octal(block, 116, 8),
    modified: octal(block, 136, 12),
    target: textField(block, 157, 100),
  };
}

/** "27 path=some/where\n29 mtime=1350244992.023960108\n": lengths count themselves. What doesn't fit ends it. */
export function parsePax(records: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (let at = 0; at < records.length; ) {
    const space = records.indexOf(32, at);
    const length = space === -1 ? Number.NaN : Number(records.toString("latin1", at, space));
    const equals = space === -1 ? -1 : records.indexOf(61, space);
    if (!Number.isInteger(length) || length <= 0 || at + length > records.length) break;
    if (equals === -1 || equals >= at + length) break;
    found.set(records.toString("utf8", space + 1, equals), records.subarray(equals + 1, at + length - 1));
    at += length;
  }
  return found;
}

export function extended(header: RawHeader, pax: ReadonlyMap<string, Buffer>): RawHeader {
  const path = pax.get("path");
  const target = pax.get("linkpath");
  return {
    ...header,
    ...(path === undefined ? {} : { path: fileNameText(path) }),
    ...(target === undefined ? {} : { target: fileNameText(target) }),
    ...numbers(pax, { size: "size", uid: "uid", gid: "gid", mtime: "modified" }),
  };
}

function numbers(pax: ReadonlyMap<string, Buffer>, names: Readonly<Record<string, string>>): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [name, field] of Object.entries(names)) {
    const value = Number(pax.get(name)?.toString("latin1") ?? Number.NaN);
    if (Number.isFinite(value) && value >= 0) found[field] = value;
  }
  return found;
}

/** The blocks before an entry's content. Long and odd names, and big sizes, go into records before it, as PAX has it. */
export function headerBlocks(entry: TarEntry): Buffer {
  const path = fileNameBytes(entry.path);
  const records: Buffer[] = [];
  if (path.length > 100 || path.some((byte) => byte >= 0x80)) records.push(paxRecord("path", path));
  if (entry.size > 0o77777777777) records.push(paxRecord("size", Buffer.from(String(entry.size))));
  for (const name of ["uid", "gid"] as const)
    if (entry[name] > 0o7777777) records.push(paxRecord(name, Buffer.from(String(entry[name]))));
  const header = block({ ...entry, name: path.subarray(0, 100), type: entry.kind === "directory" ? "5" : "0" });
  if (records.length === 0) return header;
  const body = Buffer.concat(records);
  const name = Buffer.from("PaxHeader");
  return Buffer.concat([
    block({ name, type: "x", size: body.length, mode: 0o644, uid: 0, gid: 0, modified: 0 }),
    padded(body),
    header,
  ]);
}

interface BlockFields extends Pick<TarEntry, "size" | "mode" | "uid" | "gid" | "modified"> {
  readonly name: Buffer;
  readonly type: string;
}

function block({ name, type, size, mode, uid, gid, modified }: BlockFields): Buffer {
  const header = Buffer.alloc(BLOCK);
  name.copy(header, 0);
  const number = (value: number, at: number, length: number) => {
    const digits = Math.floor(value).toString(8);
    header.write((digits.length < length ? digits : "0").padStart(length - 1, "0"), at, "latin1");
  };
  number(mode, 100, 8);
  number(uid, 108, 8);
  number(gid, 116, 8);
  number(size, 124, 12);
  number(modified, 136, 12);
  header.write(type, 156, "latin1");
  header.write("ustar\x0000", 257, "latin1");
  header.fill(32, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return header;
}

function paxRecord(name: string, value: Buffer): Buffer {
  const rest = name.length + value.length + 3;
  let length = rest + String(rest).length;
  // Its own digits may make it one digit longer.
  if (String(length).length > String(rest).length) length = rest + String(length).length;
  return Buffer.concat([Buffer.from(`${length} ${name}=`), value, Buffer.from("\n")]);
}

export function padded(body: Buffer): Buffer {
  return Buffer.concat([body, Buffer.alloc(padding(body.length))]);
}

/** Zeros that fill the last block. */
export function padding(length: number): number {
  return (BLOCK - (length % BLOCK)) % BLOCK;
}

function textField(block: Buffer, at: number, length: number): string {
  const end = block.indexOf(0, at);
  return fileNameText(block.subarray(at, end === -1 || end > at + length ? at + length : end));
}

/** Octal digits, or binary where the first bit is set. What is neither, or below zero, counts as 0. */
function octal(block: Buffer, at: number, length: number): number {
  if (((block[at] ?? 0) & 0x80) !== 0) {
    if (((block[at] ?? 0) & 0x40) !== 0) return 0;
    let value = (block[at] ?? 0) & 0x3f;
    for (let index = at + 1; index < at + length; index++) value = value * 256 + (block[index] ?? 0);
    return Number.isSafeInteger(value) ? value : 0;
  }
  const digits = /[0-7]+/.exec(block.toString("latin1", at, at + length).split("\0")[0] ?? "");
  return digits === null ? 0 : Number.parseInt(digits[0], 8);
}
