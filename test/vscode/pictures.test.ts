import { afterAll, beforeAll } from "vitest";
import { screenshot } from "../lab/browser.ts";
import { runContainer } from "../lab/containers.ts";
import { openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { fillBuildVm, fillLaptop, fillStores } from "../lab/pictured-engines.ts";
import { until } from "../lab/waiting.ts";
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
    // Shown while the panel is wide enough.
    if (state === "")
      for (const name of ["pg-scratch", "ci-runner-1"])
        await panel().getByRole("row", { name }).getByText(/\d %$/).waitFor();
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
      // VS Code folds up again what was folded up before its window was loaded anew, a moment after the rows are there.
      const opened = async () => {
        for (const label of ["Images", "Volumes", "shop_data", "Networks", "shop_default"]) {
          const row = nodeRow(page, label).first();
          if (!(await row.isVisible())) return false;
          await setOpen(row, true);
        }
        return await nodeRow(page, "mailpit").nth(1).isVisible();
      };
      await until(opened, { what: "the users of the volume", withinMs: 20_000, everyMs: 300 });
      await screenshot(page, `screenshots/vscode-resources-${name}`);
    });
  }
});
