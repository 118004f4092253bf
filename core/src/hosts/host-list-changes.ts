import * as v from "valibot";
import { Conflict, InvalidInput, NotFound } from "../errors/errors.ts";
import type { HostConfig, HostConnection } from "../model/host.ts";
import { storedHostSchema } from "../model/host-schema.ts";
import type { HostChange, NewHost } from "../model/new-host.ts";
import type { HostList } from "./host-store.ts";

// What people do to the list of hosts, from one list to the next. Each throws: NotFound, InvalidInput, Conflict.

/** `others`: hosts that are not in the list, and whose names are taken nevertheless. */
export function withHost(list: HostList, id: string, host: NewHost, others: readonly HostConfig[]): HostList {
  const { name, connection, access = "admin" } = host;
  const config = changed({ id, name: checkedName(name), connection, access }, host);
  if (list.hosts.some((present) => present.id === id)) throw new Conflict("This host was added already.");
  refuseTwin([...list.hosts, ...others], config);
  return { ...list, hosts: [...list.hosts, config] };
}

export function withChange(list: HostList, id: string, change: HostChange, others: readonly HostConfig[]): HostList {
  const after = changed(present(list, id), change);
  refuseTwin([...list.hosts, ...others], after);
  return replaced(list, after);
}

export function withoutHost(list: HostList, id: string): HostList {
  present(list, id);
  const { defaultHost, ...rest } = list;
  const hosts = list.hosts.filter((host) => host.id !== id);
  return { ...rest, hosts, ...(defaultHost === undefined || defaultHost === id ? {} : { defaultHost }) };
}

/** Disabled: it was not looked at yet, and its secrets are not those of the first. */
export function withDuplicate(list: HostList, id: string, newId: string, others: readonly HostConfig[]): HostList {
  const original = present(list, id);
  const names = new Set([...list.hosts, ...others].map(({ name }) => name));
  const copy: HostConfig = { ...original, id: newId, name: freeName(original.name, names), disabled: true };
  const hosts = list.hosts.flatMap((host) => (host === original ? [host, copy] : [host]));
  return { ...list, hosts };
}

export function withEnabled(list: HostList, id: string, enabled: boolean): HostList {
  const { disabled: _before, ...host } = present(list, id);
  return replaced(list, enabled ? host : { ...host, disabled: true });
}

/** To its place before another; to the end where none is told. */
export function withMove(list: HostList, id: string, before: string | undefined): HostList {
  const moved = present(list, id);
  if (before === id) return list;
  const others = list.hosts.filter((host) => host !== moved);
  const at = before === undefined ? others.length : others.indexOf(present(list, before));
  return { ...list, hosts: [...others.slice(0, at), moved, ...others.slice(at)] };
}

export function withDefault(list: HostList, id: string | undefined): HostList {
  const { defaultHost: _before, ...rest } = list;
  return id === undefined ? rest : { ...rest, defaultHost: id };
}

function changed(before: HostConfig, change: HostChange): HostConfig {
  const { group, tags, colour, name, connection, access } = change;
  const { group: groupBefore, tags: tagsBefore, colour: colourBefore, ...rest } = before;
  const groupAfter = group === undefined ? groupBefore : (group?.trim() ?? "");
  const tagsAfter = [...new Set((tags ?? tagsBefore ?? []).map((tag) => tag.trim()).filter((tag) => tag !== ""))];
  const colourAfter = colour === undefined ? colourBefore : (colour ?? undefined);
  return readable({
    ...rest,
    ...(name === undefined ? {} : { name: checkedName(name) }),
    ...(connection === undefined ? {} : { connection: withoutSecrets(connection) }),
    ...(access === undefined ? {} : { access }),
    ...(groupAfter === undefined || groupAfter === "" ? {} : { group: groupAfter }),
    ...(tagsAfter.length === 0 ? {} : { tags: tagsAfter }),
    ...(colourAfter === undefined ? {} : { colour: colourAfter }),
  });
}

/** What can't be read again would set the whole file aside, and all hosts with it. */
function readable(config: HostConfig): HostConfig {
  const { success, issues } = v.safeParse(storedHostSchema, config);
  if (success) return config;
  const [{ path, message }] = issues;
  throw new InvalidInput(path?.map(({ key }) => String(key)).join(".") ?? "host", message);
}

/** A file of PEM may hold a key beside its certificates, and what is here goes into a file that anybody may see. */
function withoutSecrets(connection: HostConnection): HostConnection {
  if (connection.kind !== "tls") return connection;
  for (const field of ["ca", "cert"] as const)
    if (connection[field]?.includes("PRIVATE KEY-----"))
      throw new InvalidInput(
        field,
        "This holds a private key. Give the certificate alone, and the key where the key belongs.",
      );
  return connection;
}

function present({ hosts }: HostList, id: string): HostConfig {
  const host = hosts.find((candidate) => candidate.id === id);
  if (host === undefined) throw new NotFound("This host is not there any more.");
  return host;
}

function replaced(list: HostList, after: HostConfig): HostList {
  return { ...list, hosts: list.hosts.map((host) => (host.id === after.id ? after : host)) };
}

function checkedName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === "" || trimmed.length > 200)
    throw new InvalidInput("name", "A host needs a name of 1 to 200 letters.");
  return trimmed;
}

function refuseTwin(hosts: readonly HostConfig[], config: HostConfig): void {
  if (hosts.some(({ id, name }) => id !== config.id && name === config.name)) {
    throw new Conflict(`There is a host called “${config.name}” already.`);
  }
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  const stem = name.slice(0, 180);
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? `${stem} copy` : `${stem} copy ${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
