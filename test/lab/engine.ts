import { existsSync, mkdirSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { importBaseImages, makeBaseImages } from "./base-image.ts";
import { type EngineAccess, engineAccess } from "./engine-access.ts";
import type { EngineApi } from "./engine-api.ts";
import { type EngineNetwork, makeNetwork, setNetworkUp } from "./engine-network.ts";
import { freezeProcess, thawProcess } from "./freezing.ts";
import { record } from "./lab-folder.ts";
import { fileIdentity, refuseForeignSocket } from "./own-socket.ts";
import { identityOf, isAlive, signalExactly } from "./process-identity.ts";
import { type LabProcess, startProcess } from "./processes.ts";
import { until } from "./waiting.ts";

export interface EngineOptions {
  /** Also the engine's host name, as `docker info` gives it. */
  readonly name: string;
  /** By default a socket in the lab's folder. One that exists already belongs to somebody else: refused. */
  readonly socket?: string;
  /** Containers live on while the daemon is away (`live-restore`). */
  readonly liveRestore?: boolean;
  /** More of dockerd's own arguments, such as another `-H`, made when its network is there. */
  readonly args?: (network: EngineNetwork) => Promise<readonly string[]>;
}

/** A real dockerd in a network namespace of its own, with the means to hurt it. */
export interface LabEngine extends EngineAccess {
  readonly logFile: string;
  /** SIGKILL to the daemon: its connections break, its containers run on without it. */
  kill(): Promise<void>;
  /** SIGTERM: the daemon stops its containers and goes (up to 15 s when they don't heed SIGTERM). */
  shutDown(): Promise<void>;
  /** Again after kill or shutDown: same socket, same data. */
  start(): Promise<void>;
  /** SIGSTOP: the socket takes connections, and nothing answers. */
  freeze(): Promise<void>;
  thaw(): void;
  /** Pulls the cable of its network (the socket isn't touched by that), or plugs it in. */
  setNetworkUp(up: boolean): Promise<void>;
}

const dockerd = "/usr/sbin/dockerd";

// dockerd of a namespace: with a mount namespace of its own its mounts vanish with it, and /etc/docker (where the
// engine's identity lies, key.json) is its own; with a UTS namespace it has a host name of its own.
const startScript = [
  'mount --bind "$1" /etc/docker',
  'echo "$2" > /proc/sys/kernel/hostname',
  "shift 2",
  'exec "$@"',
].join(" && ");

export async function startEngine(labFolder: string, options: EngineOptions): Promise<LabEngine> {
  const folder = join(labFolder, options.name);
  const socket = options.socket ?? join(folder, "docker.sock");
  refuseForeignSocket(socket, undefined);
  mkdirSync(join(folder, "etc"), { recursive: true });
  const network = await makeNetwork(labFolder);
  const cgroup = `quayside-lab-${network.number}-${labFolder.slice(-6)}`;
  record(labFolder, { kind: "cgroup", name: cgroup });
  record(labFolder, { kind: "socket", path: socket });
  const logFile = join(folder, "dockerd.log");
  const access = engineAccess({ name: options.name, socket, network });
  const { api } = access;
  const dockerArguments = [
    ...["-H", `unix://${socket}`, "--data-root", join(folder, "data"), "--exec-root", join(folder, "exec")],
    ...[
      "--pidfile",
      join(folder, "pid"),
      "--cgroup-parent",
      `/${cgroup}`,
      "--exec-opt",
      "native.cgroupdriver=cgroupfs",
    ],
    ...["--storage-driver", "overlay2", "--log-level", "warn", "--shutdown-timeout", "3"],
    ...(options.liveRestore === true ? ["--live-restore"] : []),
    ...((await options.args?.(network)) ?? []),
  ];

  const containerdPidFile = join(folder, "exec", "containerd", "containerd.pid");
  let daemon: LabProcess | undefined;
  let ownSocket: string | undefined;
  const engine: LabEngine = {
    ...access,
    logFile,
    async start() {
      if (daemon?.alive === true) throw new Error(`the engine ${options.name} runs already`);
      refuseForeignSocket(socket, ownSocket);
      const started = startProcess(labFolder, {
        command: "nsenter",
        args: [
          ...[`--net=${network.namespaceFile}`, "unshare", "--mount", "--uts", "sh", "-c", startScript, "sh"],
          ...[join(folder, "etc"), options.name, dockerd, ...dockerArguments],
        ],
        logFile,
      });
      daemon = started;
      await until(() => answers(api, started, logFile), { what: `${options.name} to answer`, withinMs: 60_000 });
      ownSocket = fileIdentity(socket);
    },
    async kill() {
      await Promise.all([daemon?.kill(), killContainerd(containerdPidFile)]);
    },
    async shutDown() {
      await daemon?.stop(20_000);
    },
    async freeze() {
      if (daemon?.alive === true) await freezeProcess(daemon.pid);
    },
    thaw() {
      if (daemon?.alive === true) thawProcess(daemon.pid);
    },
    setNetworkUp: (up) => setNetworkUp(labFolder, network, up),
  };
  await engine.start();
  await importBaseImages(api, await makeBaseImages());
  return engine;
}

/**
 * dockerd's containerd dies with it, but not in the same instant. A dockerd that comes back sooner takes it (or its
 * zombie) for alive and then waits for it in vain.
 */
async function killContainerd(pidFile: string): Promise<void> {
  if (!existsSync(pidFile)) return;
  const containerd = identityOf(Number(await readFile(pidFile, "utf8")));
  if (containerd !== undefined) {
    signalExactly(containerd, "SIGKILL");
    await until(() => !isAlive(containerd), { what: "containerd to end" });
  }
  await rm(pidFile);
}

async function answers(api: EngineApi, daemon: LabProcess, logFile: string): Promise<boolean> {
  if (!daemon.alive) throw new Error(`dockerd ended: ${(await readFile(logFile, "utf8")).slice(-2000)}`);
  return await api.call("GET", "/_ping").then(
    (answer) => answer.status === 200,
    () => false,
  );
}
