import { dirname, join } from "node:path";
import { run } from "./commands.ts";
import { type EngineApi, engineApi } from "./engine-api.ts";
import type { EngineNetwork } from "./engine-network.ts";
import { readRecords } from "./lab-folder.ts";
import { isAlive } from "./process-identity.ts";

/** Where an engine is: plain data, so that it can go from the test run to the tests' processes. */
export interface EngineAddress {
  readonly name: string;
  readonly socket: string;
  /** Where its published ports are, and which address this machine has for it. */
  readonly network: EngineNetwork;
  /** Where its containers' groups go, on an engine that has to be told so for each container. */
  readonly cgroupParent?: string;
}

/** An engine to use, not to hurt. */
export interface EngineAccess extends EngineAddress {
  /** As DOCKER_HOST wants it. */
  readonly dockerHost: string;
  readonly api: EngineApi;
  /** The docker CLI on this engine; gives what it printed. */
  docker(args: readonly string[]): Promise<string>;
}

// Not just "docker": another one earlier in the PATH may be newer than Debian's engine understands.
const dockerProgram = "/usr/bin/docker";

export function engineAccess({ name, socket, network, cgroupParent }: EngineAddress): EngineAccess {
  const dockerHost = `unix://${socket}`;
  // Neither the contexts nor the credentials of whoever runs the tests.
  const env = { ...process.env, DOCKER_HOST: dockerHost, DOCKER_CONFIG: join(dirname(socket), "cli") };
  return {
    name,
    socket,
    network,
    dockerHost,
    ...(cgroupParent === undefined ? {} : { cgroupParent }),
    api: engineApi(socket),
    docker: (args) => run(dockerProgram, args, { env }),
  };
}

/** The same for an engine that another process of this run started; any other socket is refused. */
export function accessLabEngine(labFolder: string, address: EngineAddress): EngineAccess {
  const records = readRecords(labFolder);
  const made = records.some((entry) => entry.kind === "socket" && entry.path === address.socket);
  const alive = records.some((entry) => entry.kind === "owner" && isAlive(entry));
  if (!made || !alive) throw new Error(`${address.socket} was not created by a lab that is running: it is left alone`);
  return engineAccess(address);
}
