import { readdirSync } from "node:fs";
import { run } from "./commands.ts";
import { machineLockFile, record } from "./lab-folder.ts";
import { withMachineLock } from "./machine-lock.ts";

/** A network namespace of its own for one engine, joined to this machine by a veth pair. */
export interface EngineNetwork {
  readonly number: number;
  readonly namespaceFile: string;
  /** This machine, as the engine's namespace sees it. */
  readonly gateway: string;
  /** The engine's address as seen from this machine: published ports are here. */
  readonly address: string;
}

const namespaces = "/run/netns";
// The folder's random ending is part of each name, so that one lab can never remove another's. A link's name has
// room for 15 characters.
const token = (labFolder: string) => labFolder.slice(-6);
const namespaceName = (labFolder: string, number: number) => `quayside-lab-${number}-${token(labFolder)}`;
const outerLink = (labFolder: string, number: number) => `ql${number}-${token(labFolder)}`;
const innerLink = (labFolder: string, number: number) => `${outerLink(labFolder, number)}p`;

export async function makeNetwork(labFolder: string): Promise<EngineNetwork> {
  const number = await withMachineLock(machineLockFile, async () => {
    const free = await freeNumber();
    record(labFolder, { kind: "network", number: free });
    await run("ip", ["netns", "add", namespaceName(labFolder, free)]);
    return free;
  });
  const network: EngineNetwork = {
    number,
    namespaceFile: `${namespaces}/${namespaceName(labFolder, number)}`,
    gateway: `10.77.${number}.1`,
    address: `10.77.${number}.2`,
  };
  const [outer, inner] = [outerLink(labFolder, number), innerLink(labFolder, number)];
  const name = namespaceName(labFolder, number);
  await ipBatch([
    `link add ${outer} type veth peer name ${inner} netns ${name}`,
    `addr add ${network.gateway}/24 dev ${outer}`,
    `link set ${outer} up`,
  ]);
  await ipBatch(["link set lo up", `addr add ${network.address}/24 dev ${inner}`], name);
  await setNetworkUp(labFolder, network, true);
  return network;
}

/**
 * Pulls the cable, or plugs it in. The inner end goes down, not the outer: with that this machine would lose its
 * route, and what is meant for the engine would go out into the world.
 */
export async function setNetworkUp(labFolder: string, network: EngineNetwork, up: boolean): Promise<void> {
  const link = innerLink(labFolder, network.number);
  const commands = up
    ? [`link set ${link} up`, `route replace default via ${network.gateway}`]
    : [`link set ${link} down`];
  await ipBatch(commands, namespaceName(labFolder, network.number));
}

export async function removeNetwork(labFolder: string, number: number): Promise<void> {
  const name = namespaceName(labFolder, number);
  // Either may be gone already: a crash can lie between any two steps.
  await run("ip", ["link", "delete", outerLink(labFolder, number)]).catch(() => {});
  if (existingNamespaces().includes(name)) await run("ip", ["netns", "delete", name]);
}

/** Whether this user may make namespaces and links at all; the reason when not. */
export async function whyNoNetworks(): Promise<string | undefined> {
  const name = `quayside-lab-probe-${process.pid}`;
  try {
    await run("ip", ["netns", "add", name]);
    await run("nsenter", [`--net=${namespaces}/${name}`, "unshare", "--mount", "--uts", "true"]);
    await run("ip", ["netns", "delete", name]);
    return undefined;
  } catch (error) {
    return `namespaces are not permitted here (${error instanceof Error ? error.message : String(error)})`;
  }
}

async function freeNumber(): Promise<number> {
  const taken = existingNamespaces();
  const addresses = await run("ip", ["-oneline", "-4", "addr"]);
  for (let number = 10; number < 255; number++) {
    const named = taken.some((name) => name.startsWith(`quayside-lab-${number}-`));
    if (!named && !addresses.includes(` 10.77.${number}.`)) return number;
  }
  throw new Error("all of the lab's networks 10.77.10.0/24 to 10.77.254.0/24 are in use");
}

async function ipBatch(commands: readonly string[], namespace?: string): Promise<void> {
  const within = namespace === undefined ? [] : ["-netns", namespace];
  await run("ip", [...within, "-batch", "-"], { input: `${commands.join("\n")}\n` });
}

function existingNamespaces(): string[] {
  try {
    return readdirSync(namespaces);
  } catch {
    return [];
  }
}
