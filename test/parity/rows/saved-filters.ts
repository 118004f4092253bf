import { runContainer } from "../../lab/containers.ts";
import type { Row } from "../row.ts";
import { press, withContainer } from "./steps.ts";

export const savedFilterRows: readonly Row[] = [
  {
    panel: "Logs",
    does: "a filter is saved under a name, and used in the logs of another container",
    run: (home, engine) => {
      const make = (name: string) =>
        runContainer(engine, { name, script: "echo keep this; echo noise; echo keep that; exec sleep 3600" });
      return withContainer(home, engine, make("row-saving"), "row-saving", () =>
        withContainer(home, engine, make("row-using"), "row-using", async () => {
          const { panel } = home;
          await press(home, "row-saving", /logs/i);
          await panel.locator(".p-logs .le").getByText("noise").waitFor();
          await panel.getByLabel("Filter the lines").fill("keep OR (a NOT b)");
          await panel.getByText("1 hidden").waitFor();
          await panel.getByRole("button", { name: "Saved filters" }).click();
          await panel.getByRole("menuitem", { name: "Save" }).click();
          await panel.getByLabel("Name of the filter", { exact: true }).fill("row without noise");
          await panel.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
          await panel.getByRole("button", { name: "Remove the filter row without noise" }).waitFor();
          await panel.getByRole("button", { name: "Done" }).click();
          await home.show("Containers");
          await press(home, "row-using", /logs/i);
          await panel.locator(".p-logs .le").getByText("noise").waitFor();
          await panel.getByRole("button", { name: "Saved filters" }).click();
          await panel.getByRole("menuitem", { name: "row without noise" }).click();
          await panel.getByText("1 hidden").waitFor();
          await panel.getByRole("button", { name: "Saved filters" }).click();
          await panel.getByRole("menuitem", { name: "Save, rename or remove…" }).click();
          await panel.getByRole("button", { name: "Remove the filter row without noise" }).click();
          await panel.getByText("None is saved yet.").waitFor();
          await panel.getByRole("button", { name: "Done" }).click();
        }),
      );
    },
  },
];
