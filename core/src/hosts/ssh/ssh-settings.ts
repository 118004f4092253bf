/** All that ssh would go by for one host, whoever worked it out. */
export interface SshSettings {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** The name under which the host's key is kept, where it is another than the host's. */
  readonly hostKeyAlias: string | undefined;
  /** Absolute paths; many of them may not exist. */
  readonly keyFiles: readonly string[];
  /** The only key to log in with was pasted: files and agent are left alone. */
  readonly keyIsPasted?: true;
  /** The only file was told for this host, by hand: it is to be there. */
  readonly keyIsTold?: true;
  /** Of a jump host: the key, a file or PASTED, that was told for the host behind it. It is shown here first. */
  readonly lentKey?: string;
  /** The agent's socket; undefined where none is to be asked. */
  readonly agent: string | undefined;
  /** Of the agent's keys only those that are also named as files. */
  readonly identitiesOnly: boolean;
  /** Ways to log in that are not to be tried: "publickey", "password", "keyboard-interactive". */
  readonly refusedMethods: readonly string[];
  /** In the order in which they are passed, each `[user@]host[:port]` as in ProxyJump. */
  readonly jumps: readonly string[];
  /** A program that leads there, in place of a connection. */
  readonly proxyCommand: string | undefined;
  /** The person's own first: that is where a new key is written. */
  readonly knownHostsFiles: readonly string[];
  /** Whether names in there are written hashed. */
  readonly hashKnownHosts: boolean;
  /** An unknown key is refused without a question. */
  readonly strict: boolean;
}

/** The same, but that this file is the only key to log in with. */
export function withKeyFile(settings: SshSettings, file: string): SshSettings {
  return { ...settings, keyFiles: [file], identitiesOnly: true, keyIsTold: true };
}

/** What the values of ssh's settings are to be read with. */
export interface SshPlace {
  readonly home: string;
  /** SSH_AUTH_SOCK, or what stands for it on this system. */
  readonly agent: string | undefined;
}

/** The answer of `ssh -G`: one setting a line, in small letters, some of them several times. */
export function parseSshSettings(answer: string, place: SshPlace): SshSettings {
  const values = new Map<string, string[]>();
  for (const line of answer.split(/\r?\n/)) {
    const [, key, value] = /^(\S+)\s+(.*)$/.exec(line.trim()) ?? [];
    if (key !== undefined && value !== undefined) values.set(key.toLowerCase(), [...(values.get(key) ?? []), value]);
  }
  const one = (key: string): string | undefined => {
    const value = values.get(key)?.[0];
    return value === undefined || value === "none" ? undefined : value;
  };
  const paths = (key: string): string[] =>
    (values.get(key) ?? []).flatMap(words).flatMap((path) => (path === "none" ? [] : [expandHome(path, place.home)]));
  const user = one("user") ?? "";
  const host = one("hostname") ?? "";
  const port = Number(one("port") ?? 22);
  const jump = one("proxyjump");
  return {
    host,
    port,
    user,
    hostKeyAlias: one("hostkeyalias"),
    keyFiles: [...new Set((values.get("identityfile") ?? []).map((path) => expandHome(unquoted(path), place.home)))],
    agent: agentSocket(values.get("identityagent")?.[0], place),
    identitiesOnly: one("identitiesonly") === "yes",
    refusedMethods: Object.entries(switches).flatMap(([key, method]) => (isNo(one(key)) ? [method] : [])),
    jumps: jump?.split(",").map((hop) => hop.trim()) ?? [],
    proxyCommand: expandTokens(one("proxycommand"), { host, port, user }),
    knownHostsFiles: [...paths("userknownhostsfile"), ...paths("globalknownhostsfile")],
    hashKnownHosts: one("hashknownhosts") === "yes",
    // "ask" and what is laxer are asked about: ssh's own "no" takes whatever key comes.
    strict: one("stricthostkeychecking") === "true" || one("stricthostkeychecking") === "yes",
  };
}

/** `[user@]host[:port]`, also as `ssh://…`; an IPv6 address stands in brackets. Undefined for anything else. */
export function parseSshTarget(
  text: string,
): { readonly user?: string; readonly host: string; readonly port?: number } | undefined {
  const target = /^(?:ssh:\/\/)?(?:([^@\s/]+)@)?(\[[0-9a-fA-F:.]+\]|[^\s:@/[\]?#]+)(?::(\d{1,5}))?\/?$/.exec(text);
  const [, user, bracketed, digits] = target ?? [];
  const host = bracketed?.replace(/^\[|\]$/g, "");
  const port = digits === undefined ? undefined : Number(digits);
  if (host === undefined || !isSafeName(host) || (user !== undefined && !isSafeName(user))) return undefined;
  if (port !== undefined && (port < 1 || port > 65_535)) return undefined;
  return { host, ...(user === undefined ? {} : { user }), ...(port === undefined ? {} : { port }) };
}

/** A name that no program takes for an option and no shell for more than a word. */
export function isSafeName(name: string): boolean {
  return /^[A-Za-z0-9_.:%@+~][A-Za-z0-9_.:%@+~-]{0,252}$/.test(name);
}

/** Each turns a way to log in off. */
const switches: Readonly<Record<string, string>> = {
  pubkeyauthentication: "publickey",
  passwordauthentication: "password",
  kbdinteractiveauthentication: "keyboard-interactive",
};

function isNo(value: string | undefined): boolean {
  return value === "no" || value === "false";
}

function agentSocket(setting: string | undefined, place: SshPlace): string | undefined {
  if (setting === undefined || setting === "SSH_AUTH_SOCK") return place.agent;
  return setting === "none" ? undefined : expandHome(unquoted(setting), place.home);
}

/** OpenSSH replaces these in ProxyCommand only when it runs it (ssh_config(5), TOKENS). */
function expandTokens(
  command: string | undefined,
  { host, port, user }: { readonly host: string; readonly port: number; readonly user: string },
): string | undefined {
  const tokens: Readonly<Record<string, string>> = {
    "%h": host,
    "%p": String(port),
    "%r": user,
    "%n": host,
    "%%": "%",
  };
  return command?.replace(/%./g, (token) => tokens[token] ?? token);
}

function expandHome(path: string, home: string): string {
  return path.replace(/^(~|%d)(?=$|[/\\])/, () => home);
}

/** Words apart by spaces; one in quotation marks may hold spaces. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
}

function unquoted(text: string): string {
  return text.replace(/^"(.*)"$/, "$1");
}
