import { afterAll, beforeAll } from "vitest";
import { baseImage } from "../lab/base-image.ts";
import { screenshot } from "../lab/browser.ts";
import { createContainer, healthCheck, idleScript, runContainer, runStackService } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import {
  addHost,
  nodeRow,
  openQuayside,
  openVsCode,
  panelFrame,
  runCommand,
  setOpen,
  setTheme,
  type VsCode,
} from "./workbench.ts";

const { describe, test } = needs("engine", "vscode", "browser");

const themes = [
  ["Default Dark Modern", "dark"],
  ["Default Light Modern", "light"],
  ["Default High Contrast", "high-contrast"],
] as const;

const webLog = `trap 'exit 0' TERM; n=58213; while :; do n=$((n+1));
printf '\\033[32minfo\\033[0m GET /cart 200 41 ms\\n'; printf '\\033[90mdebug\\033[0m cart loaded, 3 items, 4 ms\\n'
printf '\\033[32minfo\\033[0m order %s accepted, total 84.90 EUR\\n' $n
printf '\\033[33mwarn\\033[0m acquirer slow: 2.0 s of 5.0 s timeout used\\n'
printf '\\033[1;31merror\\033[0m charge %s failed: acquirer timeout after 5.0 s\\n' $n >&2
sleep 0.5; done`;

/** A port of the engine's own namespace. */
function publishes(port: number) {
  const inside = `${port}/tcp`;
  return {
    ExposedPorts: { [inside]: {} },
    HostConfig: { PortBindings: { [inside]: [{ HostPort: String(port) }] } },
  };
}

/** The lab's only image under another name, so that the pictures read like somebody's machine. */
async function image(engine: LabEngine, repo: string, tag: string): Promise<Readonly<Record<string, unknown>>> {
  await engine.api.json("POST", `/images/${baseImage}/tag?repo=${encodeURIComponent(repo)}&tag=${tag}`);
  return { Image: `${repo}:${tag}` };
}

async function fillLaptop(engine: LabEngine): Promise<void> {
  const api = await image(engine, "shop/api", "dev");
  const postgres = await image(engine, "postgres", "17.2");
  const cache = await image(engine, "valkey/valkey", "8.1");
  const web = await image(engine, "shop/web", "dev");
  await runStackService(engine, "shop", "api", { body: { ...api, ...publishes(8080), ...healthCheck("exit 1") } });
  await runStackService(engine, "shop", "cache", { body: cache });
  const database = publishes(5432);
  const HostConfig = { ...database.HostConfig, Mounts: [{ Type: "volume", Source: "shop_data", Target: "/data" }] };
  await runStackService(engine, "shop", "db", {
    body: { ...postgres, ...database, HostConfig, ...healthCheck("true") },
  });
  await runStackService(engine, "shop", "migrate", { body: api, script: "true" });
  await runStackService(engine, "shop", "web", { body: { ...web, ...publishes(3000) }, script: webLog });
  const scratch = await runContainer(engine, { name: "pg-scratch", body: postgres });
  await engine.api.json("POST", `/containers/${scratch}/pause`);
}

/** What nothing uses, and what nobody gave a name, beside what the containers use. */
async function fillStores(engine: LabEngine): Promise<void> {
  for (const Name of ["shop_cache", "pg-2025-backup", "scratch-10", "scratch-9"])
    await engine.api.json("POST", "/volumes/create", { Name });
  await engine.api.json("POST", "/volumes/create", {});
  await engine.api.json("POST", "/networks/create", { Name: "shop_default" });
  await runContainer(engine, { name: "mailpit", body: { HostConfig: { NetworkMode: "shop_default" } } });
  for (const name of ["", "&repo=gitea/act_runner&tag=0.2.11"])
    await engine.api.json("POST", `/images/create?fromSrc=-${name}`, Buffer.alloc(name === "" ? 1024 : 2048));
}

async function fillBuildVm(engine: LabEngine): Promise<void> {
  const runner = await image(engine, "gitea/act_runner", "0.2.12");
  const registry = await image(engine, "registry", "2.8.3");
  const restarts = { HostConfig: { RestartPolicy: { Name: "always" } } };
  await runStackService(engine, "ci", "registry", { body: { ...registry, ...publishes(5000) } });
  await runStackService(engine, "ci", "runner", { body: runner });
  await runStackService(engine, "ci", "runner", { number: 2, body: { ...runner, ...restarts }, script: "exit 3" });
  await createContainer(engine, { name: "nightly", body: runner, script: idleScript });
}

describe("pictures of Quayside in VS Code, on real engines", () => {
  let code: VsCode;

  beforeAll(async () => {
    const lab = openLab();
    const [laptop, buildVm, nas] = await Promise.all(
      ["laptop", "build-vm", "nas"].map((name) => lab.startEngine({ name })),
    );
    if (laptop === undefined || buildVm === undefined || nas === undefined) throw new Error("no engines");
    await Promise.all([
      fillLaptop(laptop).then(() => fillStores(laptop)),
      fillBuildVm(buildVm),
      runContainer(nas, { name: "jellyfin" }),
    ]);
    code = await openVsCode({ env: { DOCKER_HOST: laptop.dockerHost } }, lab);
    await openQuayside(code.page);
    await nodeRow(code.page, "pg-scratch").waitFor();
    await addHost(code.page, buildVm.dockerHost, "build-vm");
    await addHost(code.page, nas.dockerHost, "nas");
    await nodeRow(code.page, "jellyfin").waitFor();
    await nas.kill();
    await runCommand(code.page, "Quayside: Show Containers Panel");
    await panel().getByText("Docker is not running on nas.").waitFor();
    await nodeRow(code.page, "shop-web-1").click();
    await code.page.keyboard.press("Alt+L");
    await panel()
      .getByText(/charge \d+ failed/)
      .last()
      .waitFor();
  });

  afterAll(async () => code?.lab.close());

  const panel = () => panelFrame(code.page);
  const tab = (title: string) => code.page.locator(".tab", { hasText: title });

  async function shoot(theme: string, state: string): Promise<void> {
    await tab("Containers").click();
    await panel().getByText("Docker is not running on nas.").waitFor();
    await panel().getByText("Unhealthy").first().waitFor();
    await screenshot(code.page, `screenshots/vscode-containers-${theme}${state}`);
    await tab("Logs: shop-web-1").click();
    await panel()
      .getByText(/order \d+ accepted/)
      .last()
      .waitFor();
    await screenshot(code.page, `screenshots/vscode-logs-${theme}${state}`);
  }

  for (const [theme, name] of themes) {
    test(`in ${name}, wide and narrow`, async () => {
      await setTheme(code, theme);
      await code.page.setViewportSize({ width: 1400, height: 800 });
      await shoot(name, "");
      await code.page.setViewportSize({ width: 820, height: 800 });
      await shoot(name, "-narrow");
    });
  }

  for (const [theme, name] of themes) {
    test(`of images, volumes and networks, in ${name}`, async () => {
      const { page } = code;
      await page.setViewportSize({ width: 1400, height: 1000 });
      await setTheme(code, theme);
      for (const label of ["Images", "Volumes", "shop_data", "Networks", "shop_default"]) {
        await setOpen(nodeRow(page, label).first(), true);
      }
      await nodeRow(page, "mailpit").nth(1).waitFor();
      await screenshot(page, `screenshots/vscode-resources-${name}`);
    });
  }
});
