import { expect } from "vitest";
import { removeContainer, runCpuBurner } from "../../lab/containers.ts";
import type { EngineAccess } from "../../lab/engine-access.ts";
import { until } from "../../lab/waiting.ts";
import type { Home } from "../home.ts";
import type { Row } from "../row.ts";

const button = ({ panel }: Home, name: string | RegExp) => panel.getByRole("button", { name, exact: true });

/** The panel with a container that is there for this row alone, looked at by itself. */
async function withBusy(home: Home, engine: EngineAccess, name: string, work: () => Promise<void>): Promise<void> {
  const id = await runCpuBurner(engine, name);
  try {
    await home.show("Stats");
    await button(home, /^Container:/).click();
    await home.panel.getByRole("menuitem", { name: new RegExp(`^${name}( on |$)`) }).click();
    await work();
  } finally {
    await removeContainer(engine, id);
  }
}

const value = ({ panel }: Home, card: string) =>
  panel.getByRole("region", { name: card, exact: true }).locator(".use-value").first();

export const statsRows: readonly Row[] = [
  {
    panel: "Stats",
    does: "the charts of a container that works are seen, with its values",
    run: (home, engine) =>
      withBusy(home, engine, "row-charts", async () => {
        await until(async () => Number.parseFloat(await value(home, "CPU").innerText()) > 1, {
          what: "its CPU",
          withinMs: 30_000,
        });
        expect(await value(home, "Memory").innerText()).toMatch(/\d (kB|MB)$/);
        // chart.js has come, by the policy of this home, and has drawn something.
        await until(
          () =>
            home.panel
              .getByRole("region", { name: "CPU", exact: true })
              .locator("canvas")
              .evaluate((canvas) => {
                const { width, height } = canvas as HTMLCanvasElement;
                const pixels = (canvas as HTMLCanvasElement).getContext("2d")?.getImageData(0, 0, width, height).data;
                return pixels?.some((one) => one > 0) === true;
              }),
          { what: "a drawing", withinMs: 30_000 },
        );
      }),
  },
  {
    panel: "Stats",
    does: "the same values are read as a table, and the choice is remembered",
    run: (home, engine) =>
      withBusy(home, engine, "row-values", async () => {
        await button(home, "Show as a table").click();
        const cell = home.panel.getByRole("region", { name: /^What row-values on / }).getByRole("cell");
        await until(async () => Number.parseFloat(await cell.first().innerText()) > 1, {
          what: "its CPU",
          withinMs: 30_000,
        });
        await home.leaveAndReturn("Stats");
        await button(home, "Show as charts").click();
        await button(home, /^Container: row-values/).waitFor();
      }),
  },
  {
    panel: "Stats",
    does: "what is used is recorded when that is switched on, and the past is there when the page comes back",
    run: (home, engine) =>
      withBusy(home, engine, "row-past", async () => {
        await home.panel
          .getByRole("button", { name: /^Record / })
          .first()
          .click();
        await home.panel.getByText(/used is recorded: \d+ container/).waitFor();
        await button(home, "Show as a table").click();
        const moments = home.panel.getByRole("region", { name: /^What row-past on / }).getByRole("rowheader");
        await until(async () => (await moments.count()) >= 4, { what: "some seconds", withinMs: 30_000 });
        const [seen = ""] = await moments.allInnerTexts();
        await home.leaveAndReturn("Stats");
        // The page is another one: it knows only what was kept.
        await until(async () => (await moments.allInnerTexts()).some((moment) => moment <= seen), {
          what: "a moment before it went",
          withinMs: 30_000,
        });
        await button(home, "Show as charts").click();
        await button(home, "Stop recording").click();
        await home.panel.getByText("is not recorded").waitFor();
      }),
  },
  {
    panel: "Stats",
    does: "what lies on the disk of a host is counted",
    run: async (home, engine) => {
      await home.show("Stats");
      await button(home, /^Host:/).click();
      await home.panel.getByRole("menuitem").nth(1).click();
      await button(home, /^Count/).click();
      await home.panel.getByRole("img", { name: /^Of the disk: Images \d/ }).waitFor();
      const rows = home.panel.getByRole("region", { name: /^Disk of / }).getByRole("row");
      expect(await rows.first().innerText()).toMatch(/Images.*\d (kB|MB|GB)/s);
      expect(await engine.docker(["system", "df"])).toContain("Images");
    },
  },
];
