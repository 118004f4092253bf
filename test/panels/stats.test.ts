import type { Page } from "playwright-core";
import { expect } from "vitest";
import { needs } from "../lab/needs.ts";
import { until } from "../lab/waiting.ts";
import { panelPages } from "./gallery/panel-page.ts";

const { describe, test } = needs("browser");

describe("the panel Stats", () => {
  const pages = panelPages();
  let page: Page;

  const open = async (state: string): Promise<void> => {
    page = await pages.open({ panel: "stats", state });
    await page.waitForFunction(() => window.gallery.passed);
    // What was recorded has come, and is drawn.
    await page.evaluate(async () => {
      await window.gallery.settled();
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
    });
  };
  const card = (title: string) => page.getByRole("region", { name: title, exact: true });
  const plot = (title: string) => card(title).locator("canvas");
  const values = (title: string) => card(title).locator(".use-value").allInnerTexts();
  const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });
  const rows = () => page.locator(".consumers tbody th").allInnerTexts();
  /** The pixels of a chart, to tell that it is another. */
  const drawn = (title: string) => plot(title).evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  const box = async (title: string) => (await plot(title).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };

  test("adds up what all hosts use, and what one host, one stack and one container do", async () => {
    await open("default");
    const sums: number[] = [];
    const cpu = async () => Number.parseFloat((await values("CPU"))[0] ?? "");
    sums.push(await cpu());
    const pick = async (menu: RegExp, item: string) => {
      await button(menu).click();
      const before = await page.evaluate(() => window.gallery.core.watched.length);
      await page.getByRole("menuitem", { name: item, exact: true }).click();
      // What is told before is for those that were watched until now.
      await page.waitForFunction((count) => window.gallery.core.watched.length > count, before);
      await page.evaluate(() => window.gallery.core.stats(window.gallery.stats.second(0)));
      await until(async () => (await cpu()) > 0, { what: "a value" });
      sums.push(await cpu());
    };
    await pick(/^Host:/, "laptop");
    await pick(/^Stack:/, "shop");
    await pick(/^Container:/, "shop-api-1");
    expect(sums).toEqual([...sums].sort((a, b) => b - a));
    expect(new Set(sums).size).toBe(4);
    expect(await page.evaluate(() => window.gallery.remembered)).toMatchObject({
      scope: { kind: "container", host: "laptop", name: "shop-api-1" },
    });
  });

  test("shows what was picked though others go while the menu is open", async () => {
    await open("default");
    await button(/^Container:/).click();
    const offered = () => page.getByRole("menuitem").allInnerTexts();
    const before = await offered();
    await page.evaluate(() => {
      const { core, inventory } = window.gallery;
      core.change({ removedContainers: inventory.snapshot.containers.filter(({ name }) => name < "shop-web") });
    });
    await page.evaluate(() => window.gallery.settled());
    expect(await offered()).toEqual(before);
    await page.getByRole("menuitem", { name: /^shop-web-1/ }).click();
    await button(/^Container: shop-web-1/).waitFor();
  });

  test("points at one moment in all charts at once, by the pointer and by keys", async () => {
    await open("container");
    const before = await drawn("Memory");
    const now = await values("Memory");
    const { width, height } = await box("CPU");
    await plot("CPU").hover({ position: { x: width - 24, y: height / 2 } });
    await until(async () => (await drawn("Memory")) !== before, { what: "the line in the other chart" });
    await page.mouse.move(0, 0);
    await until(async () => (await drawn("Memory")) === before, { what: "the line to go" });
    await plot("Network").focus();
    await page.keyboard.press("Home");
    await until(async () => (await values("Memory"))[0] !== now[0], { what: "the values of the first moment" });
    await page.keyboard.press("End");
    await until(async () => (await values("Memory"))[0] === now[0], { what: "the values of the last moment" });
    expect(await plot("Network").getAttribute("aria-label")).toMatch(/^Network, now in \d+ kB\/s, out \d+ kB\/s\./);
  });

  test("shows the span that is chosen by dragging, and the whole again", async () => {
    await open("container");
    const before = await drawn("Block");
    const { x, y, width } = await box("CPU");
    await page.mouse.move(x + width - 60, y + 40);
    await page.mouse.down();
    await page.mouse.move(x + width - 20, y + 40);
    await page.mouse.up();
    await button("Reset zoom").click();
    await page.mouse.move(0, 0);
    await until(async () => (await drawn("Block")) === before, { what: "the whole again" });
    expect(await button("Reset zoom").count()).toBe(0);
  });

  test("stands still while it is paused, and goes on with what came meanwhile", async () => {
    await open("container");
    const before = await values("CPU");
    await button("Pause").click();
    await page.getByText("Paused at 14:32:00").waitFor();
    const tell = () =>
      page.evaluate(async () => {
        const { ref } = window.gallery.stats.second(0).find(({ sample }) => sample !== null) ?? { ref: undefined };
        const [last] = window.gallery.core.watched.at(-1)?.refs ?? [];
        if (ref !== undefined && last !== undefined)
          window.gallery.core.stats([{ ref: last, sample: { time: 1, cpuPercent: 77 } }]);
        await window.gallery.settled();
      });
    await tell();
    expect(await values("CPU")).toEqual(before);
    await button("Go on").click();
    await card("CPU").getByText("77.0 %").waitFor();
  });

  test("has all values as a table, which is remembered", async () => {
    await open("container");
    await button("Show as a table").click();
    const table = page.getByRole("region", { name: "What shop-api-1 on laptop used" });
    await table.getByRole("row").nth(1).waitFor();
    expect(await table.getByRole("columnheader").allInnerTexts()).toEqual([
      ...["Time", "CPU", "Memory", "Network in", "Network out", "Block read", "Block written", "PIDs"],
    ]);
    expect(await table.getByRole("rowheader").first().innerText()).toBe("14:32:00");
    expect(await page.locator("canvas").count()).toBe(0);
    expect(await page.evaluate(() => window.gallery.remembered)).toMatchObject({ asTable: true });
  });

  test("sorts who uses most, and leads to each of them", async () => {
    await open("disk-unknown");
    const first = (await rows())[0];
    await button(/^CPU/).click();
    expect((await rows())[0]).not.toBe(first);
    await button("Container").first().click();
    const names = await rows();
    expect(names).toEqual([...names].sort());
    await page.locator(".consumers tbody").getByRole("button").first().click();
    await button(`Container: ${names[0]}`).waitFor();
  });

  test("says why values are lacking: an engine that refuses, those that wait, and a host that is away", async () => {
    await open("refused");
    await page.getByText("laptop does not tell what its containers use").waitFor();
    await page.getByText("stats is not supported with this cgroup set-up").waitFor();
    await page.evaluate(() => {
      const refs = window.gallery.core.watched.at(-1)?.refs ?? [];
      window.gallery.core.stats(
        refs.map((ref, index) =>
          index === 0
            ? { ref, sample: { time: 1, cpuPercent: 5 } }
            : { ref, sample: null, absence: { kind: "waiting", streams: 50 } },
        ),
      );
    });
    await page.getByText("of one host at most 50 are read at once").waitFor();
    await page.evaluate(() => {
      const { laptop } = Object.fromEntries(window.gallery.inventory.snapshot.hosts.map((host) => [host.id, host]));
      const { state } = window.gallery.inventory.unreachableHost;
      if (laptop !== undefined) window.gallery.core.change({ hosts: [{ ...laptop, state }] });
    });
    await page.getByText("laptop is away").waitFor();
  });

  test("shows the values as a table where the charts can’t be loaded", async () => {
    await open("no-charts");
    await page.getByText("The charts could not be loaded").waitFor();
    await page.getByRole("columnheader", { name: "Block written" }).waitFor();
    pages.takeProblems();
  });

  test("goes on under its name when the container is created anew, and marks where", async () => {
    await open("table");
    const marks = page.getByRole("rowheader", { name: /restarted$/ });
    await page.getByRole("rowheader").nth(100).waitFor();
    expect(await marks.count()).toBe(0);
    await page.evaluate(() => {
      const { core, inventory } = window.gallery;
      const before = inventory.snapshot.containers.find(({ name }) => name === "shop-api-1");
      if (before === undefined) throw new Error("It is missing.");
      core.change({ removedContainers: [before] });
    });
    await page.waitForFunction(() => window.gallery.core.watched.at(-1)?.signal.aborted === true);
    await page.evaluate(() => {
      const { core, inventory } = window.gallery;
      const before = inventory.snapshot.containers.find(({ name }) => name === "shop-api-1");
      if (before !== undefined) core.change({ containers: [{ ...before, id: "anew" }] });
    });
    await page.waitForFunction(() => window.gallery.core.watched.at(-1)?.refs[0]?.id === "anew");
    await page.evaluate(() =>
      window.gallery.core.stats([{ ref: { host: "laptop", id: "anew" }, sample: { time: 1, cpuPercent: 5 } }]),
    );
    await marks.waitFor();
    await page.getByText("shop-api-1", { exact: true }).first().waitFor();
  });

  test("goes back as far as was recorded, in the range that is chosen, which is remembered", async () => {
    await open("recorded");
    const asked = () =>
      page.evaluate(() =>
        window.gallery.core.calls.filter(({ method }) => method === "stats.history").map(({ input }) => input),
      );
    const of = { kind: "container", host: "laptop", name: "shop-api-1" };
    await until(async () => (await asked()).length > 0, { what: "the asking" });
    expect(await asked()).toEqual([{ of, range: "1d" }]);
    const day = await drawn("CPU");
    await button("30 d").click();
    await until(async () => (await drawn("CPU")) !== day, { what: "another picture" });
    expect((await asked()).at(-1)).toEqual({ of, range: "30d" });
    expect(await page.evaluate(() => window.gallery.remembered)).toMatchObject({ range: "30d" });
    await button("Show as a table").click();
    await page.getByText(/^The last 120 of \d,?\d+ moments\.$/).waitFor();
  });

  test("says whether what is used is recorded and what that costs, and switches it on and off", async () => {
    await open("container");
    const line = page.getByRole("region", { name: "Recording" });
    await line.getByText("What laptop used is not recorded").waitFor();
    await line.getByText("keeps a stream open for each running container").waitFor();
    const recorded = () =>
      page.evaluate(() => window.gallery.core.calls.filter(({ method }) => method === "stats.record"));
    await line.getByRole("button", { name: "Record laptop" }).click();
    await line.getByRole("button", { name: "Record all hosts" }).click();
    await until(async () => (await recorded()).length === 2, { what: "both" });
    expect((await recorded()).map(({ input }) => input)).toEqual([{ host: "laptop", on: true }, { on: true }]);
    const tell = (standing: "here" | "elsewhere" | "failed", problem?: string) =>
      page.evaluate(
        ([now, why]) =>
          window.gallery.core.recording({
            all: true,
            hosts: [
              {
                ...{ host: "laptop", on: true, standing: now, containers: now === "here" ? 5 : 0, left: 1 },
                ...(why === undefined ? {} : { problem: why }),
              },
            ],
          }),
        [standing, problem] as const,
      );
    await tell("here");
    await line.getByText("5 containers; 1 more of them runs and can’t be.").waitFor();
    await tell("elsewhere");
    await line.getByText("is recorded, by another window").waitFor();
    await tell("failed", "The disk is full.");
    await line.getByText("The disk is full.").waitFor();
    await line.getByRole("button", { name: "Stop recording" }).click();
    await until(async () => (await recorded()).length === 3, { what: "the end" });
    expect((await recorded()).at(-1)?.input).toEqual({ host: "laptop", on: false });
  });

  test("counts the disk when that is asked for; it is given up by a press", async () => {
    await open("disk-unknown");
    await page.evaluate(() => {
      window.gallery.core.answers["stats.diskUse"] = ({ look }) =>
        look ? new Promise((resolve) => Object.assign(window, { counted: resolve })) : null;
    });
    await button("Count what lies on the disk").click();
    await button("Cancel").click();
    await button("Count what lies on the disk").click();
    await page.evaluate(async () => {
      await window.gallery.settled();
      const { counted } = window as unknown as { counted: (use: unknown) => void };
      counted(window.gallery.stats.disk);
    });
    await page.getByText("6.2 GB reclaimable").waitFor();
    await page.getByText("as of 14:28").waitFor();
    const words = "Of the disk: Images 18.4 GB, Containers 640 MB, Volumes 7.9 GB, Build cache 4.1 GB";
    await page.getByRole("img", { name: words }).waitFor();
  });
});
