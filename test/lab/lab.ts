import type { Browser } from "playwright-core";
import { startBrowser } from "./browser.ts";
import { type CodeServer, type CodeServerOptions, startCodeServer } from "./code-server.ts";
import { type EngineOptions, type LabEngine, startEngine } from "./engine.ts";
import { keepLogs } from "./kept-logs.ts";
import { makeLabFolder } from "./lab-folder.ts";
import { type LabPodman, type PodmanOptions, startPodman } from "./podman.ts";
import { type LabProcess, type ProcessStart, startProcess } from "./processes.ts";
import { dismantle } from "./reap.ts";
import { type Registry, type RegistryOptions, startRegistry } from "./registry.ts";
import { type SshServer, type SshServerOptions, startSshServer } from "./ssh-server.ts";

/**
 * Real parts to test against, all in one folder and all gone after `close()`. What a crash leaves of it is reaped by
 * the next run.
 */
export interface Lab {
  /** Its name ends in six random characters; it is this user's alone. */
  readonly folder: string;
  startEngine(options: EngineOptions): Promise<LabEngine>;
  startPodman(options: PodmanOptions): Promise<LabPodman>;
  startSshServer(options: SshServerOptions): Promise<SshServer>;
  startRegistry(options: RegistryOptions): Promise<Registry>;
  startCodeServer(options?: CodeServerOptions): Promise<CodeServer>;
  startBrowser(): Promise<Browser>;
  startProcess(start: ProcessStart): LabProcess;
  close(): Promise<void>;
}

/** The name is for its logs, which stay in `test/out/lab-logs/<name>` until the next run. */
export function openLab(name?: string): Lab {
  const folder = makeLabFolder();
  const closing: (() => unknown)[] = [];
  return {
    folder,
    async startEngine(options) {
      const engine = await startEngine(folder, options);
      closing.push(() => engine.api.dispose());
      return engine;
    },
    async startPodman(options) {
      const podman = await startPodman(folder, options);
      closing.push(() => podman.api.dispose());
      return podman;
    },
    startSshServer: (options) => startSshServer(folder, options),
    startRegistry: (options) => startRegistry(folder, options),
    startCodeServer: (options) => startCodeServer(folder, options),
    async startBrowser() {
      const browser = await startBrowser(folder);
      closing.push(() => browser.close());
      return browser;
    },
    startProcess: (start) => startProcess(folder, start),
    async close() {
      for (const close of closing) await close();
      await keepLogs(folder, name);
      await dismantle(folder);
    },
  };
}
