import { runContainer } from "../../lab/containers.ts";
import type { Home } from "../home.ts";
import type { Row } from "../row.ts";
import { withContainer } from "./steps.ts";

async function openTerminal(home: Home, container: string): Promise<void> {
  await home.show("Terminals");
  await home.panel.getByRole("button", { name: "New terminal" }).click();
  await home.panel.getByLabel("Find a container").fill(container);
  await home.page.keyboard.press("Enter");
  await home.panel.locator(".xterm.focus .xterm-rows").getByText("#").first().waitFor();
}

export const terminalsRows: readonly Row[] = [
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
];
