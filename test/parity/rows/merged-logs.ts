import { expect } from "vitest";
import { removeContainer, runContainer, runStackService } from "../../lab/containers.ts";
import type { EngineAccess } from "../../lab/engine-access.ts";
import { pressInRow } from "../../lab/press-in-row.ts";
import { sharedEngines } from "../../lab/shared-engines.ts";
import { until } from "../../lab/waiting.ts";
import type { Home } from "../home.ts";
import type { Row } from "../row.ts";
import { addHost, removeHost } from "./hosts.ts";
import { press, row } from "./steps.ts";

/** Writes its name and a number for ever. */
const counting = (name: string) =>
  `trap 'exit 0' TERM; n=0; while :; do n=$((n+1)); echo "${name} $n"; sleep 0.1; done`;

async function withContainers(made: readonly (readonly [EngineAccess, Promise<string>])[], work: () => Promise<void>) {
  const ids = await Promise.all(made.map(async ([engine, id]) => [engine, await id] as const));
  try {
    await work();
  } finally {
    await Promise.all(ids.map(([engine, id]) => removeContainer(engine, id)));
  }
}

const run = (engine: EngineAccess, name: string) =>
  [engine, runContainer(engine, { name, script: counting(name) })] as const;

/** Picks both rows and shows their logs in one view. */
async function showTogether(home: Home, names: readonly string[]): Promise<void> {
  await home.show("Containers");
  for (const name of names)
    await row(home, name)
      .locator(".c-name")
      .click({ modifiers: ["ControlOrMeta"] });
  await home.panel
    .getByRole("toolbar", { name: "Actions for the selection" })
    .getByRole("button", { name: "Logs" })
    .click();
  await home.panel.getByText(`merged from ${names.length} containers`).waitFor();
}

const lines = ({ panel }: Home, name: string) =>
  panel.locator(".p-logs .le .ms").getByText(new RegExp(`^${name} \\d+$`));

const chip = ({ panel }: Home, name: string) => panel.locator(".p-logs .chip-on").filter({ hasText: name });

/** "10:58:06.253" of each line that is seen, and whose it is. */
async function seen({ panel }: Home): Promise<readonly { readonly time: string; readonly source: string }[]> {
  return panel.locator(".p-logs .le:not(.waiting)").evaluateAll((rows) =>
    rows.map((one) => ({
      time: one.querySelector(".tm")?.textContent ?? "",
      source: one.querySelector(".src")?.textContent ?? "",
    })),
  );
}

export const mergedLogsRows: readonly Row[] = [
  {
    panel: "Logs",
    does: "containers of two hosts are merged in the order of time, and one is switched off and on",
    run: async (home, north) => {
      const [, south] = sharedEngines();
      await addHost(home, south, "second");
      await home.panel.getByRole("button", { name: "Save anyway" }).click();
      await home.panel.getByRole("article", { name: "second", exact: true }).waitFor();
      await withContainers([run(north, "row-mine"), run(south, "row-theirs")], async () => {
        await showTogether(home, ["row-mine", "row-theirs"]);
        await home.panel.getByText("merged from 2 containers on 2 hosts").waitFor();
        await lines(home, "row-mine").last().waitFor();
        await lines(home, "row-theirs").last().waitFor();
        const rows = await seen(home);
        expect(rows.map(({ time }) => time)).toEqual(rows.map(({ time }) => time).sort());
        expect(new Set(rows.map(({ source }) => source))).toEqual(new Set(["row-mine", "row-theirs"]));
        await chip(home, "row-theirs").click();
        await until(async () => (await seen(home)).every(({ source }) => source === "row-mine"), { what: "one alone" });
        await chip(home, "row-theirs").click();
        await lines(home, "row-theirs").last().waitFor();
      });
      await home.show("Hosts");
      await removeHost(home, "second");
    },
  },
  {
    panel: "Logs",
    does: "a stack has its logs in one view, and what joins it has its lines there",
    run: async (home, engine) => {
      const service = (name: string) =>
        [engine, runStackService(engine, "rowlogs", name, { script: counting(name) })] as const;
      await withContainers([service("web"), service("api")], async () => {
        await home.show("Containers");
        const group = home.panel
          .getByRole("row")
          .filter({ hasText: "rowlogs" })
          .filter({ hasNot: home.panel.locator(".c-name") });
        await pressInRow(group.first(), /^Logs of rowlogs/);
        await home.panel.getByText("merged from 2 containers on 1 host").waitFor();
        await lines(home, "web").last().waitFor();
        await withContainers([service("late")], async () => {
          await home.panel.getByText("merged from 3 containers on 1 host").waitFor();
          await lines(home, "late").last().waitFor();
        });
      });
    },
  },
  {
    panel: "Logs",
    does: "one of several containers is gone to from its lines",
    run: (home, engine) =>
      withContainers([run(engine, "row-from"), run(engine, "row-beside")], async () => {
        await showTogether(home, ["row-from", "row-beside"]);
        await chip(home, "row-from").click({ button: "right" });
        await home.panel.getByRole("menuitem", { name: "Open", exact: true }).click();
        await home.panel.getByRole("heading", { name: "row-from" }).waitFor();
      }),
  },
  {
    panel: "Logs",
    does: "a span of time is chosen",
    run: async (home, engine) =>
      withContainers([run(engine, "row-span")], async () => {
        await home.show("Containers");
        await press(home, "row-span", /logs/i);
        await lines(home, "row-span").last().waitFor();
        await home.panel.getByRole("button", { name: "Time: Latest lines" }).click();
        await home.panel.getByRole("menuitemcheckbox", { name: "Last 15 min" }).click();
        await home.page.keyboard.press("Escape");
        await home.panel.getByRole("button", { name: "Time: Last 15 min" }).waitFor();
        await lines(home, "row-span").last().waitFor();
      }),
  },
  {
    panel: "Logs",
    does: "what is shown is exported into a file",
    run: async (home, engine) =>
      withContainers([[engine, runContainer(engine, { name: "row-export", script: "echo kept line" })]], async () => {
        await home.show("Containers");
        await press(home, "row-export", /logs/i);
        await home.panel.locator(".p-logs .le .ms").getByText("kept line").waitFor();
        const saved = home.sees.saved();
        await home.panel.getByRole("button", { name: "Export", exact: true }).click();
        await home.panel.getByRole("menuitem", { name: "Shown lines as text" }).click();
        expect(await saved).toMatch(/^\S+Z row-export \(\S+\) kept line\n/);
      }),
  },
  {
    panel: "Logs",
    does: "a container is added to the logs of another, and both are there again when the panel is",
    run: async (home, engine) =>
      withContainers([run(engine, "row-alone"), run(engine, "row-added")], async () => {
        await home.show("Containers");
        await row(home, "row-added").waitFor();
        await press(home, "row-alone", /logs/i);
        await lines(home, "row-alone").last().waitFor();
        await home.panel.getByRole("button", { name: "Add containers, stacks or hosts" }).click();
        await home.panel.getByLabel("Find a container").fill("row-added");
        // Until the list is the found one, the option is at another place than a moment later.
        const options = home.panel.getByRole("option");
        await until(async () => (await options.count()) === 1, { what: "the found one alone" });
        await options.filter({ hasText: "row-added" }).click();
        await home.page.keyboard.press("Escape");
        await home.panel.getByText("merged from 2 containers on 1 host").waitFor();
        await lines(home, "row-added").last().waitFor();
        await home.show("Containers");
        await home.backToLogs("row-alone");
        await home.panel.getByText("merged from 2 containers on 1 host").waitFor();
        await lines(home, "row-added").last().waitFor();
      }),
  },
];
