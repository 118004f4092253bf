import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, FrameLocator, Page } from "playwright-core";
import { buildDesktop } from "../../docker-desktop-extension/build.ts";
import { BackendProcess } from "../../docker-desktop-extension/preview/backend-process.ts";
import type { ChaosProfile } from "../../docker-desktop-extension/preview/chaos.ts";
import { previewContainer } from "../../docker-desktop-extension/preview/preview-container.ts";
import { startPreviewServer } from "../../docker-desktop-extension/preview/preview-server.ts";
import { PATIENCE } from "../lab/browser.ts";
import type { Lab } from "../lab/lab.ts";

export const dist = fileURLToPath(new URL("../../docker-desktop-extension/dist", import.meta.url));
export const token = "a-token-for-tests";

export interface DesktopOptions {
  readonly dockerHost: string;
  readonly demo?: "always" | "never";
  /** More variables of the backend. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface SimulatedDesktop {
  readonly url: string;
  readonly port: number;
  readonly backendSocket: string;
  /** The tab's page, as files. */
  readonly page: string;
  /** What it says to whoever started it. */
  readonly said: readonly string[];
  /** Of the backend's process. */
  backendPid(): Promise<number>;
  /** SIGKILL; it is started again by itself. */
  killBackend(): Promise<void>;
  stopBackend(): Promise<void>;
  startBackend(): Promise<void>;
  close(): Promise<void>;
}

/** The simulated Desktop around a backend process, as `npm start` puts it together. */
export async function startDesktop({
  dockerHost,
  demo = "never",
  env: more = {},
}: DesktopOptions): Promise<SimulatedDesktop> {
  await buildDesktop();
  const folder = await mkdtemp(join(tmpdir(), "quayside-desktop-"));
  const backendSocket = join(folder, "backend.sock");
  const files = join(folder, "files");
  await mkdir(files);
  const env = {
    ...process.env,
    QUAYSIDE_SOCKET: backendSocket,
    QUAYSIDE_FOLDER: files,
    QUAYSIDE_DEMO: demo,
    DOCKER_HOST: dockerHost,
    ...more,
  };
  const said: string[] = [];
  const backend = new BackendProcess({
    program: join(dist, "backend", "backend.cjs"),
    env,
    say: (line) => said.push(line),
  });
  await backend.start();
  const container = previewContainer(join(dist, "backend"), backendSocket);
  const preview = await startPreviewServer({ port: 0, token, folder: dist, backendSocket, container, note: "" });
  const backendPid = async (): Promise<number> => {
    if (backend.pid === undefined) throw new Error("There is no backend.");
    return backend.pid;
  };
  return {
    url: preview.url,
    port: preview.port,
    backendSocket,
    page: join(dist, "ui"),
    said,
    backendPid,
    killBackend: async () => void process.kill(await backendPid(), "SIGKILL"),
    stopBackend: () => backend.stop(),
    startBackend: () => backend.start(),
    async close() {
      await preview.close();
      await backend.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Its backend finds neither a program nor a key of this machine, nor an engine: as in a container, with nothing added yet. */
export async function startBareDesktop(lab: Lab): Promise<SimulatedDesktop> {
  const home = join(lab.folder, "home");
  await mkdir(home);
  return await startDesktop({
    dockerHost: "unix:///nowhere/docker.sock",
    env: { HOME: home, PATH: home, SSH_AUTH_SOCK: "" },
  });
}

export interface Tab {
  readonly page: Page;
  /** Quayside's own page. */
  readonly tab: FrameLocator;
  /** What the browser complained about. */
  readonly complaints: string[];
  leave(): Promise<void>;
  enter(): Promise<void>;
  close(): Promise<void>;
}

export interface TabOptions {
  readonly chaos?: ChaosProfile;
  readonly theme?: "dark" | "light";
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Pixels of a picture for each of the page. */
  readonly scale?: number;
  /** Done to the page before anything is loaded into it. */
  readonly before?: (page: Page) => Promise<unknown>;
}

export async function openTab(browser: Browser, url: string, options: TabOptions = {}): Promise<Tab> {
  const { chaos, theme = "dark", viewport = { width: 1280, height: 800 }, scale = 1, before } = options;
  const context = await browser.newContext({ viewport, colorScheme: theme, deviceScaleFactor: scale });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await before?.(page);
  await page.goto(chaos === undefined ? url : `${url}&chaos=${chaos}`);
  const { frames, tab } = { frames: page.locator("iframe"), tab: page.frameLocator("iframe") };
  return {
    page,
    tab,
    complaints,
    async leave() {
      await page.getByRole("button", { name: "Another page of Docker Desktop" }).click();
      await frames.waitFor({ state: "detached" });
    },
    async enter() {
      await page.getByRole("button", { name: "Quayside" }).click();
      await frames.waitFor();
    },
    close: () => context.close(),
  };
}

/** The row of the Containers panel with this container's name. */
export function row(tab: FrameLocator, name: string) {
  return tab.getByRole("row").filter({ has: tab.locator(".c-name").getByText(name, { exact: true }) });
}
