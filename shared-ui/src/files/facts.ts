import type { ContainerFile } from "@quayside/core/model/container-file.ts";
import { visibleText } from "../text/visible-text.ts";

/** Whether it is browsed into: a directory, or a link to one. */
export function isDirectory({ kind, targetKind }: Pick<ContainerFile, "kind" | "targetKind">): boolean {
  return kind === "directory" || targetKind === "directory";
}

const types = { file: "-", directory: "d", link: "l", other: "?" } as const;

/** "drwxr-sr-t", as ls writes it. */
export function modeText({ kind, mode }: Pick<ContainerFile, "kind" | "mode">): string {
  const three = (shift: number, special: number, letter: string): string => {
    const bits = (mode >> shift) & 7;
    const runs = (bits & 1) === 1;
    const last = (mode & special) === 0 ? (runs ? "x" : "-") : runs ? letter : letter.toUpperCase();
    return `${(bits & 4) === 0 ? "-" : "r"}${(bits & 2) === 0 ? "-" : "w"}${last}`;
  };
  return `${types[kind]}${three(6, 0o4000, "s")}${three(3, 0o2000, "s")}${three(0, 0o1000, "t")}`;
}

/** "www-data:adm", or numbers where the container has no names for them; "" where it is not known. */
export function ownerText({ user, group, uid, gid }: ContainerFile): string {
  const owner = user ?? uid?.toString();
  const of = group ?? gid?.toString();
  return owner === undefined ? "" : of === undefined || of === owner ? owner : `${owner}:${of}`;
}

/** A file's name for people: bytes that are no text (U+EF80 to U+EFFF stand for them) as `\xff`. */
export function shownName(name: string): string {
  return visibleText(name).replace(/[\uef80-\uefff]/g, (byte) => `\\x${(byte.charCodeAt(0) - 0xef00).toString(16)}`);
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

export const sortKeys = ["name", "size", "owner", "modified"] as const;
export type SortKey = (typeof sortKeys)[number];

/** Directories come first whatever they are sorted by; equal ones by name. */
export function sorted(files: readonly ContainerFile[], by: SortKey, descending: boolean): ContainerFile[] {
  const sign = descending ? -1 : 1;
  const compare = (a: ContainerFile, b: ContainerFile): number => {
    switch (by) {
      case "size":
        return a.size - b.size;
      case "modified":
        return a.modified - b.modified;
      case "owner":
        return collator.compare(ownerText(a), ownerText(b));
      case "name":
        return 0;
    }
  };
  return [...files].sort(
    (a, b) =>
      Number(isDirectory(b)) - Number(isDirectory(a)) ||
      sign * compare(a, b) ||
      (by === "name" ? sign : 1) * collator.compare(a.name, b.name),
  );
}

/** The text of these bytes; nothing where they are no text. */
export function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

export function base64Of(bytes: Uint8Array): string {
  let text = "";
  // All at once they are too many arguments.
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
}
