import { mkdtempSync } from "node:fs";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { gatherImage } from "../../docker-desktop-extension/image/gather.ts";
import { InstalledExtension } from "../../docker-desktop-extension/preview/installed-extension.ts";
import { installedContainer } from "../../docker-desktop-extension/preview/preview-container.ts";
import { startPreviewServer } from "../../docker-desktop-extension/preview/preview-server.ts";
import { run } from "../lab/commands.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import type { Lab } from "../lab/lab.ts";
import { importNodeImage, nodeImage } from "../lab/node-image.ts";
import { dist, type SimulatedDesktop, token } from "./simulated-desktop.ts";

export const extensionImage = "quayside/docker-desktop-extension:0.1.0";

/** Builds on that engine what `npm run package` gathers; gives the context. */
export async function buildExtensionImage(lab: Lab, engine: EngineAccess): Promise<string> {
  await importNodeImage(engine);
  const context = join(lab.folder, "context");
  await gatherImage(context);
  await buildImage(lab, engine, extensionImage, context);
  return context;
}

/** With the builder of the engine itself: the plugin for the other one is not there. */
export async function buildImage(
  lab: Lab,
  engine: EngineAccess,
  tag: string,
  context: string,
  { base = nodeImage, platform }: { readonly base?: string; readonly platform?: string } = {},
): Promise<void> {
  const env = { ...process.env, DOCKER_HOST: engine.dockerHost, DOCKER_BUILDKIT: "0", DOCKER_CONFIG: lab.folder };
  const told = ["--build-arg", `BASE=${base}`, "--build-arg", `VERSION=${tag.split(":")[1]}`];
  const on = platform === undefined ? [] : ["--platform", platform];
  await run("/usr/bin/docker", ["build", "--tag", tag, ...on, ...told, context], { env });
}

export function installationIn(lab: Lab, engine: EngineAccess, project?: string) {
  return {
    docker: engine.docker,
    engineSocket: engine.socket,
    folder: mkdtempSync(join(lab.folder, "extension-")),
    ...(project === undefined ? {} : { project }),
  };
}

/** Docker Desktop around what is installed: it shows the page that was in the image. */
export async function openInstalled(
  lab: Lab,
  engine: EngineAccess,
  extension: InstalledExtension,
): Promise<SimulatedDesktop> {
  const folder = mkdtempSync(join(lab.folder, "desktop-"));
  await cp(join(dist, "preview"), join(folder, "preview"), { recursive: true });
  await cp(extension.page, join(folder, "ui"), { recursive: true });
  const container = installedContainer(extension.container, ["/usr/bin/docker", "--host", engine.dockerHost]);
  const preview = await startPreviewServer({
    ...{ port: 0, token, folder, backendSocket: extension.socket, container, note: "" },
  });
  const backendPid = async (): Promise<number> => {
    const pid = (await engine.docker(["inspect", "--format", "{{.State.Pid}}", extension.container])).trim();
    // 0, of a container that doesn't run, would be this process and all its kind.
    if (!/^[1-9]\d*$/.test(pid)) throw new Error("The backend does not run.");
    return Number(pid);
  };
  return {
    url: preview.url,
    port: preview.port,
    backendSocket: extension.socket,
    page: extension.page,
    said: [],
    backendPid,
    killBackend: async () => void process.kill(await backendPid(), "SIGKILL"),
    stopBackend: async () => void (await engine.docker(["stop", extension.container])),
    startBackend: async () => void (await engine.docker(["start", extension.container])),
    close: () => preview.close(),
  };
}

/** Installs the image that was built there, and opens Docker Desktop around it; closing removes it again. */
export async function installDesktop(lab: Lab, engine: EngineAccess, project?: string): Promise<SimulatedDesktop> {
  const extension = await InstalledExtension.install(extensionImage, installationIn(lab, engine, project));
  const desktop = await openInstalled(lab, engine, extension);
  return {
    ...desktop,
    async close() {
      await desktop.close();
      await extension.remove();
    },
  };
}
