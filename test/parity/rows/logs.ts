import { expect } from "vitest";
import { runContainer, runLogger } from "../../lab/containers.ts";
import { until } from "../../lab/waiting.ts";
import type { Row } from "../row.ts";
import { press, withContainer } from "./steps.ts";

export const logsRows: readonly Row[] = [
  {
    panel: "Logs",
    does: "the lines of a container come as they are written, and are searched",
    run: (home, engine) =>
      withContainer(home, engine, runLogger(engine, "row-log", 20), "row-log", async () => {
        await press(home, "row-log", /logs/i);
        const lines = home.panel.locator(".p-logs .le .ms");
        await lines.getByText("line ").first().waitFor();
        const count = async () => Number(/^(\d+)/.exec((await lines.last().innerText()).replace("line ", ""))?.[1]);
        const before = await count();
        await until(async () => (await count()) > before, { what: "newer lines" });
        await home.panel.getByLabel("Search in the logs").fill("line 1");
        await home.panel.getByText(/^\d+\/\d+$/).waitFor();
        await home.panel.getByLabel("Search in the logs").fill("");
      }),
  },
  {
    panel: "Logs",
    does: "all lines are copied, and how many is said",
    run: (home, engine) =>
      withContainer(home, engine, runContainer(engine, { name: "row-copy", script: "seq 3" }), "row-copy", async () => {
        await press(home, "row-copy", /logs/i);
        await home.panel.locator(".p-logs .status").getByText("3 lines").waitFor();
        await home.panel.getByRole("button", { name: "Copy all lines" }).click();
        await home.panel.getByText("Copied 3 lines").waitFor();
      }),
  },
  {
    panel: "Logs",
    does: "lines are filtered by level",
    run: (home, engine) =>
      withContainer(
        home,
        engine,
        runContainer(engine, {
          name: "row-levels",
          script: `echo 'INFO all is well'; echo '[ERROR] nothing is'; echo '{"level":50,"msg":"worse"}'; sleep 3600`,
        }),
        "row-levels",
        async () => {
          await press(home, "row-levels", /logs/i);
          await home.panel.locator(".p-logs .le").getByText("worse").waitFor();
          await home.panel.getByRole("button", { name: "Level: All levels" }).click();
          await home.panel.getByRole("menuitemcheckbox", { name: "error (2)" }).click();
          await home.page.keyboard.press("Escape");
          await home.panel.getByText("1 hidden").waitFor();
          expect(await home.panel.locator(".p-logs .le .lv").allInnerTexts()).toEqual(["error", "error"]);
        },
      ),
  },
];
