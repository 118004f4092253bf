import type { Page } from "playwright-core";
import { expect } from "vitest";
import { needs } from "../lab/needs.ts";
import { until } from "../lab/waiting.ts";
import { panelPages } from "./gallery/panel-page.ts";

const { describe, test } = needs("browser");

describe("the page of a container in a browser", () => {
  const pages = panelPages();
  let page: Page;

  const open = async (state = "default"): Promise<void> => {
    page = await pages.open({ panel: "container", state });
  };
  const head = () => page.locator(".p-container > .head");
  /** But for the looks at the container itself, and at what it used. */
  const calls = async () =>
    (await page.evaluate(() => window.gallery.core.calls))
      .filter(({ method }) => method !== "containers.details" && method !== "stats.history")
      .map(({ method }) => method);
  const section = (name: string) =>
    page.locator("section").filter({ has: page.getByRole("heading", { name, exact: true }) });
  const everything = () => page.evaluate(() => document.documentElement.outerHTML);
  const secret = () => page.evaluate(() => window.gallery.details.SECRET);

  test("says which it is, where it is and how it stands, and does what its buttons say", async () => {
    await open();
    expect(await head().innerText()).toMatch(/shop-api-1\s+laptop\s+shop\s+Unhealthy\s+up 2 h/);
    for (const name of ["Logs", "Terminal", "Restart"]) await head().getByRole("button", { name }).click();
    await page.evaluate(() => window.gallery.settled());
    expect(await calls()).toEqual(["home.openLogs", "home.openTerminal", "containers.restart"]);
    await page.getByRole("button", { name: "More actions" }).click();
    const menu = page.getByRole("menu", { name: "Actions for shop-api-1" });
    expect(await menu.getByRole("menuitem", { name: "Open", exact: true }).count()).toBe(0);
    await menu.getByRole("menuitem", { name: "Remove…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  });

  test("follows its container by its name when it is created anew, and says so", async () => {
    await open();
    await page.evaluate(() => {
      const { core, container } = window.gallery;
      core.change({ removedContainers: [container.shown] });
    });
    await page.getByText("shop-api-1 is removed from laptop").waitFor();
    expect(await head().getByRole("button", { name: "Logs" }).getAttribute("title")).toBe("It is not there any more.");
    await page.evaluate(() => {
      const { core, container } = window.gallery;
      core.change({ containers: [{ ...container.shown, id: "f".repeat(64), image: "shop/api:newer" }] });
    });
    await page.getByText("It was created anew at 14:32").waitFor();
    await page.getByText("shop/api:newer").first().waitFor();
    expect(await page.getByText("is removed from").count()).toBe(0);
    await page.getByRole("button", { name: "Dismiss" }).click();
    expect(await page.getByText("It was created anew").count()).toBe(0);
  });

  test("goes on with the container that was renamed", async () => {
    await open();
    await page.evaluate(() => {
      const { core, container } = window.gallery;
      core.change({ containers: [{ ...container.shown, name: "shop-api-old" }] });
    });
    await page.getByRole("heading", { name: "shop-api-old" }).waitFor();
    // A page that is brought back begins with the name that this one was opened with.
    expect(await page.evaluate(() => window.gallery.remembered)).toMatchObject({
      renamed: { host: "laptop", from: "shop-api-1", to: "shop-api-old" },
    });
  });

  test("says since when its host does not answer, and shows what was known", async () => {
    await open();
    await page.evaluate(() => {
      const { core, inventory } = window.gallery;
      core.change({ hosts: [{ ...inventory.unreachableHost, id: "laptop", name: "laptop" }] });
    });
    await page.getByText("laptop does not answer. What stands here is as of 14:18.").waitFor();
    await page.getByText("shop/api:dev").first().waitFor();
    expect(await head().innerText()).toContain("Unhealthy, as of 14:18");
  });

  test("says that there is none of that name, and shows it as soon as there is", async () => {
    await open("empty");
    await page.getByRole("heading", { name: "There is no shop-api-7 on laptop" }).waitFor();
    await page.evaluate(() => {
      const { core, container } = window.gallery;
      core.change({ containers: [{ ...container.shown, id: "e".repeat(64), name: "shop-api-7" }] });
    });
    await page.getByText("shop/api:dev").first().waitFor();
  });

  test("shows what differs from the image’s environment, or all, and remembers which", async () => {
    await open();
    const rows = async () =>
      (await section("Environment").locator("li").allInnerTexts()).map((text) => text.replace(/\s+/g, " "));
    await section("Environment").getByText("3 differ from the image").waitFor();
    expect((await rows()).map((row) => row.trim())).toEqual([
      expect.stringMatching(/^\+ ?in the container: DATABASE_URL •+ ?hidden$/),
      "− in the image: LOG_LEVEL info",
      "+ in the container: LOG_LEVEL debug",
      "+ in the container: PAYMENTS_URL http://payments.build-vm.internal:7070",
    ]);
    await page.getByText("9 more are the same as in the image.").waitFor();
    await page.getByRole("button", { name: "All 12" }).click();
    expect(await rows()).toHaveLength(13);
    expect(await page.evaluate(() => window.gallery.remembered)).toMatchObject({
      parts: { environment: { all: true } },
    });
  });

  test("has no secret in the page, in no attribute either, until it is asked for, each by itself", async () => {
    await open();
    await page.getByRole("button", { name: "All 12" }).click();
    const hidden = await secret();
    expect(await everything()).not.toContain(hidden);
    await section("Environment").getByRole("button", { name: "Copy the value of DATABASE_URL" }).click();
    await page.evaluate(() => window.gallery.settled());
    expect(await page.evaluate(() => window.gallery.core.calls.at(-1))).toMatchObject({
      method: "home.copy",
      input: { text: `postgres://shop:${hidden}@db/shop` },
    });
    expect(await everything()).not.toContain(hidden);
    await page.getByRole("button", { name: "Show DATABASE_URL" }).click();
    await page.getByText(`postgres://shop:${hidden}@db/shop`).waitFor();
    expect(await everything()).not.toContain(`${hidden}-too`);
    await page.getByRole("button", { name: "Hide DATABASE_URL" }).click();
    expect(await everything()).not.toContain(hidden);
  });

  test("forgets what was revealed when another container takes the place", async () => {
    await open();
    await page.getByRole("button", { name: "Show DATABASE_URL" }).click();
    await page.evaluate(() => {
      const { core, container } = window.gallery;
      core.change({ removedContainers: [container.shown], containers: [{ ...container.shown, id: "f".repeat(64) }] });
    });
    await page.getByText("It was created anew").waitFor();
    await page.getByRole("button", { name: "Show DATABASE_URL" }).waitFor();
    expect(await everything()).not.toContain(await secret());
  });

  test("says how many checks failed in a row, with what the last one said and when one was good", async () => {
    await open();
    const banner = page.getByRole("alert").filter({ hasText: "3 health checks in a row failed." });
    expect(await banner.innerText()).toContain("said “Health check exceeded timeout (5s)”; last good 14:28:32.");
    await banner.getByRole("button", { name: "Logs" }).click();
    await page.evaluate(() => window.gallery.settled());
    expect(await calls()).toEqual(["home.openLogs"]);
    await section("Health checks").getByRole("button", { name: "503 db check timeout" }).click();
    await page.getByText("upstream: db:5432").waitFor();
  });

  test("leads from what it uses to what there is to know of that", async () => {
    await open();
    await section("Facts").getByRole("button", { name: "shop/api:dev" }).click();
    await section("Facts").getByRole("button", { name: "shop_default" }).click();
    await section("Facts").getByRole("button", { name: "shop_uploads" }).click();
    await section("Facts").getByRole("button", { name: "8080" }).click();
    await section("Facts").getByRole("button", { name: "/home/ann/shop/api/src" }).click();
    await page.evaluate(() => window.gallery.settled());
    expect(await calls()).toEqual([
      "home.showResource",
      "home.showResource",
      "home.showResource",
      "home.openPort",
      "home.copy",
    ]);
    await section("Facts").getByText("shop/api:dev is a newer image since 11:06.").waitFor();
  });

  test("takes names, values, labels and outputs for text, and holds back most of two thousand labels", async () => {
    await open("hostile");
    await section("Facts").getByText("Its image is removed from this host.").waitFor();
    await section("Environment").getByText("the image is not known").waitFor();
    await section("Labels").getByRole("button", { name: "Its own, 2,002" }).click();
    await section("Labels").getByText("label.97", { exact: true }).waitFor();
    expect(await section("Labels").locator("li").count()).toBe(100);
    await section("Labels").getByRole("button", { name: "Show all 2,002" }).click();
    await section("Labels").getByText("label.1999", { exact: true }).waitFor();
    expect(await page.locator(".p-container img").count()).toBe(0);
    expect(await page.title()).toBe("Quayside");
    const html = await everything();
    expect(html).not.toContain(await secret());
    for (const character of ["\u202e", "\u001b"]) expect(html).not.toContain(character);
    // A label of a megabyte, a value of a tenth of that.
    for (const letter of ["b", "v"]) expect(html).not.toContain(letter.repeat(1000));
  });

  test("says what one without checks, environment, networks and labels lacks, and what gives it more rights", async () => {
    await open("bare");
    for (const [name, words] of [
      ["Environment", "It has none."],
      ["Health checks", "It has none."],
      ["Labels", "It has none."],
    ] as const)
      await section(name).getByText(words).waitFor();
    expect(await section("Limits and rights").innerText()).toMatch(
      /Privileged[\s\S]*SYS_ADMIN[\s\S]*Shared network\s+host/,
    );
    expect(await section("Facts").innerText()).toMatch(/Ended\s+.*code 0, without an error/);
  });

  test("reads it again when it changes, and not while its host is away", async () => {
    await open();
    const looks = () =>
      page.evaluate(() => window.gallery.core.calls.filter(({ method }) => method === "containers.details").length);
    await page.evaluate(() => window.gallery.settled());
    expect(await looks()).toBe(1);
    await page.evaluate(() => {
      const { core, container } = window.gallery;
      core.change({ containers: [{ ...container.shown, health: "healthy" }] });
    });
    await until(async () => (await looks()) === 2, { what: "another look" });
    await page.evaluate(() => {
      const { core, inventory } = window.gallery;
      core.change({ hosts: [{ ...inventory.unreachableHost, id: "laptop", name: "laptop" }] });
    });
    await page.getByText("What stands here is as of 14:18").waitFor();
    await page.evaluate(() => {
      const { core, container } = window.gallery;
      core.change({ containers: [{ ...container.shown, health: "unhealthy" }] });
    });
    await page.evaluate(() => window.gallery.settled());
    expect(await looks()).toBe(2);
    await section("Environment").getByText("3 differ from the image").waitFor();
  });

  test("says why it can’t be read, and reads it when it is asked to again", async () => {
    await open();
    await page.evaluate(() => {
      const { core, container } = window.gallery;
      core.answers["containers.details"] = () => Promise.reject(new Error("The disk is gone."));
      core.change({ containers: [{ ...container.shown, health: "healthy" }] });
    });
    await section("Facts").getByText("Not all could be read.").waitFor();
    await section("Environment").getByText("3 differ from the image").waitFor();
    await page.evaluate(() => {
      const { core, details } = window.gallery;
      core.answers["containers.details"] = ({ ref }) => details.detailsOf(ref);
    });
    await section("Facts").getByRole("button", { name: "Try again" }).click();
    await section("Facts").getByText("Not all could be read.").waitFor({ state: "detached" });
    // Core's side logs what nobody foresaw.
    expect(pages.takeProblems().join()).toContain("The disk is gone.");
  });

  test("remembers which tab was open, and goes along them by keys", async () => {
    await open();
    await page.getByRole("tab", { name: "Overview" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.getByText("3 processes at").waitFor();
    await page.keyboard.press("End");
    await page.getByText('"docker-entrypoint.sh"').first().waitFor();
    expect(await page.evaluate(() => window.gallery.remembered)).toMatchObject({ tab: "inspect" });
    await page.keyboard.press("ArrowRight");
    await section("Facts").waitFor();
  });

  const line = (text: string) => page.locator(".json-line", { hasText: text });

  test("folds and searches the engine’s JSON, and copies of it; secrets are hidden there, too", async () => {
    await open();
    await page.getByRole("tab", { name: "Inspect" }).click();
    await line("DATABASE_URL").waitFor();
    const hidden = await secret();
    expect(await everything()).not.toContain(hidden);
    expect(await line("SandboxKey").innerText()).toContain("/var/run/docker/netns/0");
    await page.getByRole("button", { name: "Fold Config" }).click();
    expect(await line("DATABASE_URL").count()).toBe(0);
    await page.getByLabel("Search").fill("database_url");
    await page.getByText("1/1").waitFor();
    await line("DATABASE_URL").waitFor();
    expect(await line("DATABASE_URL").locator("mark").innerText()).toBe("DATABASE_URL");
    // What is hidden is not found.
    await page.getByLabel("Search").fill(hidden);
    await page.getByText("No hits").waitFor();
    await page.getByLabel("Search").fill("");
    await line("DATABASE_URL").getByRole("button", { name: /^Show/ }).click();
    await line(`shop:${hidden}@db`).waitFor();
    await line("LOG_LEVEL").getByRole("button", { name: /^Copy/ }).click();
    await page.getByRole("button", { name: "Open as JSON" }).click();
    await page.evaluate(() => window.gallery.settled());
    expect(await page.evaluate(() => window.gallery.core.calls.slice(-2))).toMatchObject([
      { method: "home.copy", input: { text: "LOG_LEVEL=debug" } },
      { method: "home.showInspect" },
    ]);
  });

  test("draws only the lines that are seen of ten thousand labels, one of a megabyte", async () => {
    await open("hostile");
    await page.getByRole("tab", { name: "Inspect" }).click();
    await page.getByRole("button", { name: "Unfold Labels" }).click();
    await line("label.0").waitFor();
    expect(await page.locator(".json-line").count()).toBeLessThan(120);
    await page.getByLabel("Search").fill("label.9999");
    await page.getByText("1/1").waitFor();
    await line("label.9999").waitFor();
    await page.getByLabel("Search").fill("bbbbbbbb");
    await page.getByText("1/1").waitFor();
    await line('"big"').waitFor();
    expect(await page.locator(".json-line").count()).toBeLessThan(120);
    expect((await everything()).length).toBeLessThan(500_000);
  });

  test("sorts what runs in it, asks only while it is looked at, and hides secrets of commands", async () => {
    await open();
    const looks = () =>
      page.evaluate(() => window.gallery.core.calls.filter(({ method }) => method === "containers.processes").length);
    await page.evaluate(() => window.gallery.settled());
    expect(await looks()).toBe(0);
    await page.getByRole("tab", { name: "Processes" }).click();
    const column = (at: number) => page.locator(`.processes tbody td:nth-child(${at})`).allInnerTexts();
    await page.getByText("3 processes at").waitFor();
    expect(await column(6)).toEqual(["509 MB", "32 MB", "831 kB"]);
    await page.getByRole("button", { name: "%CPU" }).click();
    expect(await column(4)).toEqual(["36.2", "1.9", "0.0"]);
    await page.getByRole("button", { name: "%CPU" }).click();
    expect(await column(4)).toEqual(["0.0", "1.9", "36.2"]);
    await page.getByRole("button", { name: "USER" }).click();
    expect(await column(3)).toEqual(["node", "node", "root"]);
    const hidden = await secret();
    expect(await everything()).not.toContain(hidden);
    await page.getByRole("button", { name: "Show what is hidden in it" }).click();
    await page.getByText(`--api-token=${hidden}`).waitFor();
    await until(async () => (await looks()) > 1, { what: "another look" });
    // The next look leaves open what was opened.
    expect(await everything()).toContain(hidden);
    await page.evaluate(() => {
      const { core, container } = window.gallery;
      core.change({ containers: [{ ...container.shown, state: "exited" }] });
    });
    await page.getByRole("heading", { name: "shop-api-1 does not run" }).waitFor();
    const before = await looks();
    await page.evaluate(() => {
      const { core, container } = window.gallery;
      core.change({ containers: [container.shown] });
    });
    await until(async () => (await looks()) > before, { what: "a look at the one that runs again" });
  });

  test("asks for nothing while the page is hidden", async () => {
    await open();
    await page.getByRole("tab", { name: "Processes" }).click();
    await page.getByText("3 processes at").waitFor();
    const hide = (state: "hidden" | "visible") =>
      page.evaluate((given) => {
        Object.defineProperty(document, "visibilityState", { value: given, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
      }, state);
    const looks = () => page.evaluate(() => window.gallery.core.calls.length);
    await hide("hidden");
    await page.evaluate(() => window.gallery.settled());
    const before = await looks();
    await page.evaluate(() => {
      const { core, container } = window.gallery;
      core.change({ containers: [{ ...container.shown, health: "healthy" }] });
    });
    await page
      .getByText(", healthy")
      .or(page.getByText("healthy", { exact: true }))
      .first()
      .waitFor();
    await page.evaluate(() => window.gallery.settled());
    expect(await looks()).toBe(before);
    await hide("visible");
    await until(async () => (await looks()) >= before + 2, { what: "both to be read again" });
  });
});
