import { baseImage } from "../../lab/base-image.ts";
import { runContainer, runShellless } from "../../lab/containers.ts";
import { until } from "../../lab/waiting.ts";
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

/** The sheet in which it is chosen what runs in a container. */
async function askWhatRuns(home: Home, container: string): Promise<void> {
  await home.show("Terminals");
  await home.panel.getByRole("button", { name: "New terminal" }).click();
  await home.panel.getByLabel("Find a container").fill(container);
  await home.panel.getByRole("button", { name: `Choose what runs in ${container}` }).click();
}

export const terminalsRows: readonly Row[] = [
  {
    panel: "Terminals",
    does: "a command runs as a chosen user in a chosen directory, and is offered again the next time",
    run: (home, engine) =>
      withContainer(home, engine, runContainer(engine, { name: "row-exec" }), "row-exec", async () => {
        await askWhatRuns(home, "row-exec");
        await home.panel.getByLabel("Command", { exact: true }).fill("sh -c 'echo $(id -u):$(pwd); exit 4'");
        await home.panel.getByLabel("User").fill("1234");
        await home.panel.getByLabel("Directory").fill("/etc");
        await home.page.keyboard.press("Enter");
        await home.panel.getByText("1234:/etc").waitFor();
        await home.panel.getByText("sh ended with exit code 4").waitFor();
        await home.panel.getByRole("button", { name: "Close", exact: true }).click();
        await askWhatRuns(home, "row-exec");
        const user = home.panel.getByLabel("User");
        await until(async () => (await user.inputValue()) === "1234", { what: "the user of last time" });
        await home.panel.getByRole("button", { name: "Cancel" }).click();
      }),
  },
  {
    panel: "Terminals",
    does: "a terminal attaches to a main process, and leaves it running by its detach keys",
    run: (home, engine) => {
      const script = 'while read -r line; do echo "main heard $line"; done';
      const made = runContainer(engine, { name: "row-attach", script, body: { Tty: true, OpenStdin: true } });
      return withContainer(home, engine, made, "row-attach", async () => {
        await askWhatRuns(home, "row-attach");
        await home.panel.getByRole("button", { name: "Main process" }).click();
        await home.panel.getByRole("button", { name: "Attach", exact: true }).click();
        await home.panel.getByText("ctrl-p,ctrl-q leaves it running.").waitFor();
        await home.panel.locator(".xterm.focus").waitFor();
        await home.page.keyboard.type("typed\n");
        await home.panel.getByText("main heard typed").waitFor();
        await home.page.keyboard.press("Control+p");
        await home.page.keyboard.press("Control+q");
        await home.panel.getByText("No terminal is open").waitFor();
      });
    },
  },
  {
    panel: "Terminals",
    does: "a container without a shell is looked into by a debug shell beside it, of which nothing is left",
    run: (home, engine) =>
      withContainer(home, engine, runShellless(engine, "row-bare"), "row-bare", async () => {
        await home.show("Terminals");
        await home.panel.getByRole("button", { name: "New terminal" }).click();
        await home.panel.getByLabel("Find a container").fill("row-bare");
        await home.page.keyboard.press("Enter");
        await home.panel.getByText(/row-bare has no shell/).waitFor();
        await home.panel.getByRole("button", { name: "Debug shell…" }).click();
        await home.panel.getByText(/shares the processes, the network and the volumes of row-bare/).waitFor();
        await home.panel.getByLabel("Image").fill(baseImage);
        await home.panel.getByRole("button", { name: /^Create on/ }).click();
        await home.panel.getByText(/Debug shell of/).waitFor();
        await home.panel.locator(".xterm.focus").waitFor();
        await home.page.keyboard.type("ls /proc/1/root/bin; exit\n");
        const label = "label=dev.quayside.debug-shell";
        await until(async () => (await engine.docker(["ps", "-aq", "--filter", label])) === "", { what: "it to go" });
        await home.panel.getByRole("button", { name: "Close", exact: true }).click();
        await home.panel.getByText("No terminal is open").waitFor();
      }),
  },
  {
    panel: "Terminals",
    does: "all terminals of a host are ended at once",
    run: (home, engine) =>
      withContainer(home, engine, runContainer(engine, { name: "row-all" }), "row-all", async () => {
        await openTerminal(home, "row-all");
        await openTerminal(home, "row-all");
        await home.panel.getByText("2 open").waitFor();
        await home.panel.getByRole("button", { name: "More actions" }).click();
        await home.panel.getByRole("menuitem", { name: /^End all on/ }).click();
        await home.panel.getByText(/^End 2 terminals on/).waitFor();
        await home.panel
          .getByRole("dialog")
          .getByRole("button", { name: /^End all on/ })
          .click();
        await home.panel.getByText("No terminal is open").waitFor();
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
