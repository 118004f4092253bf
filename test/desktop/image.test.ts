import { cp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { gatherImage } from "../../docker-desktop-extension/image/gather.ts";
import { InstalledExtension } from "../../docker-desktop-extension/preview/installed-extension.ts";
import { desktopThemes } from "../../docker-desktop-extension/preview/page/desktop-themes.ts";
import { screenshot } from "../lab/browser.ts";
import { runContainer } from "../lab/containers.ts";
import { loadEmptyImage } from "../lab/empty-image.ts";
import type { LabEngine } from "../lab/engine.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { pressInRow } from "../lab/press-in-row.ts";
import { until } from "../lab/waiting.ts";
import { ask } from "./backend-part.ts";
import { buildExtensionImage, buildImage, extensionImage, installationIn, openInstalled } from "./installed-desktop.ts";
import { openTab, row } from "./simulated-desktop.ts";

const { describe, test } = needs("engine", "browser");

/** Runs in a browser: how much of the icon, drawn on that ground, has a contrast of 3 and more to it. */
async function contrastingShare({ icon, ground }: { icon: string; ground: string }): Promise<number> {
  const drawing = document.querySelector("canvas")?.getContext("2d");
  if (drawing == null) throw new Error("There is nothing to draw on.");
  const picture = new Image();
  picture.src = `data:image/svg+xml,${encodeURIComponent(icon)}`;
  await picture.decode();
  drawing.fillStyle = ground;
  drawing.fillRect(0, 0, 24, 24);
  const luminances = () => {
    const { data } = drawing.getImageData(0, 0, 24, 24);
    return Array.from({ length: data.length / 4 }, (_, pixel) =>
      [0.2126, 0.7152, 0.0722].reduce((sum, weight, channel) => {
        const value = (data[pixel * 4 + channel] ?? 0) / 255;
        return sum + weight * (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
      }, 0.05),
    );
  };
  const [below = 0] = luminances();
  drawing.drawImage(picture, 0, 0, 24, 24);
  const drawn = luminances();
  return drawn.filter((one) => Math.max(one, below) / Math.min(one, below) >= 3).length / drawn.length;
}

const nextImage = "quayside/docker-desktop-extension:0.1.1";

describe("the image of the Docker Desktop extension", () => {
  let lab: Lab;
  let engine: LabEngine;
  let browser: Browser;
  let context: string;
  let extension: InstalledExtension | undefined;

  beforeAll(async () => {
    lab = openLab();
    engine = await lab.startEngine({ name: "desktop" });
    context = await buildExtensionImage(lab, engine);
    await buildImage(lab, engine, nextImage, context);
    await runContainer(engine, { name: "desktop-web" });
    browser = await lab.startBrowser();
  });
  afterAll(async () => lab?.close());

  const inspect = async <T>(what: string, format: string): Promise<T> =>
    JSON.parse(await engine.docker(["inspect", "--format", `{{json ${format}}}`, what])) as T;

  /** The first process is the init that Docker gives; Node is its child. */
  const backendOf = async (id: string): Promise<number> => {
    const lines = (await engine.docker(["top", id, "-o", "pid,args"])).split("\n");
    const pid = Number(/^\s*(\d+)\s+node /.exec(lines.find((line) => /^\s*\d+\s+node /.test(line)) ?? "")?.[1]);
    if (!(pid > 1)) throw new Error(`There is no backend among: ${lines.join(" | ")}`);
    return pid;
  };

  test("has in its context nothing that is of one architecture, whoever gathered it", async () => {
    const umask = process.umask(0o077);
    const gathered = join(lab.folder, "gathered");
    await gatherImage(gathered).finally(() => process.umask(umask));
    const entries = await readdir(gathered, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    expect(files.length).toBeGreaterThan(8);
    for (const file of files) {
      const content = await readFile(file);
      // ELF, Mach-O, PE and archives all have zeros in them: text has none.
      expect(content.includes(0), file).toBe(false);
      expect(file).not.toMatch(/\.node$/);
    }
    const folders = entries
      .filter((entry) => entry.isDirectory())
      .map(({ parentPath, name }) => join(parentPath, name));
    const modes = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
    for (const folder of folders) expect(await modes(folder), folder).toBe("755");
    for (const file of files.filter((file) => file.includes("/files/"))) expect(await modes(file), file).toBe("644");
  });

  test("is built for amd64 and for arm64 by the same machine, as one layer of at most 5 MB", async ({ annotate }) => {
    const layers: string[] = [];
    for (const architecture of ["amd64", "arm64"]) {
      const platform = `linux/${architecture}`;
      const tag = `quayside/${architecture}:1`;
      const base = await loadEmptyImage(engine, architecture);
      await buildImage(lab, engine, tag, context, { base, platform });
      expect(await inspect<string>(tag, ".Architecture")).toBe(architecture);
      const [below, ...ours] = await inspect<string[]>(tag, ".RootFS.Layers");
      expect([below]).toEqual(await inspect<string[]>(base, ".RootFS.Layers"));
      expect(ours).toHaveLength(1);
      layers.push(...ours);
      const size = (await inspect<number>(tag, ".Size")) - (await inspect<number>(base, ".Size"));
      await annotate(`${platform}: ${(size / 1e6).toFixed(2)} MB over its base`);
      expect(size).toBeLessThan(5_000_000);
    }
    expect(layers[0]).toBe(layers[1]);
  });

  test("has an icon that is seen as small as Docker Desktop draws it, on light and on dark", async () => {
    const icon = await readFile(join(context, "files/quayside.svg"), "utf8");
    const { light, dark } = desktopThemes;
    const page = await browser.newPage();
    try {
      await page.setContent('<canvas width="24" height="24"></canvas>');
      for (const ground of [light, dark].flatMap(({ palette: { background } }) => Object.values(background))) {
        const share = await page.evaluate(contrastingShare, { icon, ground });
        expect(share, ground).toBeGreaterThan(0.1);
      }
    } finally {
      await page.close();
    }
  });

  test("has no file that is anybody’s to change", async () => {
    const modes = await engine.docker(["run", "--rm", extensionImage, "ls", "-l", "/backend", "/ui", "/metadata.json"]);
    expect(modes).toContain("backend.cjs");
    expect(modes.match(/^-\S+/gm)?.every((mode) => mode === "-rw-r--r--")).toBe(true);
  });

  test("is refused by Docker Desktop where its labels or its metadata are not what they are to be", async () => {
    const broken = join(lab.folder, "broken");
    await cp(context, broken, { recursive: true });
    const dockerfile = await readFile(join(broken, "Dockerfile"), "utf8");
    await writeFile(join(broken, "Dockerfile"), dockerfile.replace(/com\.docker\.extension\.changelog/, "com.example"));
    await rm(join(broken, "files/quayside.svg"));
    await buildImage(lab, engine, "quayside/broken:1", broken);
    await expect(InstalledExtension.install("quayside/broken:1", installationIn(lab, engine))).rejects.toThrow(
      /label com\.docker\.extension\.changelog is missing.*The icon is not in the image/,
    );
    expect(await engine.docker(["ps", "--all", "--quiet", "--filter", "label=com.docker.desktop.extension"])).toBe("");
  });

  test("is installed, shows the engine’s containers but not its own, and does what is asked", async () => {
    extension = await InstalledExtension.install(extensionImage, installationIn(lab, engine));
    const desktop = await openInstalled(lab, engine, extension);
    const opened = await openTab(browser, desktop.url);
    try {
      await row(opened.tab, "desktop-web").waitFor();
      expect(await opened.tab.locator(".c-name").allInnerTexts()).toEqual(["Name", "desktop-web"]);
      await screenshot(opened.page, "screenshots/desktop-image");
      await pressInRow(row(opened.tab, "desktop-web"), /^Stop/);
      await until(async () => (await inspect<string>("desktop-web", ".State.Status")) === "exited", {
        what: "the container to stop",
        withinMs: 30_000,
      });
      expect(opened.complaints).toEqual([]);
    } finally {
      await opened.close();
      await desktop.close();
    }
  });

  test("has what it needs and no more: no capability, nothing to write to, no port", async () => {
    const id = extension?.container ?? "";
    const inside = (...command: string[]) => engine.docker(["exec", id, ...command]);
    const check = await inspect<{ readonly Test: readonly string[] }>(id, ".Config.Healthcheck");
    expect(check.Test).toEqual(["CMD", "node", "health.cjs"]);
    await inside("node", "health.cjs");
    const elsewhere = ["exec", "--env", "QUAYSIDE_SOCKET=/nowhere.sock", id, "node", "health.cjs"];
    await expect(engine.docker(elsewhere)).rejects.toThrow(/can’t be reached at \/nowhere\.sock/);
    expect(await inside("cat", "/proc/1/status")).toMatch(/^CapEff:\s*0{16}$/m);
    await expect(inside("sh", "-c", "echo no > /backend/backend.cjs")).rejects.toThrow(/Read-only file system/);
    // State 0A: it listens.
    for (const file of ["tcp", "tcp6"])
      expect(await inside("cat", `/proc/1/net/${file}`)).not.toMatch(/^\s*\d+: \S+ \S+ 0A /m);
    expect(await inspect<object>(id, ".NetworkSettings.Ports")).toEqual({});
  });

  test("is unhealthy while its backend hangs, and healthy again when it goes on", async () => {
    const id = extension?.container ?? "";
    const check = () => engine.docker(["exec", id, "node", "health.cjs"]);
    const pid = await backendOf(id);
    process.kill(pid, "SIGSTOP");
    try {
      await expect(check()).rejects.toThrow(/The backend does not answer/);
    } finally {
      process.kill(pid, "SIGCONT");
    }
    await check();
  });

  test("ends with 0 when it is told to while a page listens, whose request it ends", async () => {
    if (extension === undefined) throw new Error("It was not installed.");
    const { session } = (await ask(extension.socket, "POST", "/sessions", { v: 1 })).json;
    const listening = new Promise((resolve, reject) => {
      get({ socketPath: extension?.socket, path: `/sessions/${session}/stream?after=0` }, (response) => {
        resolve(response);
        response.resume().once("error", () => {});
      }).once("error", reject);
    }) as Promise<IncomingMessage>;
    const stream = await listening;
    const closed = new Promise((resolve) => stream.once("close", resolve));
    // SIGKILL comes after a minute only, which is longer than the test may take.
    await engine.docker(["stop", "--time", "60", extension.container]);
    await closed;
    expect(await inspect<number>(extension.container, ".State.ExitCode")).toBe(0);
    await engine.docker(["start", extension.container]);
  });

  test("keeps its hosts over an update, ends cleanly when it is told to, and leaves nothing when it is removed", async () => {
    if (extension === undefined) throw new Error("It was not installed.");
    const before = extension.container;
    let desktop = await openInstalled(lab, engine, extension);
    let opened = await openTab(browser, desktop.url);
    await opened.tab.getByRole("link", { name: "Hosts" }).click();
    await opened.tab.getByRole("button", { name: "Add a host" }).click();
    await opened.tab.getByLabel("Address").fill("unix:///var/run/other.sock");
    await opened.tab.getByLabel("Name", { exact: true }).fill("kept");
    await opened.tab.getByRole("button", { name: "Save anyway" }).click();
    await opened.tab.getByRole("article", { name: "kept" }).waitFor();
    await opened.close();
    await desktop.close();

    const ended = engine.docker(["wait", before]);
    await extension.update(nextImage);
    expect((await ended).trim()).toBe("0");
    expect(extension.container).not.toBe(before);
    desktop = await openInstalled(lab, engine, extension);
    opened = await openTab(browser, desktop.url);
    await opened.tab.getByRole("link", { name: "Hosts" }).click();
    await opened.tab.getByRole("article", { name: "kept" }).waitFor();
    await opened.close();
    await desktop.close();

    // As soon as it has begun, too: 137 would be SIGKILL, after ten seconds.
    await engine.docker(["restart", extension.container]);
    await engine.docker(["stop", extension.container]);
    expect([0, 143]).toContain(await inspect<number>(extension.container, ".State.ExitCode"));
    await extension.remove();
    expect(await engine.docker(["ps", "--all", "--quiet", "--filter", "label=com.docker.desktop.extension"])).toBe("");
    expect(await engine.docker(["volume", "ls", "--quiet"])).toBe("");
  });
});
