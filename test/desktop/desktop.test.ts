import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { chaosProfiles } from "../../docker-desktop-extension/preview/chaos.ts";
import { type DesktopRequest, portMark } from "../../docker-desktop-extension/preview/port-messages.ts";
import { callService } from "../../docker-desktop-extension/preview/simulated-service.ts";
import { axeFinds } from "../lab/axe.ts";
import { screenshot } from "../lab/browser.ts";
import { createContainer, removeContainer, runContainer, runLogger } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { pressInRow } from "../lab/press-in-row.ts";
import { until } from "../lab/waiting.ts";
import { firstPaint, watchFirstPaint } from "./first-paint.ts";
import { dist, openTab, row, type SimulatedDesktop, type Tab, type TabOptions } from "./simulated-desktop.ts";
import { tiers } from "./tiers.ts";

const { describe, test } = needs("engine", "browser");

for (const [name, tier] of Object.entries(tiers))
  describe(`the tab in the simulated Docker Desktop, ${name}`, () => {
    let lab: Lab;
    let browser: Browser;
    let engine: EngineAccess;
    let desktop: SimulatedDesktop;
    const made: string[] = [];
    const tabs: Tab[] = [];

    const open = async (options: TabOptions = {}) => {
      const tab = await openTab(browser, desktop.url, options);
      tabs.push(tab);
      return tab;
    };
    const make = async (work: Promise<string>) => {
      const id = await work;
      made.push(id);
      return id;
    };

    beforeAll(async () => {
      lab = openLab();
      engine = await tier.engine(lab);
      browser = await lab.startBrowser();
      desktop = await tier.desktop(lab, engine);
      await make(runContainer(engine, { name: "desk-steady" }));
      await make(runLogger(engine, "desk-logger", 20));
    });

    afterEach(async () => {
      for (const tab of tabs.splice(0)) await tab.close();
    });

    afterAll(async () => {
      await desktop?.close();
      for (const id of made) await removeContainer(engine, id);
      await lab?.close();
    });

    test("shows a container of a real engine, and that it was started and stopped from elsewhere", async () => {
      const id = await make(createContainer(engine, { name: "desk-started" }));
      const { tab, complaints } = await open();
      await row(tab, "desk-started").getByText("Created").waitFor();
      await engine.docker(["start", id]);
      await row(tab, "desk-started").getByText(/^Up /).waitFor();
      await engine.docker(["stop", "--time", "1", id]);
      await row(tab, "desk-started")
        .getByText(/^Exited/)
        .waitFor();
      await tab.getByRole("button", { name: "Add a host" }).click();
      await tab.getByRole("dialog", { name: "Add a host" }).waitFor();
      expect(complaints).toEqual([]);
    });

    test("shows its navigation and bars in place of the panel at once, and later what it waits for", async () => {
      let answer = () => {};
      const answered = new Promise<void>((resolve) => {
        answer = resolve;
      });
      const hold = async (page: Page) => {
        await page.addInitScript(watchFirstPaint);
        await page.route("**/dd/service", async (route) => {
          await answered;
          await route.continue();
        });
      };
      for (const theme of ["dark", "light"] as const) {
        const { page, tab, close } = await open({ theme, before: hold });
        await tab.getByRole("link", { name: "Containers" }).waitFor();
        await tab.locator("[aria-busy=true] .skel").first().waitFor();
        await screenshot(page, `screenshots/desktop-waiting-${theme}`);
        await tab.getByText("Waiting for Quayside’s backend").and(tab.locator(".waits-for")).waitFor();
        await screenshot(page, `screenshots/desktop-waiting-long-${theme}`);
        expect(await firstPaint(page)).toBeGreaterThan(0);
        await close();
      }
      const { tab, complaints } = await open({ before: hold });
      await tab.locator("[aria-busy=true] .skel").first().waitFor();
      answer();
      await row(tab, "desk-steady").waitFor();
      expect(complaints).toEqual([]);
    });

    test("restarts a container from the tab", async () => {
      const id = await make(runContainer(engine, { name: "desk-restarted" }));
      const startedAt = () => engine.docker(["inspect", "--format", "{{.State.StartedAt}}", id]);
      const before = await startedAt();
      const { tab } = await open();
      await pressInRow(row(tab, "desk-restarted"), /^Restart/);
      await until(async () => (await startedAt()) !== before, {
        what: "the container to be restarted",
        withinMs: 30_000,
      });
    });

    test("renames a container from the tab, and says on which host a name is taken", async () => {
      const id = await make(createContainer(engine, { name: "desk-named" }));
      const { tab, page, complaints } = await open();
      const rename = async (from: string, to: string) => {
        await row(tab, from).focus();
        await page.keyboard.press("F2");
        await tab.getByLabel(`New name of ${from}`).waitFor();
        await page.keyboard.type(to);
        await page.keyboard.press("Enter");
      };
      await rename("desk-named", "desk-new-name");
      await row(tab, "desk-new-name").waitFor();
      expect((await engine.docker(["inspect", "--format", "{{.Name}}", id])).trim()).toBe("/desk-new-name");
      expect(await row(tab, "desk-new-name").evaluate((element) => element === document.activeElement)).toBe(true);
      await rename("desk-new-name", "desk-steady");
      const notice = tab.getByRole("alert");
      await notice.getByText("Not renamed").waitFor();
      expect(await notice.textContent()).toContain("Not possible now on local");
      expect(complaints).toEqual([]);
    });

    test("follows the lines of a container, and comes back to them", async () => {
      const { tab, complaints, leave, enter } = await open();
      await pressInRow(row(tab, "desk-logger"), /^Logs/);
      const lines = tab.locator(".p-logs .le");
      const last = async () => Number(/line (\d+)/.exec((await lines.last().textContent()) ?? "")?.[1] ?? 0);
      const first = await until(async () => (await last()) || undefined, { what: "the first lines" });
      await until(async () => (await last()) > first + 20, { what: "twenty lines more", withinMs: 20_000 });
      await leave();
      await enter();
      await until(async () => (await last()) > first + 40, {
        what: "lines after the tab was left and entered",
        withinMs: 20_000,
      });
      expect(complaints).toEqual([]);
    });

    test("keeps its filter over a visit of another page, and is live again", async () => {
      const id = await make(createContainer(engine, { name: "desk-filtered" }));
      const { tab, leave, enter } = await open();
      await tab.getByRole("textbox").fill("desk-filt");
      await row(tab, "desk-steady").waitFor({ state: "detached" });
      await leave();
      await enter();
      await row(tab, "desk-filtered").waitFor();
      expect(await tab.getByRole("textbox").inputValue()).toBe("desk-filt");
      expect(await row(tab, "desk-steady").count()).toBe(0);
      await engine.docker(["start", id]);
      await row(tab, "desk-filtered").getByText(/^Up /).waitFor();
    });

    test("says what came of an action by Docker Desktop’s toasts, and in the page where it has none", async () => {
      await make(createContainer(engine, { name: "desk-told" }));
      const withToasts = await open();
      await row(withToasts.tab, "desk-told").focus();
      await withToasts.page.keyboard.press("F2");
      await withToasts.tab.getByLabel("New name of desk-told").waitFor();
      await withToasts.page.keyboard.type("desk-steady");
      await withToasts.page.keyboard.press("Enter");
      const toasts = withToasts.page.locator("#toasts");
      await toasts.locator(".error").getByText("Not renamed: desk-told on local. ").waitFor();
      await withToasts.close();

      const without = await open({
        before: (page) =>
          page.addInitScript(() => {
            let client: Record<string, unknown> | undefined;
            Object.defineProperty(window, "ddClient", {
              get: () => client,
              set: ({ desktopUI: _none, ...rest }: Record<string, unknown>) => {
                client = rest;
              },
            });
          }),
      });
      const remove = async ({ tab, page }: Tab) => {
        await row(tab, "desk-told").focus();
        await page.keyboard.press("Delete");
        await tab.getByRole("dialog").getByRole("button", { name: "Remove from local" }).click();
      };
      await remove(without);
      await without.tab.getByRole("status").getByText("desk-told on local was removed.").waitFor();
      await screenshot(without.page, "screenshots/desktop-told-dark");
      expect(without.complaints).toEqual([]);
      await without.close();

      await make(createContainer(engine, { name: "desk-told" }));
      const again = await open();
      await remove(again);
      await again.page.locator("#toasts .success").getByText("desk-told on local was removed.").waitFor();
      expect(await again.tab.getByText("desk-told on local was removed.").count()).toBe(0);
    });

    // Without the service there is no backend: what is said then has a test of its own.
    for (const chaos of chaosProfiles.filter((profile) => profile !== "no-service")) {
      test(`works, and stays live, with ${chaos}`, async () => {
        const id = await make(createContainer(engine, { name: `desk-${chaos}` }));
        const own = chaos === "slow-start" ? await tier.desktop(lab, engine, "another") : undefined;
        try {
          const { tab } = own === undefined ? await open({ chaos }) : await openTab(browser, own.url, { chaos });
          await row(tab, `desk-${chaos}`).getByText("Created").waitFor();
          await engine.docker(["start", id]);
          await row(tab, `desk-${chaos}`).getByText(/^Up /).waitFor();
          await pressInRow(row(tab, "desk-logger"), /^Logs/);
          await tab.locator(".p-logs .le").getByText("line ").first().waitFor();
        } finally {
          await own?.close();
        }
      });
    }

    test("says at once where a path of a key or certificate leads nowhere, and takes the file itself", async () => {
      const { tab, page } = await open();
      const unread = tab.getByText("Quayside runs in a container here");
      const count = tier.readsFiles ? 0 : 1;
      await tab.getByRole("button", { name: "Add a host" }).click();
      await tab.getByLabel("Address").fill("tcp://192.0.2.1:2376");
      const pem = { name: "one.pem", mimeType: "text/plain", buffer: Buffer.from("-----BEGIN X-----\n") };
      for (const [label, path, file] of [
        [/^CA: /, "~/.docker/ca.pem", "the authority"],
        ["Your certificate", "/home/me/cert.pem", "the certificate"],
        ["Your key", "C:\\Users\\me\\key.pem", "the private one"],
      ] as const) {
        await tab.getByLabel(label).fill(path);
        expect(await unread.count(), path).toBe(count);
        if (path.startsWith("C:")) await screenshot(page, `screenshots/desktop-path-${count}`);
        await tab.getByLabel(`From a file of this computer… ${file}`).setInputFiles(pem);
        await unread.waitFor({ state: "detached" });
      }
      await tab.getByLabel("Address").fill("ssh://me@192.0.2.1");
      await tab.getByText("SSH settings").click();
      await tab.getByRole("button", { name: "Use another" }).click();
      await tab.getByLabel("The only key to log in with").fill("C:\\Users\\me\\.ssh\\id_ed25519");
      expect(await unread.count()).toBe(count);
    });

    test("says what is missing where Docker Desktop gives no way to the backend", async () => {
      const { tab, page } = await open({ chaos: "no-service" });
      await tab.getByText("extension.vm.service is missing").waitFor();
      await screenshot(page, "screenshots/desktop-missing-dark");
    });

    test("opens a terminal that goes on, with all that it said, while its tab is left; and leaves nothing when it is ended", async () => {
      const shells = () => engine.docker(["exec", "desk-steady", "ps", "-o", "args"]);
      const { tab, page, complaints, leave, enter } = await open();
      const command = async () => {
        await pressInRow(row(tab, "desk-steady"), /^(Open a )?[Tt]erminal/);
        await tab.getByRole("tab", { name: "desk-steady" }).waitFor();
      };
      const before = await shells();
      await command();
      await tab.locator(".xterm.focus .xterm-rows").getByText("#").first().waitFor();
      await page.keyboard.type("printf '\\033[32mgreen\\033[0m-%s\\n' $((6*7)); HERE=still-here\n");
      await tab.getByText("-42").waitFor();
      await leave();
      await enter();
      await tab.getByText("-42").waitFor();
      await tab.locator(".xterm.focus .xterm-rows .xterm-fg-2", { hasText: "green" }).waitFor();
      await page.keyboard.type("echo $HERE-$((1+1))\n");
      await tab.getByText("still-here-2").waitFor();
      await screenshot(page, `screenshots/desktop-terminals-dark`);
      // Asked for again, the same is shown.
      await tab.getByRole("link", { name: "Containers" }).click();
      await tab.getByLabel("1 open").waitFor();
      await command();
      expect(await tab.getByRole("tab").count()).toBe(1);
      await tab.locator(".xterm.focus").waitFor();
      await page.keyboard.type("sleep 4714\n");
      await until(async () => (await shells()).includes("sleep 4714"), { what: "the sleep" });
      await page.keyboard.press("Control+F6");
      await page.keyboard.press("Delete");
      await tab.getByText("No terminal is open").waitFor();
      await until(async () => (await shells()) === before, { what: "nothing to be left in the container" });
      expect(complaints).toEqual([]);
    });

    test("offers Docker Desktop’s own views of a container where it has them, and says where it shows none", async () => {
      const menu = async ({ tab, page }: Tab) => {
        await row(tab, "desk-steady").focus();
        await page.keyboard.press("ContextMenu");
        return tab.getByRole("menu");
      };
      const withViews = await open();
      await (await menu(withViews)).getByRole("menuitem", { name: "Open in Docker Desktop" }).waitFor();
      await screenshot(withViews.page, "screenshots/desktop-menu-dark");
      await withViews.tab.getByRole("menuitem", { name: "Stats in Docker Desktop" }).click();
      await withViews.page.getByText("Docker Desktop would now show: ContainerStats").waitFor();
      await withViews.close();

      const without = await open({ chaos: "no-navigate" });
      await (await menu(without)).getByRole("menuitem", { name: "Inspect" }).waitFor();
      expect(await without.tab.getByRole("menuitem", { name: /Docker Desktop/ }).count()).toBe(0);
      await without.close();

      const lost = await open();
      await row(lost.tab, "desk-steady").waitFor();
      await lost.tab.locator("body").evaluate(() => {
        const { ddClient } = window as unknown as { ddClient: { desktopUI: { navigate: Record<string, unknown> } } };
        ddClient.desktopUI.navigate.viewContainer = () => Promise.reject({ message: "no such container" });
      });
      await (await menu(lost)).getByRole("menuitem", { name: "Open in Docker Desktop" }).click();
      await lost.tab.getByRole("alert").getByText("Docker Desktop does not show desk-steady").waitFor();
    });

    test("never leaves its page by a link: the web is opened in the browser, anything else is refused", async () => {
      const { tab, page, complaints } = await open();
      await row(tab, "desk-steady").waitFor();
      const frame = page.frames().find((candidate) => candidate.url().includes("/ui/"));
      const address = () => frame?.url();
      const before = address();
      await page.evaluate(() => {
        window.open = (to) => {
          document.body.dataset.opened = String(to);
          return null;
        };
      });
      const click = async (href: string, button: "left" | "middle" = "left", modifiers: "Control"[] = []) => {
        await tab.locator("main.panel").evaluate((panel, to) => {
          const link = document.createElement("a");
          link.href = to;
          link.id = "strange";
          link.textContent = "a strange link";
          panel.prepend(link);
        }, href);
        await tab.locator("#strange").click({ button, modifiers });
        await tab.locator("#strange").evaluate((link) => link.remove());
      };
      for (const href of [
        ...["javascript:document.body.remove()", "file:///etc/passwd", "data:text/html,x", "blob:null/x", "vscode:x"],
        ...["../frame.js", "//evil.example/", "about:blank"],
      ]) {
        await click(href);
        await page.locator("#toasts .error").getByText(`addresses of the web: ${href}`).first().waitFor();
        await click(href, "middle");
        await click(href, "left", ["Control"]);
      }
      expect(await page.evaluate(() => document.body.dataset.opened)).toBe(undefined);
      await click("https://quayside.example/help");
      await until(() => page.evaluate(() => document.body.dataset.opened === "https://quayside.example/help"), {
        what: "the web to be opened in the browser",
      });
      expect(address()).toBe(before);
      expect(page.context().pages()).toHaveLength(1);
      await row(tab, "desk-steady").waitFor();
      await tab.getByRole("link", { name: "Hosts" }).click();
      await tab.getByRole("heading", { name: "Hosts" }).waitFor();
      expect(complaints).toEqual([]);
    });

    test("recovers when its backend is killed, with its filter", async () => {
      const id = await make(createContainer(engine, { name: "desk-survivor" }));
      const own = await tier.desktop(lab, engine, "another");
      try {
        const { tab } = await openTab(browser, own.url);
        await tab.getByRole("textbox").fill("desk-surv");
        await row(tab, "desk-survivor").getByText("Created").waitFor();
        await own.killBackend();
        await tab
          .getByText(/backend/)
          .first()
          .waitFor();
        // Only a page with a new session sees it.
        await engine.docker(["start", id]);
        await row(tab, "desk-survivor").getByText(/^Up /).waitFor();
        expect(await tab.getByRole("textbox").inputValue()).toBe("desk-surv");
        expect(own.said).toEqual(expect.arrayContaining([...tier.saidOfKill]));
      } finally {
        await own.close();
      }
    });

    test("says that the backend does not answer, and goes on by itself when it does", async () => {
      const own = await tier.desktop(lab, engine, "another");
      try {
        await own.stopBackend();
        for (const theme of ["dark", "light"] as const) {
          const { page, tab, close } = await openTab(browser, own.url, { theme });
          await tab.getByRole("heading", { name: "Quayside’s backend does not answer" }).waitFor();
          await screenshot(page, `screenshots/desktop-no-backend-${theme}`);
          await close();
        }
        const { tab } = await openTab(browser, own.url);
        await tab.getByRole("heading", { name: "Quayside’s backend does not answer" }).waitFor();
        await own.startBackend();
        await row(tab, "desk-steady").waitFor();
      } finally {
        await own.close();
      }
    });

    test("takes Docker Desktop's colours, and its own where there are none", async () => {
      const background = async (options: TabOptions) => {
        const { tab } = await open(options);
        await row(tab, "desk-steady").waitFor();
        return await tab
          .locator("body")
          .evaluate((body) => getComputedStyle(body).getPropertyValue("--vscode-focusBorder"));
      };
      expect(await background({ theme: "dark" })).toBe("#4b87f5");
      expect(await background({ theme: "light" })).toBe("#1d63ed");
      expect(await background({ theme: "dark", chaos: "no-theme" })).toBe("#5b93ff");
      expect(await background({ theme: "dark", chaos: "partial-theme" })).toBe("#4b87f5");
    });

    const faultsOf = async (page: Page) => {
      const frame = page.frames().find((candidate) => candidate.url().includes("/ui/"));
      return frame === undefined ? ["no frame of the extension"] : await axeFinds(frame);
    };

    for (const theme of ["dark", "light"] as const) {
      test(`can be read with some of the colours of Docker Desktop’s ${theme} theme, and with none`, async () => {
        for (const chaos of ["partial-theme", "no-theme"] as const) {
          const { page, tab } = await open({ theme, chaos });
          await row(tab, "desk-logger").waitFor();
          expect(await faultsOf(page), chaos).toEqual([]);
          // A filled button, and fields.
          await tab.getByRole("button", { name: "Add a host" }).click();
          await tab.getByLabel("Address").fill("tcp://192.0.2.1:2376");
          await screenshot(page, `screenshots/desktop-${chaos}-${theme}`);
          expect(await faultsOf(page), chaos).toEqual([]);
        }
      });

      test(`can be used by everybody, and looks right, in ${theme}`, async () => {
        const { page, tab, complaints } = await open({ theme });
        const faults = () => faultsOf(page);
        await row(tab, "desk-logger").waitFor();
        await screenshot(page, `screenshots/desktop-containers-${theme}`);
        expect(await faults()).toEqual([]);
        await pressInRow(row(tab, "desk-logger"), /^Logs/);
        await tab.locator(".p-logs .le").getByText("line ").first().waitFor();
        await screenshot(page, `screenshots/desktop-logs-${theme}`);
        expect(await faults()).toEqual([]);
        await page.setViewportSize({ width: 640, height: 600 });
        await screenshot(page, `screenshots/desktop-logs-narrow-${theme}`);
        expect(complaints.filter((text) => text.includes("Content Security Policy"))).toEqual([]);
      });
    }

    test("works when it is loaded from a file, as Docker Desktop does", async () => {
      const page = await browser.newPage();
      // Docker Desktop around it is played from here: its client in the page, the backend's socket behind.
      await page.exposeFunction("toDesktop", async (message: Readonly<Record<string, DesktopRequest>>) => {
        const asked = message[portMark];
        if (asked?.kind !== "service") return;
        const reply = await callService(desktop.backendSocket, asked.request, new AbortController().signal);
        const answer = { [portMark]: { kind: "service", id: asked.id, reply } };
        await page.evaluate((back) => window.postMessage(back, "*"), answer).catch(() => {});
      });
      await page.addInitScript({ path: join(dist, "preview", "dd-client.js") });
      await page.addInitScript(
        `addEventListener("message", ({ data }) => data["${portMark}"].request && toDesktop(data))`,
      );
      const complaints: string[] = [];
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      await page.goto(pathToFileURL(join(desktop.page, "index.html")).href);
      await page.getByText("desk-steady", { exact: true }).waitFor();
      await page.reload();
      await page.getByText("desk-steady", { exact: true }).waitFor();
      expect(complaints).toEqual([]);
      await page.close();
    });

    test("ships only relative addresses", () => {
      const html = join(desktop.page, "index.html");
      expect(existsSync(html)).toBe(true);
      for (const [, address] of readFileSync(html, "utf8").matchAll(/(?:src|href)="([^"]*)"/g))
        expect(address).toMatch(/^[\w.-]+$/);
    });
  });
