import type { Page } from "playwright-core";
import { expect } from "vitest";
import { needs } from "../lab/needs.ts";
import { panelPages } from "./gallery/panel-page.ts";

const { describe, test } = needs("browser");

describe("the Containers panel in a browser", () => {
  const pages = panelPages();
  let page: Page;

  const open = async (state = "default", height = 760): Promise<void> => {
    page = await pages.open({ panel: "containers", state, height });
  };
  const row = (name: string) =>
    page.locator(".vrow.gr", { has: page.locator(".c-name", { hasText: new RegExp(`^${name}$`) }) });
  const focused = () => page.evaluate(() => document.activeElement?.querySelector(".c-name, .b, .t")?.textContent);
  const calls = () =>
    page.evaluate(async () => {
      await window.gallery.settled();
      return window.gallery.core.calls;
    });
  const methods = async () => (await calls()).map(({ method }) => method);
  const selected = () => page.locator(".is-sel .c-name").allTextContents();
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };

  test("is walked by keys alone", async () => {
    await open();
    await row("shop-api-1").focus();
    await press("ArrowDown");
    expect(await focused()).toBe("shop-cache-1");
    await press("ArrowLeft");
    expect(await focused()).toBe("shop");
    await press("ArrowLeft");
    expect(await row("shop-cache-1").count()).toBe(0);
    await press("ArrowRight", "ArrowRight", "ArrowDown");
    expect(await focused()).toBe("shop-cache-1");
    await press("Home");
    expect(await focused()).toBe("laptop");
    await press("End");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("nas does not answer.");
    await press("Enter");
    expect(await methods()).toEqual(["hosts.retry"]);
    await press("PageUp");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("role"))).toBe("row");
  });

  test("does by keys what its menu does", async () => {
    await open();
    await row("shop-web-1").focus();
    await press("Enter", "l", "t", "r", "i", "o");
    expect(await methods()).toEqual([
      "home.openContainer",
      "home.openLogs",
      "home.openTerminal",
      "containers.restart",
      "home.showInspect",
      "home.openPort",
    ]);
    await press("Shift+F10");
    const menu = page.getByRole("menu", { name: "Actions for shop-web-1" });
    await menu.waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("Open");
    await press("s");
    await menu.waitFor({ state: "detached" });
    expect(await focused()).toBe("shop-web-1");
    expect((await calls()).at(-1)).toMatchObject({ method: "containers.stop", input: { refs: [{ host: "laptop" }] } });
  });

  test("picks rows by keys and by clicks, and acts on what is picked", async () => {
    await open();
    await row("shop-api-1").focus();
    await press("Space", "Shift+ArrowDown", "Shift+ArrowDown");
    expect(await selected()).toEqual(["shop-api-1", "shop-cache-1", "shop-db-1"]);
    await press("Escape");
    expect(await selected()).toEqual([]);
    await row("shop-api-1").locator(".c-name").click();
    await row("shop-db-1")
      .locator(".c-name")
      .click({ modifiers: ["Shift"] });
    await row("pg-scratch")
      .locator(".c-name")
      .click({ modifiers: ["ControlOrMeta"] });
    await row("shop-cache-1").hover();
    await row("shop-cache-1").getByRole("checkbox").click();
    expect(await selected()).toEqual(["shop-api-1", "shop-db-1", "pg-scratch"]);
    await page.getByRole("toolbar").getByRole("button", { name: "Stop" }).click();
    const stop = (await calls()).at(-1);
    expect(stop?.method).toBe("containers.stop");
    expect((stop?.input as { refs: unknown[] }).refs).toHaveLength(3);
    await row("shop-api-1").focus();
    await press("ControlOrMeta+a");
    expect(await page.getByRole("toolbar").textContent()).toContain("22 selected");
  });

  test("acts by keys on all that are picked, those on which it can be done; on a row that isn't picked, on it alone", async () => {
    await open();
    // Three that run, one that has exited and one on a host where nothing may be changed.
    for (const name of ["shop-api-1", "shop-cache-1", "pg-scratch", "shop-migrate-1", "shop-prod-web-1"]) {
      await row(name)
        .locator(".c-name")
        .click({ modifiers: ["ControlOrMeta"] });
    }
    const last = async () => {
      const { method, input } = (await calls()).at(-1) ?? {};
      return [method, (input as { refs: unknown[] }).refs.length];
    };
    await row("shop-cache-1").focus();
    await press("s");
    expect(await last()).toEqual(["containers.stop", 3]);
    await press("r");
    expect(await last()).toEqual(["containers.restart", 4]);
    await press("Delete");
    await page.getByRole("dialog").waitFor();
    expect(await last()).toEqual(["containers.confirm", 4]);
    await press("Escape");
    await row("shop-migrate-1").focus();
    await press("s");
    expect(await last()).toEqual(["containers.start", 1]);
    await row("shop-db-1").focus();
    await press("r");
    expect(await last()).toEqual(["containers.restart", 1]);
    expect(await selected()).toHaveLength(5);
  });

  test("acts only on what the filter shows", async () => {
    await open();
    await row("shop-api-1").focus();
    await press("ControlOrMeta+a", "/");
    await page.keyboard.type("registry");
    expect(await page.getByRole("toolbar").textContent()).toContain("1 selected");
    await page.keyboard.type(" nothing like it");
    expect(await page.locator(".empty").textContent()).toContain(
      "“registry nothing like it” matches no container on 3 hosts. nas was not asked.",
    );
    expect(await page.evaluate(() => (window.gallery.remembered as { filter: { text: string } }).filter.text)).toBe(
      "registry nothing like it",
    );
    await page.getByRole("button", { name: "Clear filter" }).click();
    expect(await row("pg-scratch").count()).toBe(1);
  });

  test("lets nothing be seen through a row’s buttons, though the theme’s tint is translucent", async () => {
    await open();
    await row("shop-api-1").hover();
    const [behind, tint] = await row("shop-api-1")
      .locator(".acts")
      .evaluate((buttons) => {
        const { backgroundColor, backgroundImage } = getComputedStyle(buttons);
        return [backgroundColor, backgroundImage];
      });
    expect(behind).toMatch(/^rgb\(/);
    expect(tint).toContain("rgba(");
  });

  test("goes from the filter down into the table, and cuts a filter that was pasted by mistake", async () => {
    await open();
    await row("pg-scratch").focus();
    await press("/");
    await page.keyboard.insertText("ci-run".repeat(100));
    expect((await page.locator(".empty").textContent())?.length).toBeLessThan(300);
    await press("Escape");
    await page.keyboard.type("ci-run");
    await press("ArrowDown", "ArrowDown", "ArrowDown");
    expect(await focused()).toBe("ci-runner-1");
  });

  test("asks before it removes: the focus is on Cancel, Esc closes, and the row has the focus again", async () => {
    await open();
    await row("shop-web-1").focus();
    await press("Delete");
    const sheet = page.getByRole("dialog", { name: "Remove shop-web-1 from laptop?" });
    await sheet.waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Cancel");
    await press("Escape");
    await sheet.waitFor({ state: "detached" });
    expect(await focused()).toBe("shop-web-1");
    expect(await methods()).toEqual(["containers.confirm"]);
    await press("Delete");
    await sheet.getByRole("button", { name: "Remove from laptop" }).click();
    expect((await calls()).at(-1)).toMatchObject({
      method: "containers.remove",
      input: { force: true, volumes: false },
    });
  });

  test("shows what is under way, and each failure with its reason", async () => {
    await open();
    await page.evaluate(() => {
      const { core } = window.gallery;
      core.answers["containers.stop"] = ({ refs }) => {
        const error = {
          name: "EngineError",
          title: "Docker refused on laptop",
          sentence: "cannot stop it",
          hint: "",
          detail: "",
        } as const;
        return new Promise((resolve) => {
          Object.assign(window, {
            answer: () => resolve(refs.map((ref, index) => (index === 0 ? { ref, error } : { ref }))),
          });
        });
      };
    });
    await row("shop-api-1").locator(".c-name").click();
    await row("shop-cache-1")
      .locator(".c-name")
      .click({ modifiers: ["Shift"] });
    await page.getByRole("toolbar").getByRole("button", { name: "Stop" }).click();
    await row("shop-api-1").getByText("Stopping…").waitFor();
    await page.waitForFunction(() => "answer" in window);
    await page.evaluate(() => (window as unknown as { answer: () => void }).answer());
    const notice = page.getByRole("alert");
    await notice.waitFor();
    expect(await notice.textContent()).toContain("1 of 2 not stopped");
    expect(await notice.textContent()).toContain("shop-api-1 on laptop Docker refused on laptop. cannot stop it");
    await row("shop-api-1").getByText("Stopping…").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Dismiss" }).click();
    await notice.waitFor({ state: "detached" });
  });

  test("keeps the focus and the place of a row while others come, go and change places", async () => {
    await open("default", 420);
    await row("staging-caddy-1").focus();
    await page.locator(".scroll").evaluate((element) => element.scrollBy(0, 40));
    await page.evaluate(() => new Promise(requestAnimationFrame));
    const place = () => row("staging-caddy-1").evaluate((element) => element.getBoundingClientRect().top);
    const before = await place();
    await page.evaluate(async () => {
      const { core, inventory } = window.gallery;
      for (let n = 0; n < 40; n++) {
        core.change({ containers: [inventory.container("laptop", `new-${n}`, "new:1", { stack: "shop" })] });
        if (n % 4 === 0) await new Promise(requestAnimationFrame);
      }
      const [first] = inventory.containers;
      if (first !== undefined)
        core.change({
          removedContainers: [first],
          containers: [inventory.container("buildvm", "a-first", "x:1", { stack: "staging" })],
        });
    });
    await page.getByText("56 on 3 hosts").waitFor();
    expect(await focused()).toBe("staging-caddy-1");
    expect(await place()).toBe(before);
    await press("ArrowDown");
    expect(await focused()).toBe("staging-payments-1");
  });

  test("gives the focus to the neighbour when the focused container is removed", async () => {
    await open();
    await row("shop-cache-1").focus();
    await page.evaluate(() => {
      const { core, inventory } = window.gallery;
      core.change({ removedContainers: inventory.containers.filter(({ name }) => name === "shop-cache-1") });
    });
    await row("shop-cache-1").waitFor({ state: "detached" });
    expect(await focused()).toBe("shop-db-1");
  });

  test("keeps the menu of a container that is removed meanwhile, and says that it is gone", async () => {
    await open();
    await row("shop-cache-1").focus();
    await press("Shift+F10");
    await page.evaluate(() => {
      const { core, inventory } = window.gallery;
      core.change({ removedContainers: inventory.containers.filter(({ name }) => name === "shop-cache-1") });
    });
    const stop = page.getByRole("menuitem", { name: "Stop" });
    await page.getByText("It is not there any more.").first().waitFor();
    expect(await stop.getAttribute("aria-disabled")).toBe("true");
    await press("Escape");
    expect(await focused()).toBe("shop-db-1");
  });

  test("draws a row that changes both its place and its depth as what it has become", async () => {
    await open("hostile", 400);
    await page.getByRole("button", { name: "None" }).click();
    await page.getByText("build-vm").first().waitFor();
    const lefts = await page
      .locator(".c-name bdi")
      .evaluateAll((names) => names.map((name) => name.getBoundingClientRect().left));
    expect(lefts.length).toBeGreaterThan(10);
    expect(new Set(lefts)).toEqual(new Set([52]));
  });

  test("draws only the rows that are seen of ten thousand, wherever it is scrolled", async () => {
    await open("10000");
    await page.getByText("10,000 on 3 hosts").waitFor();
    const drawn = () => page.locator(".vrow").count();
    expect(await drawn()).toBeLessThan(60);
    for (const part of [0.1, 0.5, 1]) {
      await page.locator(".scroll").evaluate((element, at) => element.scrollTo(0, element.scrollHeight * at), part);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      expect(await drawn()).toBeLessThan(60);
      const covered = await page.evaluate(() => {
        const box = document.querySelector(".scroll")?.getBoundingClientRect();
        if (box === undefined) return [];
        return [40, 300, box.height - 4].map(
          (y) => document.elementFromPoint(600, box.top + y)?.closest(".vrow") !== null,
        );
      });
      expect(covered).toEqual([true, true, true]);
    }
    expect(await page.getByRole("treegrid").getAttribute("aria-rowcount")).toBe("10505");
  });

  test("keeps the focused row in the DOM though it is scrolled away, and goes on from it", async () => {
    await open("10000");
    await row("stack-000-web-3").focus();
    await page.locator(".scroll").evaluate((element) => element.scrollTo(0, 100_000));
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    expect(await focused()).toBe("stack-000-web-3");
    await press("ArrowDown");
    expect(await focused()).toBe("stack-000-web-6");
    expect(await page.locator(".scroll").evaluate((element) => element.scrollTop)).toBeLessThan(200);
  });

  test("draws live changes at most once a frame", async () => {
    await open("10000");
    await page.getByText("10,000 on 3 hosts").waitFor();
    const { frames, drawings } = await page.evaluate(async () => {
      const { core, inventory } = window.gallery;
      let drawings = 0;
      let frames = 0;
      const head = document.querySelector(".head .sum");
      const observer = new MutationObserver(() => drawings++);
      if (head !== null) observer.observe(head, { subtree: true, childList: true, characterData: true });
      const count = (): void => {
        frames++;
        requestAnimationFrame(count);
      };
      requestAnimationFrame(count);
      for (let n = 0; n < 400; n++) {
        core.change({ containers: [inventory.container("laptop", `burst-${n}`, "x:1")] });
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
      return { frames, drawings };
    });
    await page.getByText("10,400 on 3 hosts").waitFor();
    expect(drawings).toBeGreaterThan(0);
    expect(drawings).toBeLessThanOrEqual(frames + 1);
    expect(drawings).toBeLessThan(400);
  });

  test("offers no second try where the connection is over, and says what helps; what was known stays", async () => {
    await open();
    await page.evaluate(() => window.gallery.disconnect());
    const notice = page.locator(".note");
    await notice.getByText("This panel has lost Quayside").waitFor();
    expect(await notice.textContent()).toContain("Close this page of Quayside and open it again.");
    expect(await page.getByRole("button", { name: "Try again" }).count()).toBe(0);
    expect(await row("shop-web-1").count()).toBe(1);
    await page.context().close();
    await open("error");
    await page.getByRole("heading", { name: "This panel has lost Quayside" }).waitFor();
    expect(await page.getByRole("button", { name: "Try again" }).count()).toBe(0);
  });

  test("follows the hosts anew on Try again where the stream alone failed", async () => {
    await open();
    await page.evaluate(() => {
      const { core, inventory } = window.gallery;
      const { state } = inventory.unreachableHost;
      if (state.kind === "unreachable") core.fail({ ...state.error, title: "The stream broke" });
      core.snapshot({ ...inventory.snapshot, containers: [inventory.container("laptop", "after", "new:1")] });
    });
    await page.locator(".note").getByText("The stream broke").waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    await row("after").waitFor();
    expect(await page.locator(".note").count()).toBe(0);
  });

  test("takes names for text, whatever is in them", async () => {
    await open("hostile");
    await page.locator(".c-name", { hasText: "<img src=x onerror=" }).waitFor();
    await page.getByText("<U+202E>gnp.exe<U+202C> safe").first().waitFor();
    await page.getByText("\\e[31mred\\e[0m\\nlong").first().waitFor();
    expect(await page.locator("img, script:not([src]), .c-img b").count()).toBe(0);
    expect(await page.title()).toBe("Quayside");
  });

  test("says what to do when the only host can’t be reached, and counts down there too", async () => {
    page = await pages.open({ panel: "containers", state: "loading", clock: true });
    await page.evaluate(() => {
      const { core, inventory } = window.gallery;
      const { state } = inventory.unreachableHost;
      if (state.kind !== "unreachable") throw new Error("the fixture has changed");
      const only = { ...inventory.unreachableHost, state: { ...state, nextTry: Date.now() + 3000 } };
      core.snapshot({ hosts: [only], containers: [], listed: [] });
    });
    await page.getByRole("heading", { name: "nas does not answer" }).waitFor();
    await page.getByText("read ETIMEDOUT").waitFor();
    await page.getByText("Next try in 2 s.").waitFor();
    await page.getByRole("button", { name: "Try now" }).click();
    expect(await calls()).toEqual([{ method: "hosts.retry", input: { host: "nas" } }]);
  });

  test("counts down to the next try and asks at once on Try now", async () => {
    page = await pages.open({ panel: "containers", clock: true });
    await page.evaluate(() => {
      const { core, inventory } = window.gallery;
      const { state } = inventory.unreachableHost;
      if (state.kind !== "unreachable") throw new Error("the fixture has changed");
      core.change({ hosts: [{ ...inventory.unreachableHost, state: { ...state, nextTry: Date.now() + 3000 } }] });
    });
    await page.getByText("Next try in 3 s.").waitFor();
    await page.getByText("Next try in 2 s.").waitFor();
    await page.getByText("Trying now.").waitFor();
    await page.getByRole("button", { name: "Try now" }).click();
    expect(await calls()).toEqual([{ method: "hosts.retry", input: { host: "nas" } }]);
    await page.getByRole("button", { name: "Show last known" }).click();
    await page.locator(".stale").first().waitFor();
    expect(await row("jellyfin").textContent()).toContain("Running, as of");
  });
});
