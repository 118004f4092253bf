import { expect } from "vitest";
import { runContainer } from "../../lab/containers.ts";
import { until } from "../../lab/waiting.ts";
import type { Row } from "../row.ts";
import { row, withContainer } from "./steps.ts";

export const searchRows: readonly Row[] = [
  {
    panel: "Search",
    does: "a line of a stopped container is found among all, and shown in its log with what is around it",
    run: (home, engine) => {
      const script = "seq 1 3000; echo 'a needle of row-found'; seq 3001 6000";
      const made = runContainer(engine, { name: "row-found", script });
      return withContainer(home, engine, made, "row-found", async () => {
        await row(home, "row-found").getByText("Exited 0").waitFor();
        await home.show("Search");
        const field = home.panel.getByLabel("Search in all logs");
        await field.fill("needle of row-found");
        await field.press("Enter");
        const hit = home.panel.locator(".hit");
        await hit.getByText("a needle of row-found").click();
        const line = home.panel.locator(".p-logs .le.picked");
        await line.getByText("a needle of row-found").waitFor();
        const around = await home.panel.locator(".p-logs .le .ms").allInnerTexts();
        const at = around.indexOf("a needle of row-found");
        expect(around.slice(at - 2, at + 3)).toEqual(["2999", "3000", "a needle of row-found", "3001", "3002"]);
      });
    },
  },
  {
    panel: "Search",
    does: "a search is stopped, and what was found stays",
    run: (home, engine) => {
      const script = "yes 'some hay of row-stopped' | head -n 1500000; echo 'a needle of row-stopped'";
      const made = runContainer(engine, { name: "row-stopped", script });
      return withContainer(home, engine, made, "row-stopped", async () => {
        await row(home, "row-stopped").getByText("Exited 0").waitFor();
        await home.show("Search");
        const field = home.panel.getByLabel("Search in all logs");
        await field.fill("needle of row-stopped");
        await field.press("Enter");
        await home.panel.locator(".hit").getByText("a needle of row-stopped").waitFor();
        await home.panel.getByRole("button", { name: "Stop", exact: true }).click();
        await home.panel.locator(".p-search .status").getByText("Stopped").waitFor();
        await until(async () => (await home.panel.locator(".hit").count()) === 1, { what: "the hit that stays" });
      });
    },
  },
];
