import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type CodeServerProgram, installCodeServer } from "./code-server-install.ts";
import { run } from "./commands.ts";
import { labEnvironment } from "./lab-folder.ts";
import { startProcess } from "./processes.ts";
import { until } from "./waiting.ts";

export interface CodeServerOptions {
  /** The packaged extension to install first. */
  readonly vsix?: string;
  /** The folder that VS Code opens; an empty one by default. */
  readonly folder?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Such as DOCKER_HOST. `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The display language, such as `qps-ploc`. */
  readonly locale?: string;
}

export interface CodeServer {
  readonly url: string;
  readonly userDataFolder: string;
  readonly extensionsFolder: string;
  readonly homeFolder: string;
  /** What the server printed; VS Code's own logs are in the user data folder under `logs`. */
  readonly logFile: string;
  stop(): Promise<void>;
}

const quietSettings = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "extensions.ignoreRecommendations": true,
  "chat.disableAIFeatures": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  // In a browser it saves by itself a second after each key, between those of a test that types.
  "files.autoSave": "off",
};

/** A real VS Code, served to the browser on a free port of loopback, with everything of it in the lab's folder. */
export async function startCodeServer(labFolder: string, options: CodeServerOptions = {}): Promise<CodeServer> {
  const program = await installCodeServer(console.log);
  const place = await makePlace(labFolder, options);
  if (options.vsix !== undefined) await installExtension(labFolder, program, place, options.vsix);
  const locale = options.locale === undefined ? [] : ["--locale", options.locale];
  const logFile = join(place.folder, "code-server.log");
  const server = startProcess(labFolder, {
    command: program.node,
    args: [
      ...[program.entry, "--auth", "none", "--bind-addr", "127.0.0.1:0", ...place.args, ...locale],
      ...["--disable-telemetry", "--disable-update-check", "--disable-workspace-trust", place.workspace],
    ],
    env: place.env,
    logFile,
  });
  const url = await until(
    async () => {
      const log = await readFile(logFile, "utf8");
      if (!server.alive) throw new Error(`code-server ended:\n${log}`);
      return /HTTP server listening on (http:\S+)/.exec(log)?.[1];
    },
    { what: "code-server to listen", withinMs: 60_000 },
  );
  const { userDataFolder, extensionsFolder, homeFolder } = place;
  return { url, userDataFolder, extensionsFolder, homeFolder, logFile, stop: () => server.stop(500) };
}

interface Place {
  readonly folder: string;
  readonly workspace: string;
  readonly userDataFolder: string;
  readonly extensionsFolder: string;
  readonly homeFolder: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

async function makePlace(labFolder: string, options: CodeServerOptions): Promise<Place> {
  const folder = await mkdtemp(join(labFolder, "vscode-"));
  const inside = (name: string) => join(folder, name);
  const workspace = options.folder ?? inside("workspace");
  const userDataFolder = inside("user-data");
  const homeFolder = inside("home");
  for (const made of [workspace, join(userDataFolder, "User"), homeFolder]) await mkdir(made, { recursive: true });
  const settings = { ...quietSettings, ...options.settings };
  await writeFile(join(userDataFolder, "User", "settings.json"), JSON.stringify(settings, null, 2));
  const extensionsFolder = inside("extensions");
  return {
    ...{ folder, workspace, userDataFolder, extensionsFolder, homeFolder, env: environment(homeFolder, options) },
    args: [
      ...["--config", inside("config.yaml"), "--user-data-dir", userDataFolder],
      ...["--extensions-dir", extensionsFolder],
    ],
  };
}

/** A new user's: neither this machine's docker settings nor another VS Code's variables reach it. */
function environment(home: string, options: CodeServerOptions): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(DOCKER|XDG|VSCODE|NODE_OPTIONS|npm)/.test(name));
  return { ...Object.fromEntries(inherited), HOME: home, ...options.env };
}

async function installExtension(
  labFolder: string,
  program: CodeServerProgram,
  place: Place,
  vsix: string,
): Promise<void> {
  await run(program.node, [program.entry, ...place.args, "--install-extension", vsix], {
    env: { ...place.env, ...labEnvironment(labFolder) },
  });
}
