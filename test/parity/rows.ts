import { expect } from "vitest";
import {
  createContainer,
  removeContainer,
  runContainer,
  runCpuBurner,
  runLogger,
  runStackService,
} from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { until } from "../lab/waiting.ts";
import { stateOf } from "../vscode/made.ts";
import type { Home } from "./home.ts";

export interface Row {
  readonly panel: "Containers" | "Logs" | "Terminals" | "Hosts";
  /** What a person can do, or sees, there. */
  readonly does: string;
  readonly run: (home: Home, engine: EngineAccess) => Promise<void>;
}

const row = ({ panel }: Home, name: string) =>
  panel.getByRole("row").filter({ has: panel.locator(".c-name").getByText(name, { exact: true }) });

/** A button of the row, which is there while the pointer is over it. Rows move while containers come and go. */
async function press(home: Home, name: string, button: RegExp): Promise<void> {
  await until(
    async () => {
      await row(home, name).hover();
      return row(home, name)
        .getByRole("button", { name: button })
        .click({ timeout: 1_000 })
        .then(
          () => true,
          () => false,
        );
    },
    { what: `the button ${button} of ${name}`, withinMs: 30_000 },
  );
}

/** One that is there for this row alone. */
async function withContainer(
  home: Home,
  engine: EngineAccess,
  make: Promise<string>,
  name: string,
  work: (id: string) => Promise<void>,
): Promise<void> {
  const id = await make;
  try {
    await home.show("Containers");
    await row(home, name).waitFor();
    await work(id);
  } finally {
    await removeContainer(engine, id);
  }
}

async function openTerminal(home: Home, container: string): Promise<void> {
  await home.show("Terminals");
  await home.panel.getByRole("button", { name: "New terminal" }).click();
  await home.panel.getByLabel("Find a container").fill(container);
  await home.page.keyboard.press("Enter");
  await home.panel.locator(".xterm.focus .xterm-rows").getByText("#").first().waitFor();
}

const card = ({ panel }: Home, name: string) => panel.getByRole("article", { name, exact: true });

async function addHost(home: Home, engine: EngineAccess, name: string): Promise<void> {
  await home.show("Hosts");
  await home.panel.getByRole("button", { name: "Add a host" }).first().click();
  await home.panel.getByLabel("Address").fill(engine.dockerHost);
  await home.panel.getByLabel("Name", { exact: true }).fill(name);
}

async function removeHost(home: Home, name: string): Promise<void> {
  await home.panel.getByRole("button", { name: `More for ${name}` }).click();
  await home.panel.getByRole("menuitem", { name: "Remove…" }).click();
  await home.panel
    .getByRole("dialog")
    .getByRole("button", { name: /^Remove/ })
    .click();
  await card(home, name).waitFor({ state: "detached" });
}

