import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type {
  HostKeyAnswer,
  HostKeyQuestion,
  Prompter,
  SecretAnswer,
  SecretQuestion,
} from "@quayside/core/model/prompter.ts";
import { run } from "../lab/commands.ts";
import type { LabEngine } from "../lab/engine.ts";
import type { Lab } from "../lab/lab.ts";
import type { SshServer } from "../lab/ssh-server.ts";

/** A key pair in that folder; gives the private half's path. */
export async function makeKey(folder: string, name: string, options: readonly string[] = []): Promise<string> {
  const path = join(folder, name);
  await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path, ...options]);
  return path;
}

/** An sshd on the engine's machine that leads to it, for the holder of this key. */
export async function startSshServerOf(
  lab: Lab,
  { network, dockerHost }: LabEngine,
  door: { readonly name: string; readonly port: number; readonly key: string; readonly config: readonly string[] },
): Promise<SshServer> {
  const { name, port, key, config } = door;
  const listen = { address: network.address, port };
  const server = await lab.startSshServer({ name, network, listen, config, env: { DOCKER_HOST: dockerHost } });
  server.authorize(`${key}.pub`);
  return server;
}

export interface SshConfigHost {
  readonly name: string;
  readonly server: Pick<SshServer, "address" | "port">;
  readonly lines?: readonly string[];
}

/** A configuration of ssh that knows these hosts, and nothing of the machine's own. */
export function writeSshConfig(
  folder: string,
  { hosts, knownHosts, keys }: { hosts: readonly SshConfigHost[]; knownHosts: string; keys: readonly string[] },
): string {
  const path = join(folder, "ssh_config");
  const text = [
    ...hosts.flatMap(({ name, server, lines = [] }) => [
      `Host ${name}`,
      `  HostName ${server.address}`,
      `  Port ${server.port}`,
      ...lines.map((line) => `  ${line}`),
    ]),
    "Host *",
    `  UserKnownHostsFile ${knownHosts}`,
    "  GlobalKnownHostsFile /dev/null",
    "  IdentityAgent none",
    ...keys.map((key) => `  IdentityFile ${key}`),
    "  User root",
    "",
  ].join("\n");
  writeFileSync(path, text);
  return path;
}

/** Somebody who answers as the test has it, and remembers what was asked. */
export class Person implements Prompter {
  readonly asked: (HostKeyQuestion | SecretQuestion)[] = [];
  onHostKey: (question: HostKeyQuestion) => HostKeyAnswer | undefined = () => undefined;
  onSecret: (question: SecretQuestion) => SecretAnswer | undefined = () => undefined;

  async hostKey(question: HostKeyQuestion): Promise<HostKeyAnswer | undefined> {
    this.asked.push(question);
    return this.onHostKey(question);
  }

  async secret(question: SecretQuestion): Promise<SecretAnswer | undefined> {
    this.asked.push(question);
    return this.onSecret(question);
  }
}

/** VS Code's SecretStorage in memory. */
export function memorySecrets(): {
  readonly values: Map<string, string>;
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
} {
  const values = new Map<string, string>();
  return {
    values,
    get: async (key) => values.get(key),
    set: async (key, value) => void values.set(key, value),
    delete: async (key) => void values.delete(key),
  };
}

/** A configuration of ssh in which all these servers' keys are known, and this key lets in. */
export function trustingSshConfig(
  folder: string,
  hosts: readonly (SshConfigHost & { readonly server: SshServer })[],
  key: string,
): string {
  const knownHosts = join(folder, "known_hosts");
  const lines = hosts.map(
    ({ server: { address, port, hostKey } }) => `${port === 22 ? address : `[${address}]:${port}`} ${hostKey}\n`,
  );
  writeFileSync(knownHosts, lines.join(""));
  return writeSshConfig(folder, { hosts, knownHosts, keys: [key] });
}
