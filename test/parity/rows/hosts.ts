import { expect } from "vitest";
import type { EngineAccess } from "../../lab/engine-access.ts";
import { until } from "../../lab/waiting.ts";
import type { Home } from "../home.ts";
import type { Row } from "../row.ts";

const card = ({ panel }: Home, name: string) => panel.getByRole("article", { name, exact: true });

export async function addHost(home: Home, engine: EngineAccess, name: string): Promise<void> {
  await home.show("Hosts");
  await home.panel.getByRole("button", { name: "Add a host" }).first().click();
  await home.panel.getByLabel("Address").fill(engine.dockerHost);
  await home.panel.getByLabel("Name", { exact: true }).fill(name);
}

export async function removeHost(home: Home, name: string): Promise<void> {
  await home.panel.getByRole("button", { name: `More for ${name}` }).click();
  await home.panel.getByRole("menuitem", { name: "Remove…" }).click();
  await home.panel
    .getByRole("dialog")
    .getByRole("button", { name: /^Remove/ })
    .click();
  await card(home, name).waitFor({ state: "detached" });
}

export const hostsRows: readonly Row[] = [
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
