import { execFile } from "node:child_process";
import SshConfig from "ssh-config";
import { HostUnreachable } from "../../errors/errors.ts";
import { PASTED, type SshConnection, sshAddress } from "../../model/host.ts";
import type { Surroundings } from "../found-engines.ts";
import { isSafeName, parseSshSettings, type SshPlace, type SshSettings, withKeyFile } from "./ssh-settings.ts";

export interface SshSurroundings extends SshPlace {
  /** The name of who runs Quayside: ssh logs in with it unless told otherwise. */
  readonly userName: string;
  /** In place of ~/.ssh/config and the system's. */
  readonly configFile: string | undefined;
  /** The text of a file; nothing where it can't be read. */
  readonly readText: (path: string) => string | undefined;
  /** The answer of ssh to these arguments; undefined where there is no ssh. Rejects with what it complains of. */
  readonly ssh: (args: readonly string[], signal: AbortSignal) => Promise<string | undefined>;
}

/** What a way by SSH is told beside its name. */
type Target = Pick<SshConnection, "host" | "user" | "port" | "key" | "jump">;

/** As ssh itself would have it, by `ssh -G`; without ssh by reading its configuration. Rejects with HostUnreachable. */
export async function resolveSsh(target: Target, around: SshSurroundings, signal: AbortSignal): Promise<SshSettings> {
  const { host, user, port, key, jump } = target;
  const address = sshAddress(target);
  if (!isSafeName(host) || (user !== undefined && !isSafeName(user)))
    throw new HostUnreachable("ssh-settings", address, "This is no name of a host or a user.");
  const told = [
    ...(around.configFile === undefined ? [] : ["-F", around.configFile]),
    ...(user === undefined ? [] : ["-l", user]),
    ...(port === undefined ? [] : ["-p", String(port)]),
    ...(jump === undefined ? [] : ["-o", `ProxyJump=${jump}`]),
  ];
  try {
    const answer = (await around.ssh(["-G", ...told, "--", host], signal)) ?? computed(target, around);
    const settings = parseSshSettings(answer, around);
    if (key === undefined) return settings;
    if (key === PASTED) return { ...settings, keyIsPasted: true };
    return withKeyFile(settings, key);
  } catch (cause) {
    throw new HostUnreachable("ssh-settings", address, cause instanceof Error ? cause.message : String(cause), {
      cause,
    });
  }
}

/** The names that the person has given to hosts: those of the configuration that stand for one host only. */
export function sshHostNames(around: Pick<SshSurroundings, "home" | "configFile" | "readText">): string[] {
  const names = new Set<string>();
  const read = (path: string, depth: number): void => {
    const text = around.readText(path);
    if (text === undefined || depth > 4) return;
    for (const [, key = "", value = ""] of text.matchAll(/^[ \t]*(Host|Include)[ \t=]+(.+)$/gim)) {
      const words = value.split("#")[0]?.trim().split(/\s+/) ?? [];
      if (key.toLowerCase() === "host") for (const name of words) if (isSafeName(name)) names.add(name);
      if (key.toLowerCase() === "include") for (const file of words) read(includePath(file, around.home), depth + 1);
    }
  };
  read(around.configFile ?? `${around.home}/.ssh/config`, 0);
  return [...names].filter((name) => !/[*?!]/.test(name));
}

/** Those of a machine. */
export function sshSurroundings(
  { platform, env, home, readText }: Surroundings,
  configFile: string | undefined,
): SshSurroundings {
  // Windows' own agent listens at this pipe and sets no variable.
  const agent = env.SSH_AUTH_SOCK || (platform === "win32" ? "\\\\.\\pipe\\openssh-ssh-agent" : undefined);
  const userName = env.USER || env.LOGNAME || env.USERNAME || "root";
  return { home, agent, userName, configFile, readText, ssh: systemSsh };
}

/** Runs the system's ssh. */
export function systemSsh(args: readonly string[], signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    execFile("ssh", args, { signal, timeout: 5_000, maxBuffer: 1 << 20 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else if ((error as NodeJS.ErrnoException).code === "ENOENT") resolve(undefined);
      else reject(new Error(stderr.trim() || error.message));
    });
  });
}

/** In the form of `ssh -G`. The library doesn't follow Include and Match, which is said where a host isn't found. */
function computed({ host, user, port, jump }: Target, around: SshSurroundings): string {
  const text = around.readText(around.configFile ?? `${around.home}/.ssh/config`) ?? "";
  const config = SshConfig.parse(text).compute(host, { ignoreCase: true });
  const told: Record<string, string | readonly string[] | undefined> = {
    user: around.userName,
    hostname: host,
    identityfile: ["rsa", "ecdsa", "ed25519"].map((type) => `~/.ssh/id_${type}`),
    userknownhostsfile: "~/.ssh/known_hosts",
    globalknownhostsfile: "/etc/ssh/ssh_known_hosts",
    ...Object.fromEntries(Object.entries(config).map(([name, value]) => [name.toLowerCase(), value])),
    ...(user === undefined ? {} : { user }),
    ...(port === undefined ? {} : { port: String(port) }),
    ...(jump === undefined ? {} : { proxyjump: jump }),
  };
  return Object.entries(told)
    .flatMap(([name, value]) => [value ?? []].flat().map((one) => `${name} ${one}`))
    .join("\n");
}

function includePath(file: string, home: string): string {
  if (file.startsWith("~/")) return `${home}${file.slice(1)}`;
  return file.startsWith("/") ? file : `${home}/.ssh/${file}`;
}
