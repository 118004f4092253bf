import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./commands.ts";
import type { EngineNetwork } from "./engine-network.ts";
import { freezeProcess, thawProcess } from "./freezing.ts";
import { type LabProcess, startProcess } from "./processes.ts";
import { until } from "./waiting.ts";

export interface SshServerOptions {
  /** Also its folder's name within the lab's. */
  readonly name: string;
  /** Where it listens. */
  readonly network: EngineNetwork;
  /** By default the network's address and port 22. What listens at 127.0.0.1 can be reached from within only. */
  readonly listen?: { readonly address: string; readonly port: number };
  /** More lines of sshd_config; of two with the same name the first counts, and these come first. */
  readonly config?: readonly string[];
  /** Takes the place of the machine's /run for it and its sessions. */
  readonly runFolder?: string;
  /** Lines of PAM's file for it: then it asks by PAM what people know. */
  readonly pam?: readonly string[];
  /** Variables of each session. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A real sshd with users of its own: `root` by key, and `ann`, whose password is `correct horse`. */
export interface SshServer {
  readonly address: string;
  readonly port: number;
  readonly folder: string;
  /** Its host key's public half, as a line of known hosts has it: "ssh-ed25519 AAAA…". */
  readonly hostKey: string;
  /** "SHA256:…" as ssh-keygen prints it. */
  readonly fingerprint: string;
  /** Lets the holder of this public key in. */
  authorize(publicKeyFile: string): void;
  /** A new host key, for the connections from now on. Restarts it. */
  changeHostKey(): Promise<void>;
  start(): Promise<void>;
  /** SIGKILL, to all its connections too. */
  kill(): Promise<void>;
  /** SIGSTOP to it and its connections: what is sent to it is taken, and nothing answers. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** How many connections it holds now. */
  connections(): Promise<number>;
}

export const annPassword = "correct horse";

// Users, groups, passwords and the place for its privileges are its own, by a mount namespace.
const startScript = [
  'test -z "$2" || mount --bind "$2" /run',
  "mkdir -p /run/sshd",
  'for file in passwd shadow group pam.d/sshd; do mount --bind "$1/$file" "/etc/$file"; done',
  "mount -t tmpfs none /run/sshd",
  "chmod 755 /run/sshd",
  "shift 2",
  'exec "$@"',
].join(" && ");

export async function startSshServer(labFolder: string, options: SshServerOptions): Promise<SshServer> {
  const folder = join(labFolder, options.name);
  const { address, port } = options.listen ?? { address: options.network.address, port: 22 };
  mkdirSync(folder, { recursive: true });
  const path = (file: string): string => join(folder, file);
  const keyFile = path("host_key");
  const makeHostKey = async (): Promise<void> => {
    await run("rm", ["-f", keyFile, `${keyFile}.pub`]);
    await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", keyFile]);
  };
  await makeHostKey();
  await makeUsers(folder);
  writeFileSync(path("authorized_keys"), "");
  mkdirSync(path("pam.d"), { recursive: true });
  writeFileSync(path("pam.d/sshd"), `${(options.pam ?? ["auth required pam_deny.so"]).join("\n")}\n`);
  writeFileSync(path("sshd_config"), configText(folder, { address, port }, options));
  const logFile = path("sshd.log");
  let daemon: LabProcess | undefined;

  const server: SshServer = {
    address,
    port,
    folder,
    get hostKey() {
      return readFileSync(`${keyFile}.pub`, "utf8").trim();
    },
    get fingerprint() {
      return readFileSync(path("fingerprint"), "utf8");
    },
    authorize: (publicKeyFile) =>
      writeFileSync(path("authorized_keys"), readFileSync(publicKeyFile, "utf8"), { flag: "a" }),
    async changeHostKey() {
      await makeHostKey();
      await server.kill();
      await server.start();
    },
    async start() {
      const before = logged(logFile).length;
      writeFileSync(path("fingerprint"), (await run("ssh-keygen", ["-lf", `${keyFile}.pub`])).split(" ")[1] ?? "");
      const started = startProcess(labFolder, {
        command: "nsenter",
        args: [
          ...[`--net=${options.network.namespaceFile}`, "unshare", "--mount", "sh", "-c", startScript, "sh", folder],
          options.runFolder ?? "",
          ...["/usr/sbin/sshd", "-D", "-e", "-f", path("sshd_config")],
        ],
        logFile,
      });
      daemon = started;
      await until(() => listens(started, logFile, before), { what: `${options.name} to listen` });
    },
    async kill() {
      const children = await connectionProcesses(daemon);
      await daemon?.kill();
      for (const pid of children) signal(pid, "SIGKILL");
    },
    async freeze() {
      if (daemon?.alive !== true) return;
      await freezeProcess(daemon.pid);
      for (const pid of await connectionProcesses(daemon)) await freezeProcess(pid);
    },
    async thaw() {
      if (daemon?.alive !== true) return;
      for (const pid of await connectionProcesses(daemon)) thawProcess(pid);
      thawProcess(daemon.pid);
    },
    async connections() {
      const children = await run("pgrep", ["-P", String(daemon?.pid ?? 0)]).catch(() => "");
      return children.split("\n").filter((line) => line !== "").length;
    },
  };
  await server.start();
  return server;
}

function configText(
  folder: string,
  { address, port }: { readonly address: string; readonly port: number },
  { config = [], env = {}, pam }: SshServerOptions,
): string {
  return [
    ...config,
    `ListenAddress ${address}:${port}`,
    `HostKey ${join(folder, "host_key")}`,
    "PidFile none",
    // Not as a file: ann may not look into the lab's folder.
    "AuthorizedKeysFile none",
    `AuthorizedKeysCommand /bin/cat ${join(folder, "authorized_keys")}`,
    "AuthorizedKeysCommandUser root",
    "StrictModes no",
    "PermitRootLogin prohibit-password",
    `UsePAM ${pam === undefined ? "no" : "yes"}`,
    "PasswordAuthentication yes",
    "UseDNS no",
    "MaxStartups 100",
    // Of several such lines the first alone counts.
    `SetEnv ${Object.entries({ LAB: "1", ...env })
      .map(([name, value]) => `${name}=${value}`)
      .join(" ")}`,
    "",
  ].join("\n");
}

/** The machine's own users, and ann. Her shell is plain, her home the folder, and root's too: his own may be slow to enter. */
async function makeUsers(folder: string): Promise<void> {
  for (const file of ["shadow", "group"]) copyFileSync(`/etc/${file}`, join(folder, file));
  const users = readFileSync("/etc/passwd", "utf8").replace(/^(root:.*:)[^:]*(:[^:]*)$/m, `$1${folder}$2`);
  writeFileSync(join(folder, "passwd"), users);
  const hash = (await run("openssl", ["passwd", "-6", annPassword])).trim();
  const add = (file: string, line: string): void => writeFileSync(join(folder, file), `${line}\n`, { flag: "a" });
  add("passwd", `ann:x:61000:61000::${folder}:/bin/sh`);
  add("shadow", `ann:${hash}:19000:0:99999:7:::`);
  add("group", "ann:x:61000:");
}

/** Those that hold its connections, and theirs: sshd makes two of each. */
async function connectionProcesses(daemon: LabProcess | undefined): Promise<number[]> {
  if (daemon === undefined) return [];
  const below = async (pid: number): Promise<number[]> => {
    const children = (await run("pgrep", ["-P", String(pid)]).catch(() => "")).split("\n").filter(Boolean).map(Number);
    return (await Promise.all(children.map(async (child) => [child, ...(await below(child))]))).flat();
  };
  return await below(daemon.pid);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // It ended by itself meanwhile.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Since it was started last. */
function listens(daemon: LabProcess, logFile: string, before: number): boolean {
  const text = logged(logFile);
  if (!daemon.alive) throw new Error(`sshd ended: ${text.slice(-2000)}`);
  return text.slice(before).includes("Server listening on");
}

function logged(logFile: string): string {
  return existsSync(logFile) ? readFileSync(logFile, "utf8") : "";
}
