import { mkdirSync, writeFileSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { importBaseImages, makeBaseImages } from "./base-image.ts";
import { run } from "./commands.ts";
import { type EngineAccess, engineAccess } from "./engine-access.ts";
import { makeNetwork } from "./engine-network.ts";
import { freezeProcess, thawProcess } from "./freezing.ts";
import { record } from "./lab-folder.ts";
import { fileIdentity, refuseForeignSocket } from "./own-socket.ts";
import { type LabProcess, startProcess } from "./processes.ts";
import { until } from "./waiting.ts";

export interface PodmanOptions {
  /** Also its machine's host name, as `podman info` gives it. */
  readonly name: string;
}

/** A real `podman system service`, as root, on a machine of its own as far as podman can tell. */
export interface LabPodman extends EngineAccess {
  readonly cgroupParent: string;
  readonly logFile: string;
  /** Its machine's /run: the socket lies there where podman has it, at podman/podman.sock. */
  readonly runFolder: string;
  /** The podman command over there; gives what it printed. */
  podman(args: readonly string[]): Promise<string>;
  /** SIGKILL to the service: its connections break, its containers run on without it. */
  kill(): Promise<void>;
  /** Again after kill: same socket, same data. */
  start(): Promise<void>;
  /** SIGSTOP: the socket takes connections, and nothing answers. */
  freeze(): Promise<void>;
  thaw(): void;
}

// Containers outlive the service, and with them what is mounted for them. So the namespaces are held by a process of
// their own. /run and /var/lib are the lab's: podman and its network plugins write to many places there.
const holdScript = [
  'mount --bind "$1/lib" /var/lib',
  'mount --bind "$1/run" /run',
  'echo "$2" > /proc/sys/kernel/hostname',
  "echo held",
  "exec sleep infinity",
].join(" && ");

export async function startPodman(labFolder: string, { name }: PodmanOptions): Promise<LabPodman> {
  const folder = join(labFolder, name);
  const runFolder = join(folder, "run");
  const socket = join(runFolder, "podman", "podman.sock");
  refuseForeignSocket(socket, undefined);
  for (const path of ["run/podman", "lib", "networks"]) mkdirSync(join(folder, path), { recursive: true });
  const network = await makeNetwork(labFolder);
  const cgroupParent = `/quayside-lab-${network.number}-${labFolder.slice(-6)}`;
  record(labFolder, { kind: "cgroup", name: cgroupParent.slice(1) });
  record(labFolder, { kind: "socket", path: socket });
  const configFile = join(folder, "containers.conf");
  writeFileSync(configFile, configText(labFolder, folder));
  writeFileSync(join(folder, "networks", "podman.conflist"), JSON.stringify(bridge));

  const holderLog = join(folder, "holder.log");
  const holder = startProcess(labFolder, {
    command: "nsenter",
    args: [
      ...[`--net=${network.namespaceFile}`, "unshare", "--mount", "--uts", "sh", "-c", holdScript, "sh"],
      ...[folder, name],
    ],
    logFile: holderLog,
  });
  await until(async () => (await logged(holderLog, holder)).includes("held"), { what: "podman's namespaces" });

  const env = { ...process.env, CONTAINERS_CONF: configFile };
  const inNamespaces = [`--target=${holder.pid}`, "--net", "--mount", "--uts", "--", "/usr/bin/podman"];
  const storage = ["--root", join(folder, "data"), "--runroot", join(folder, "scratch"), "--storage-driver", "overlay"];
  const podmanArguments = [...inNamespaces, ...storage];
  const logFile = join(folder, "podman.log");
  const access = engineAccess({ name, socket, network, cgroupParent });
  let service: LabProcess | undefined;
  let ownSocket: string | undefined;
  const podman: LabPodman = {
    ...access,
    cgroupParent,
    logFile,
    runFolder,
    podman: (args) => run("nsenter", [...podmanArguments, ...args], { env }),
    async start() {
      if (service?.alive === true) throw new Error(`the podman ${name} runs already`);
      refuseForeignSocket(socket, ownSocket);
      await rm(socket, { force: true });
      const args = [...podmanArguments, "system", "service", "--time=0", "unix:///run/podman/podman.sock"];
      const started = startProcess(labFolder, { command: "nsenter", args, env, logFile });
      service = started;
      await until(() => answers(access, started, logFile), { what: `${name} to answer`, withinMs: 60_000 });
      ownSocket = fileIdentity(socket);
    },
    async kill() {
      await service?.kill();
    },
    async freeze() {
      if (service?.alive === true) await freezeProcess(service.pid);
    },
    thaw() {
      if (service?.alive === true) thawProcess(service.pid);
    },
  };
  await podman.start();
  await importBaseImages(podman.api, await makeBaseImages());
  return podman;
}

/** What podman needs where there is no systemd, no journal, and where root may not raise its own limits. */
function configText(labFolder: string, folder: string): string {
  const path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  return [
    "[containers]",
    'default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]',
    'log_driver = "k8s-file"',
    "[engine]",
    'cgroup_manager = "cgroupfs"',
    'events_logger = "file"',
    // Others lie in the machine's shared memory, under one name for all.
    'lock_type = "file"',
    `tmp_dir = ${JSON.stringify(join(folder, "tmp"))}`,
    // Of what each container's monitor is given: by this it is found when the lab is cleared away.
    `conmon_env_vars = [${JSON.stringify(path)}, ${JSON.stringify(`QUAYSIDE_LAB_FOLDER=${labFolder}`)}]`,
    "[network]",
    'network_backend = "cni"',
    `network_config_dir = ${JSON.stringify(join(folder, "networks"))}`,
    "",
  ].join("\n");
}

const bridge = {
  cniVersion: "0.4.0",
  name: "podman",
  plugins: [
    {
      ...{ type: "bridge", bridge: "cni-podman0", isGateway: true, ipMasq: true, hairpinMode: true },
      ipam: { type: "host-local", routes: [{ dst: "0.0.0.0/0" }], ranges: [[{ subnet: "10.88.0.0/16" }]] },
    },
    { type: "portmap", capabilities: { portMappings: true } },
    { type: "firewall" },
  ],
};

async function answers({ api }: EngineAccess, service: LabProcess, logFile: string): Promise<boolean> {
  await logged(logFile, service);
  return await api.call("GET", "/_ping").then(
    (answer) => answer.status === 200,
    () => false,
  );
}

/** Throws what was logged when the process has ended. */
async function logged(logFile: string, { alive }: LabProcess): Promise<string> {
  const text = await readFile(logFile, "utf8");
  if (!alive) throw new Error(`podman ended: ${text.slice(-2000)}`);
  return text;
}
