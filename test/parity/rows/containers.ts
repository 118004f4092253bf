import { expect } from "vitest";
import { createContainer, runContainer, runCpuBurner, runStackService } from "../../lab/containers.ts";
import { until } from "../../lab/waiting.ts";
import { stateOf } from "../../vscode/made.ts";
import type { Row } from "../row.ts";
import { press, row, withContainer } from "./steps.ts";

export const containersRows: readonly Row[] = [
  {
    panel: "Containers",
    does: "a container that is started and stopped elsewhere is seen at once",
    run: (home, engine) =>
      withContainer(home, engine, createContainer(engine, { name: "row-live" }), "row-live", async (id) => {
        await row(home, "row-live").getByText("Created").waitFor();
        await engine.docker(["start", id]);
        await row(home, "row-live").getByText(/^Up /).waitFor();
      }),
  },
  {
    panel: "Containers",
    does: "a container is stopped and started by a key",
    run: (home, engine) =>
      withContainer(home, engine, runContainer(engine, { name: "row-stop" }), "row-stop", async (id) => {
        const becomes = (state: string) =>
          until(async () => (await stateOf(engine, id)) === state, { what: `it to be ${state}`, withinMs: 30_000 });
        await row(home, "row-stop").focus();
        await home.page.keyboard.press("s");
        await becomes("exited");
        await row(home, "row-stop")
          .getByText(/^Exited/)
          .waitFor();
        await row(home, "row-stop").focus();
        await home.page.keyboard.press("s");
        await becomes("running");
      }),
  },
  {
    panel: "Containers",
    does: "a container is renamed in its row",
    run: (home, engine) =>
      withContainer(home, engine, createContainer(engine, { name: "row-old" }), "row-old", async () => {
        await row(home, "row-old").focus();
        await home.page.keyboard.press("F2");
        await home.panel.getByLabel("New name of row-old").fill("row-new");
        await home.page.keyboard.press("Enter");
        await row(home, "row-new").waitFor();
      }),
  },
  {
    panel: "Containers",
    does: "a container is paused and resumed from its menu",
    run: (home, engine) =>
      withContainer(home, engine, runContainer(engine, { name: "row-pause" }), "row-pause", async () => {
        await press(home, "row-pause", /^More actions/);
        await home.panel.getByRole("menuitem", { name: "Pause", exact: true }).click();
        await row(home, "row-pause").getByText("Paused").first().waitFor();
        await press(home, "row-pause", /^More actions/);
        await home.panel.getByRole("menuitem", { name: "Resume", exact: true }).click();
        await row(home, "row-pause").getByText(/^Up /).waitFor();
      }),
  },
  {
    panel: "Containers",
    does: "containers are grouped by their stacks",
    run: (home, engine) =>
      withContainer(home, engine, runStackService(engine, "rowstack", "web"), "rowstack-web-1", async () => {
        const by = (name: string) => home.panel.getByRole("button", { name, exact: true });
        await by("Stack").click();
        await home.panel.locator(".gs, .gh").getByText("rowstack", { exact: true }).waitFor();
        await by("Host, stack").click();
        await row(home, "rowstack-web-1").waitFor();
      }),
  },
  {
    panel: "Containers",
    does: "several are selected and removed after one question that names the host",
    run: async (home, engine) => {
      await createContainer(engine, { name: "row-gone-1" });
      await createContainer(engine, { name: "row-gone-2" });
      await home.show("Containers");
      for (const name of ["row-gone-1", "row-gone-2"])
        await row(home, name)
          .locator(".c-name")
          .click({ modifiers: ["ControlOrMeta"] });
      await home.panel.getByText("2 selected").waitFor();
      await home.panel
        .getByRole("toolbar")
        .getByRole("button", { name: /^Remove/ })
        .click();
      await home.panel
        .getByRole("dialog")
        .getByText(/row-gone-1.*row-gone-2|2 containers/)
        .first()
        .waitFor();
      await home.panel
        .getByRole("dialog")
        .getByRole("button", { name: /^Remove from/ })
        .click();
      await row(home, "row-gone-1").waitFor({ state: "detached" });
      await row(home, "row-gone-2").waitFor({ state: "detached" });
    },
  },
  {
    panel: "Containers",
    does: "the filter finds by name, and is there again when the panel is",
    run: (home, engine) =>
      withContainer(home, engine, createContainer(engine, { name: "row-found" }), "row-found", async () => {
        const filter = home.panel.getByRole("textbox");
        await filter.fill("row-fou");
        await until(async () => (await home.panel.locator(".c-name").count()) <= 2, { what: "the others to go" });
        await home.leaveAndReturn("Containers");
        await until(async () => (await filter.inputValue()) === "row-fou", { what: "the filter" });
        await filter.fill("");
      }),
  },
  {
    panel: "Containers",
    does: "the CPU and memory of a container that works are seen",
    run: (home, engine) =>
      withContainer(home, engine, runCpuBurner(engine, "row-works"), "row-works", async () => {
        const cpu = row(home, "row-works").locator(".c-cpu");
        await until(async () => Number.parseFloat(await cpu.innerText()) > 1, { what: "its CPU", withinMs: 30_000 });
        expect(await row(home, "row-works").locator(".c-memory").innerText()).toMatch(/^\d+ (kB|MB)$/);
        await row(home, "row-works").focus();
        await home.page.keyboard.press("s");
        await until(async () => (await cpu.innerText()) === "", { what: "no value any more", withinMs: 30_000 });
      }),
  },
  {
    panel: "Containers",
    does: "the inspection of a container is shown",
    run: (home, engine) =>
      withContainer(home, engine, createContainer(engine, { name: "row-look" }), "row-look", async (id) => {
        await row(home, "row-look").focus();
        await home.page.keyboard.press("i");
        await home.sees.inspection(new RegExp(id));
      }),
  },
  {
    panel: "Containers",
    does: "a terminal is opened in a container, and typed into",
    run: (home, engine) =>
      withContainer(home, engine, runContainer(engine, { name: "row-shell" }), "row-shell", async (id) => {
        await press(home, "row-shell", /^(Open a )?[Tt]erminal/);
        await home.sees.terminal();
        await home.page.keyboard.type("echo typed-$((6*7))\n");
        await home.sees.terminalSays("typed-42");
        await home.page.keyboard.type("exit\n");
        await until(async () => !/ (ba|a)?sh( -i)?$/m.test(await engine.docker(["top", id])), { what: "it to end" });
      }),
  },
];
