import { expect } from "vitest";
import { createContainer, runContainer } from "../../lab/containers.ts";
import type { Home } from "../home.ts";
import type { Row } from "../row.ts";
import { row, withContainer } from "./steps.ts";

const heading = ({ panel }: Home, name: string) => panel.getByRole("heading", { name, exact: true, level: 1 });

async function openPage(home: Home, name: string): Promise<void> {
  await row(home, name).focus();
  await home.page.keyboard.press("Enter");
  await heading(home, name).waitFor();
}

const section = ({ panel }: Home, name: string) =>
  panel.locator("section").filter({ has: panel.getByRole("heading", { name, exact: true }) });

export const containerRows: readonly Row[] = [
  {
    panel: "Container",
    does: "what differs from its image’s environment is seen, and a secret when it is asked for",
    run: (home, engine) =>
      withContainer(
        home,
        engine,
        createContainer(engine, {
          name: "row-page",
          body: { Env: ["LOG_LEVEL=debug", "DB_PASSWORD=hunter2", "LINES=one\ntwo=2"] },
        }),
        "row-page",
        async () => {
          await openPage(home, "row-page");
          const environment = section(home, "Environment");
          await environment.getByText("LOG_LEVEL", { exact: true }).waitFor();
          expect(await home.panel.locator("body").innerHTML()).not.toContain("hunter2");
          await environment.getByText("one\\ntwo=2").waitFor();
          await environment.getByRole("button", { name: "Show DB_PASSWORD" }).click();
          await environment.getByText("hunter2").waitFor();
        },
      ),
  },
  {
    panel: "Container",
    does: "the engine’s JSON is searched, and what runs in the container is seen",
    run: (home, engine) =>
      withContainer(home, engine, runContainer(engine, { name: "row-inside" }), "row-inside", async (id) => {
        await openPage(home, "row-inside");
        await home.panel.getByRole("tab", { name: "Inspect" }).click();
        await home.panel.locator(".json-line").getByText(id).first().waitFor();
        await home.panel.getByLabel("Search").fill("RestartPolicy");
        await home.panel.getByText("1/1").waitFor();
        await home.panel.locator(".json-line mark").getByText("RestartPolicy").waitFor();
        await home.panel.getByRole("tab", { name: "Processes" }).click();
        await home.panel.locator(".processes").getByText("sleep 3600").first().waitFor();
        await home.panel.getByRole("tab", { name: "Overview" }).click();
      }),
  },
  {
    panel: "Container",
    does: "the page goes on with the container that is created anew under its name, and says when that is gone",
    run: (home, engine) =>
      withContainer(home, engine, createContainer(engine, { name: "row-again" }), "row-again", async (id) => {
        await openPage(home, "row-again");
        await home.panel.getByText(id.slice(0, 12)).waitFor();
        await engine.docker(["rm", "--force", id]);
        await home.panel.getByText("row-again is removed from").waitFor();
        const next = await runContainer(engine, { name: "row-again" });
        await home.panel.getByText("It was created anew").waitFor();
        await home.panel.getByText(next.slice(0, 12)).waitFor();
        await home.panel.getByText(/^Up /).waitFor();
        await engine.docker(["rm", "--force", next]);
        await home.panel.getByText("row-again is removed from").waitFor();
      }),
  },
];
