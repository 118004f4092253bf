import { runContainer } from "../../lab/containers.ts";
import type { Row } from "../row.ts";
import { row, withContainer } from "./steps.ts";

export const eventsRows: readonly Row[] = [
  {
    panel: "Events",
    does: "what a person did stands there with its command, and leads to the logs of that moment",
    run: (home, engine) => {
      const script = "echo it was here; trap 'echo it goes; exit 3' TERM; while true; do sleep 0.1; done";
      const made = runContainer(engine, { name: "row-happened", script });
      return withContainer(home, engine, made, "row-happened", async () => {
        await row(home, "row-happened").focus();
        await home.page.keyboard.press("s");
        await row(home, "row-happened")
          .getByText(/^Exited/)
          .waitFor();
        await home.show("Events");
        const seen = home.panel.locator(".ev").filter({ hasText: "row-happened" });
        await seen.filter({ hasText: "by a person · 3" }).waitFor();
        await seen.filter({ hasText: "Stopped from" }).click();
        const opened = home.panel.locator(".ev-item.open");
        await opened.getByText(/^docker stop .*row-happened$/).waitFor();
        await opened.getByRole("button", { name: /^Logs at / }).click();
        await home.panel.getByRole("heading", { name: "Logs", exact: true }).waitFor();
        await home.panel.getByText("it goes").first().waitFor();
      });
    },
  },
  {
    panel: "Events",
    does: "what happens elsewhere is seen as it happens, and what is looked for is found",
    run: (home, engine) =>
      withContainer(home, engine, runContainer(engine, { name: "row-elsewhere" }), "row-elsewhere", async (id) => {
        await home.show("Events");
        await home.panel.getByLabel("Search in events").fill("row-elsewhere");
        const seen = home.panel.locator(".ev");
        await seen.filter({ hasNotText: "row-elsewhere" }).first().waitFor({ state: "detached" });
        await engine.docker(["pause", id]);
        await seen.filter({ hasText: "Was paused" }).waitFor();
        await home.panel.getByRole("button", { name: "Clear search" }).click();
      }),
  },
];
