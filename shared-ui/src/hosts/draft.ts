import {
  type AccessLevel,
  connectionAddress,
  type Host,
  type HostColour,
  type HostConnection,
  PASTED,
} from "@quayside/core/model/host.ts";
import type { HostChange } from "@quayside/core/model/new-host.ts";
import { strings } from "./strings.ts";

/** A host as it stands in the form: texts as they were typed. What is pasted as a key is never in it. */
export interface Draft {
  readonly address: string;
  readonly name: string;
  readonly access: AccessLevel;
  readonly user: string;
  readonly port: string;
  readonly jump: string;
  readonly socket: string;
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  readonly serverName: string;
  readonly verify: boolean;
  readonly group: string;
  readonly tags: string;
  readonly colour: HostColour | undefined;
}

export type DraftField = keyof Draft;
export type Problems = Readonly<Partial<Record<DraftField, string>>>;

/** What people can give: the demo is found, never given. */
export type GivenConnection = Exclude<HostConnection, { readonly kind: "demo" }>;

export const emptyDraft: Draft = {
  address: "",
  name: "",
  access: "admin",
  ...{ user: "", port: "", jump: "", socket: "" },
  ...{ ca: "", cert: "", key: "", serverName: "", verify: true },
  ...{ group: "", tags: "", colour: undefined },
};

/** What the fields below the address say of this connection. */
export function connectionFields(connection: HostConnection): Partial<Draft> {
  if (connection.kind === "ssh") {
    const { user = "", port, key = "", jump = "", socket = "" } = connection;
    return { user, port: port === undefined ? "" : String(port), key: key === PASTED ? "" : key, jump, socket };
  }
  if (connection.kind === "tls") {
    const { ca = "", cert = "", key = "", serverName = "", verify } = connection;
    return { ca, cert, key: key === PASTED ? "" : key, serverName, verify };
  }
  return {};
}

/** What an address itself says: the rest of the fields stays as it is. */
export function addressFields(connection: HostConnection): Partial<Draft> {
  if (connection.kind !== "ssh") return {};
  const { user = "", port, socket } = connection;
  return { user, port: port === undefined ? "" : String(port), ...(socket === undefined ? {} : { socket }) };
}

export function draftOf(host: Host): Draft {
  const { name, connection, access, group = "", tags = [], colour } = host;
  const address = connectionAddress(connection);
  return {
    ...emptyDraft,
    ...{ address, name, access, group, tags: tags.join(", "), colour },
    ...connectionFields(connection),
  };
}

/** `parsed` is what the address means; `pasted` whether the key was pasted, now or before. */
export function connectionOf(draft: Draft, parsed: GivenConnection, pasted: boolean): GivenConnection {
  if (parsed.kind === "ssh") {
    const { user, port, key, jump, socket } = draft;
    return {
      ...{ kind: "ssh", host: parsed.host },
      ...told("user", user),
      ...(port.trim() === "" ? {} : { port: Number(port) }),
      ...told("key", pasted ? PASTED : key),
      ...told("jump", jump),
      ...told("socket", socket),
    };
  }
  if (parsed.kind === "tls") {
    const { ca, cert, key, serverName, verify } = draft;
    return {
      ...{ kind: "tls", host: parsed.host, port: parsed.port },
      ...told("ca", ca),
      ...told("cert", cert),
      ...told("key", pasted ? PASTED : key),
      ...told("serverName", serverName),
      verify,
    };
  }
  return parsed;
}

function told<Name extends string>(name: Name, text: string): { readonly [N in Name]?: string } {
  const trimmed = text.trim();
  return (trimmed === "" ? {} : { [name]: trimmed }) as { readonly [N in Name]?: string };
}

export const tagsOf = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(",")
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ""),
  ),
];

const LONGEST_NAME = 200;
const LONGEST_WORD = 100;
const MOST_TAGS = 50;

/** Whether what stands in a field for a path is a file's content. */
export const isPem = (text: string): boolean => text.includes("-----BEGIN");

/** `parsed` is null where the address means nothing. `others`: the hosts whose names are taken. */
export function problemsOf(draft: Draft, parsed: HostConnection | null | undefined, others: readonly Host[]): Problems {
  const name = draft.name.trim();
  const problems: { [Field in DraftField]?: string } = {};
  if (parsed === null || draft.address.trim() === "")
    problems.address = /^(ssh|tcp):\/\/./.test(draft.address.trim()) ? strings.addressPortWrong : strings.addressWrong;
  if (name === "") problems.name = strings.nameMissing;
  else if (name.length > LONGEST_NAME) problems.name = strings.nameTooLong;
  else if (others.some((host) => host.name === name)) problems.name = strings.nameTaken;
  if (parsed?.kind === "ssh") {
    const { port, socket } = draft;
    if (port.trim() !== "" && !(/^\d{1,5}$/.test(port.trim()) && Number(port) > 0 && Number(port) < 65_536))
      problems.port = strings.portWrong;
    if (socket.trim() !== "" && !socket.trim().startsWith("/")) problems.socket = strings.socketWrong;
  }
  if (draft.group.trim().length > LONGEST_WORD) problems.group = strings.wordTooLong;
  const tags = tagsOf(draft.tags);
  if (tags.some((tag) => tag.length > LONGEST_WORD)) problems.tags = strings.wordTooLong;
  else if (tags.length > MOST_TAGS) problems.tags = strings.tooManyTags;
  return problems;
}

/** The host as it is to be added. */
export function newHostOf(draft: Draft, connection: GivenConnection) {
  const { name, access, group, tags, colour } = draft;
  return {
    ...{ name: name.trim(), connection, access },
    ...(group.trim() === "" ? {} : { group: group.trim() }),
    ...(tagsOf(tags).length === 0 ? {} : { tags: tagsOf(tags) }),
    ...(colour === undefined ? {} : { colour }),
  };
}

/** What is to be changed of a host so that it is as the form has it. */
export function changeOf(
  host: Host,
  draft: Draft,
  connection: GivenConnection,
): Omit<HostChange, "connection" | "pastedKey"> & { readonly connection?: GivenConnection } {
  const [name, group, tags] = [draft.name.trim(), draft.group.trim(), tagsOf(draft.tags)];
  return {
    ...(name === host.name ? {} : { name }),
    ...(sameConnection(connection, host.connection) ? {} : { connection }),
    ...(draft.access === host.access ? {} : { access: draft.access }),
    ...(group === (host.group ?? "") ? {} : { group: group === "" ? null : group }),
    ...(JSON.stringify(tags) === JSON.stringify(host.tags ?? []) ? {} : { tags }),
    ...(draft.colour === host.colour ? {} : { colour: draft.colour ?? null }),
  };
}

export function sameConnection(a: HostConnection | undefined, b: HostConnection | undefined): boolean {
  const sorted = (connection: HostConnection | undefined): string =>
    JSON.stringify(Object.entries(connection ?? {}).sort(([one], [other]) => (one < other ? -1 : 1)));
  return sorted(a) === sorted(b);
}
