import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineNetwork } from "./engine-network.ts";
import { freezeProcess, thawProcess } from "./freezing.ts";
import { startProcess } from "./processes.ts";
import { until } from "./waiting.ts";

export interface RegistryOptions {
  /** Also its folder's name within the lab's. */
  readonly name: string;
  /** Of the engine that pulls from it: it listens within. */
  readonly network: EngineNetwork;
}

/** A real registry, empty at first; the engine of its network pushes to it and pulls from it without TLS. */
export interface Registry {
  /** "127.0.0.1:5000": the beginning of an image's name. Engines want no TLS of that address alone. */
  readonly address: string;
  /** SIGSTOP: connections are taken, and nothing answers. */
  freeze(): Promise<void>;
  thaw(): void;
  kill(): Promise<void>;
}

export async function startRegistry(labFolder: string, { name, network }: RegistryOptions): Promise<Registry> {
  const folder = join(labFolder, name);
  mkdirSync(folder);
  const address = "127.0.0.1:5000";
  const config = join(folder, "config.json");
  writeFileSync(
    config,
    // YAML, of which JSON is a part.
    JSON.stringify({
      version: 0.1,
      storage: { filesystem: { rootdirectory: join(folder, "data") } },
      http: { addr: address },
    }),
  );
  const logFile = join(folder, "registry.log");
  const daemon = startProcess(labFolder, {
    command: "nsenter",
    args: [`--net=${network.namespaceFile}`, "/usr/bin/docker-registry", "serve", config],
    logFile,
  });
  const logged = (): string => (existsSync(logFile) ? readFileSync(logFile, "utf8") : "");
  await until(
    () => {
      if (!daemon.alive) throw new Error(`The registry ended: ${logged().slice(-2000)}`);
      return logged().includes("listening on");
    },
    { what: `${name} to listen` },
  );
  return {
    address,
    freeze: () => freezeProcess(daemon.pid),
    thaw: () => thawProcess(daemon.pid),
    kill: () => daemon.kill(),
  };
}