/** Each is done in each home by the same steps; a row that works in one home only fails. */
export const rows: readonly Row[] = [
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
    panel: "Terminals",
    does: "how a shell ended is said, and it is put away",
    run: (home, engine) =>
      withContainer(home, engine, runContainer(engine, { name: "row-ended" }), "row-ended", async () => {
        await openTerminal(home, "row-ended");
        await home.page.keyboard.type("exit 3\n");
        await home.panel.getByText("The shell ended with exit code 3").waitFor();
        await home.panel.getByRole("button", { name: "Close", exact: true }).click();
        await home.panel.getByText("No terminal is open").waitFor();
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
  {
    panel: "Terminals",
    does: "a terminal goes on, with all that it said, while its page is gone",
    run: (home, engine) =>
      withContainer(home, engine, runContainer(engine, { name: "row-held" }), "row-held", async () => {
        await openTerminal(home, "row-held");
        await home.page.keyboard.type("HERE=kept; echo said-$((6*7))\n");
        await home.panel.getByText("said-42").waitFor();
        await home.leaveAndReturn("Terminals");
        await home.panel.getByText("said-42").waitFor();
        await home.panel.locator(".xterm.focus").waitFor();
        await home.page.keyboard.type("echo $HERE-$((1+1))\n");
        await home.panel.getByText("kept-2").waitFor();
        await home.page.keyboard.type("exit\n");
        await home.panel.getByText("No terminal is open").waitFor();
      }),
  },
  {
    panel: "Hosts",
    does: "a host is tried out step by step, added, and removed after a question",
    run: async (home, engine) => {
      await addHost(home, engine, "tried");
      await home.panel.getByRole("button", { name: "Test", exact: true }).click();
      await home.panel.getByText(/all \d steps passed/).waitFor();
      await home.panel.getByRole("button", { name: "Save", exact: true }).click();
      await card(home, "tried")
        .getByText(/Docker \d/)
        .first()
        .waitFor();
      await removeHost(home, "tried");
    },
  },
  {
    panel: "Hosts",
    does: "what was typed into the form is there again when the panel is",
    run: async (home, engine) => {
      await addHost(home, engine, "half");
      await home.leaveAndReturn("Hosts");
      const name = home.panel.getByLabel("Name", { exact: true });
      await until(async () => (await name.inputValue()) === "half", { what: "the name that was typed" });
      await home.panel.getByRole("button", { name: "Cancel" }).click();
      await home.panel.getByRole("dialog").waitFor({ state: "detached" });
    },
  },
  {
    panel: "Hosts",
    does: "a host is edited",
    run: async (home, engine) => {
      await addHost(home, engine, "before");
      await home.panel.getByRole("button", { name: "Save anyway" }).click();
      await card(home, "before").waitFor();
      await home.panel.getByRole("button", { name: "More for before" }).click();
      await home.panel.getByRole("menuitem", { name: "Edit…" }).click();
      await home.panel.getByLabel("Name", { exact: true }).fill("after");
      await home.panel.getByRole("button", { name: /^Save/ }).click();
      await card(home, "after").waitFor();
      await removeHost(home, "after");
    },
  },
  {
    panel: "Hosts",
    does: "a host is disabled, stands dim in the table, and is enabled again",
    run: async (home, engine) => {
      await addHost(home, engine, "dimmed");
      await home.panel.getByRole("button", { name: "Save anyway" }).click();
      await card(home, "dimmed").waitFor();
      await card(home, "dimmed")
        .getByText(/Docker \d/)
        .first()
        .waitFor();
      await home.panel.getByRole("button", { name: "More for dimmed" }).click();
      await home.panel.getByRole("menuitem", { name: "Disable" }).click();
      await card(home, "dimmed").getByRole("button", { name: "Enable" }).waitFor();
      await home.show("Containers");
      await home.panel.locator(".gh.dim", { hasText: "dimmed" }).waitFor();
      await home.show("Hosts");
      await card(home, "dimmed").getByRole("button", { name: "Enable" }).click();
      await card(home, "dimmed")
        .getByText(/Docker \d/)
        .first()
        .waitFor();
      await removeHost(home, "dimmed");
    },
  },
  {
    panel: "Hosts",
    does: "what is wrong with a new host is said at its step",
    run: async (home) => {
      await home.show("Hosts");
      await home.panel.getByRole("button", { name: "Add a host" }).first().click();
      await home.panel.getByLabel("Address").fill("unix:///nowhere/at-all.sock");
      await home.panel.getByRole("button", { name: "Test", exact: true }).click();
      await home.panel.getByText(/stopped at step \d/).waitFor();
      expect(await home.panel.getByRole("dialog").innerText()).toContain("/nowhere/at-all.sock");
      await home.panel.getByRole("button", { name: "Cancel" }).click();
      const leave = home.panel.getByRole("button", { name: "Discard" });
      if (await leave.isVisible()) await leave.click();
      await home.panel.getByRole("dialog").waitFor({ state: "detached" });
    },
  },
];
