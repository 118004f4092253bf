import { createHash, createHmac } from "node:crypto";
import type { HostKey, KnownHostKey } from "../../model/host-key.ts";

/** A file of known hosts as it was read. */
export interface KnownHostsFile {
  readonly path: string;
  readonly text: string;
}

export interface KnownHost extends KnownHostKey {
  readonly marker: "revoked" | "cert-authority" | undefined;
  readonly hosts: string;
  readonly blob: Buffer;
}

export type Verdict =
  | { readonly kind: "known" }
  | { readonly kind: "unknown" }
  /** Other keys are known for this host, and not this one. */
  | { readonly kind: "changed"; readonly known: readonly KnownHostKey[] }
  | { readonly kind: "revoked"; readonly known: readonly KnownHostKey[] }
  /** The host is vouched for by an authority alone; keys that an authority signed can't be checked. */
  | { readonly kind: "authority"; readonly known: readonly KnownHostKey[] };

/** The lines of known-hosts files (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). What is no such line is passed over, as ssh does. */
export function parseKnownHosts(files: readonly KnownHostsFile[]): KnownHost[] {
  return files.flatMap(({ path, text }) =>
    text.split(/\r?\n/).flatMap((line, index) => {
      const fields = line.trim().split(/\s+/);
      const marker = fields[0]?.startsWith("@") ? fields.shift()?.slice(1) : undefined;
      if (marker !== undefined && marker !== "revoked" && marker !== "cert-authority") return [];
      const [hosts, type, base64] = fields;
      if (hosts === undefined || hosts.startsWith("#") || type === undefined || base64 === undefined) return [];
      const blob = Buffer.from(base64, "base64");
      if (keyType(blob) !== type) return [];
      return [{ marker, hosts, blob, ...hostKey(blob), file: path, line: index + 1 }];
    }),
  );
}

/** What these lines say of the key that this host shows. `name` is the alias or host name, as it was asked for. */
export function judgeHostKey(lines: readonly KnownHost[], name: string, port: number, blob: Buffer): Verdict {
  const all = linesFor(lines, name, port);
  const revoked = all.filter((line) => line.marker === "revoked" && line.blob.equals(blob));
  if (revoked.length > 0) return { kind: "revoked", known: revoked };
  const plain = all.filter((line) => line.marker === undefined);
  if (plain.some((line) => line.blob.equals(blob))) return { kind: "known" };
  if (plain.length > 0) return { kind: "changed", known: plain };
  const authorities = all.filter((line) => line.marker === "cert-authority");
  if (authorities.length > 0) return { kind: "authority", known: authorities };
  // As ssh: a host on another port that nobody vouched for may be known by its name alone (sshconnect.c).
  if (port !== 22 && judgeHostKey(lines, name, 22, blob).kind === "known") return { kind: "known" };
  return { kind: "unknown" };
}

/** The types of the keys that are known for this host: the server must be asked for one of these first. */
export function knownTypes(lines: readonly KnownHost[], name: string, port: number): string[] {
  const own = linesFor(lines, name, port).filter(({ marker }) => marker === undefined);
  const plain = own.length > 0 || port === 22 ? own : linesFor(lines, name, 22).filter(({ marker }) => !marker);
  return [...new Set(plain.map(({ type }) => type))];
}

/** The line that vouches for this key from now on, with its line break. With a salt (20 random bytes) the name is hashed. */
export function knownHostLine(name: string, port: number, blob: Buffer, salt?: Buffer): string {
  const host = lookUpName(name, port);
  const written = salt === undefined ? host : `|1|${salt.toString("base64")}|${hmac(salt, host).toString("base64")}`;
  return `${written} ${keyType(blob)} ${blob.toString("base64")}\n`;
}

export function hostKey(blob: Buffer): HostKey {
  const digest = createHash("sha256").update(blob).digest("base64").replace(/=+$/, "");
  return { type: keyType(blob) ?? "unknown", fingerprint: `SHA256:${digest}` };
}

function linesFor(lines: readonly KnownHost[], name: string, port: number): KnownHost[] {
  const host = lookUpName(name, port);
  return lines.filter(({ hosts }) => matches(hosts, host));
}

function lookUpName(name: string, port: number): string {
  const lower = name.toLowerCase();
  return port === 22 ? lower : `[${lower}]:${port}`;
}

function matches(patterns: string, host: string): boolean {
  const hashed = /^\|1\|([^|]+)\|(.+)$/.exec(patterns);
  if (hashed) {
    const [, salt = "", digest = ""] = hashed;
    return hmac(Buffer.from(salt, "base64"), host).equals(Buffer.from(digest, "base64"));
  }
  let found = false;
  for (const pattern of patterns.toLowerCase().split(",")) {
    const negated = pattern.startsWith("!");
    if (!globMatches(negated ? pattern.slice(1) : pattern, host)) continue;
    // One that is excluded is excluded, whatever else matches.
    if (negated) return false;
    found = true;
  }
  return found;
}

/** `*` for any letters, `?` for one. Not by a regular expression: patterns of strangers can make those run for ever. */
function globMatches(pattern: string, text: string): boolean {
  let [p, t, star, mark] = [0, 0, -1, 0];
  while (t < text.length) {
    if (p < pattern.length && (pattern[p] === "?" || (pattern[p] === text[t] && pattern[p] !== "*"))) {
      p += 1;
      t += 1;
    } else if (pattern[p] === "*") {
      star = p;
      mark = t;
      p += 1;
    } else if (star >= 0) {
      p = star + 1;
      mark += 1;
      t = mark;
    } else {
      return false;
    }
  }
  while (pattern[p] === "*") p += 1;
  return p === pattern.length;
}

function hmac(salt: Buffer, host: string): Buffer {
  return createHmac("sha1", salt).update(host).digest();
}

/** A key begins with its type: a length of four bytes, then that many letters. Undefined for what is no key. */
function keyType(blob: Buffer): string | undefined {
  if (blob.length < 4) return undefined;
  const length = blob.readUInt32BE(0);
  return length > 64 || blob.length < 4 + length ? undefined : blob.toString("latin1", 4, 4 + length);
}
