import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { runContainer } from "../../lab/containers.ts";
import type { EngineAccess } from "../../lab/engine-access.ts";
import { until } from "../../lab/waiting.ts";
import type { Home } from "../home.ts";
import type { Row } from "../row.ts";
import { row, withContainer } from "./steps.ts";

const file = ({ panel }: Home, name: string) =>
  panel.locator(".fr.row").filter({ has: panel.getByRole("button", { name, exact: true }) });

async function showFiles(home: Home, container: string): Promise<void> {
  await row(home, container).locator(".c-name").click();
  await home.page.keyboard.press("f");
  await home.panel.getByRole("heading", { name: `Files of ${container}` }).waitFor();
}

/** Into this directory of the one that is shown. */
async function enter(home: Home, directory: string): Promise<void> {
  await file(home, directory).getByRole("button", { name: directory, exact: true }).click();
  await home.panel.locator(".crumbs [aria-current]", { hasText: directory }).waitFor();
}

const inside = (engine: EngineAccess, id: string, script: string) => engine.docker(["exec", id, "sh", "-c", script]);

export const filesRows: readonly Row[] = [
  {
    panel: "Files",
    does: "a file is opened, changed and saved, and keeps its mode",
    run: (home, engine) =>
      withContainer(home, engine, runContainer(engine, { name: "row-edit" }), "row-edit", async (id) => {
        await inside(engine, id, "mkdir /conf && echo second > /conf/app.conf && chmod 640 /conf/app.conf");
        await showFiles(home, "row-edit");
        await enter(home, "conf");
        await file(home, "app.conf").getByRole("button", { name: "app.conf", exact: true }).click();
        await home.sees.edited("app.conf", "first ");
        const state = () => inside(engine, id, "cat /conf/app.conf; stat -c %a /conf/app.conf");
        await until(async () => (await state()) === "first second\n640\n", { what: "it to be saved" });
      }),
  },
  {
    panel: "Files",
    does: "a file of the person’s computer is uploaded",
    run: (home, engine) =>
      withContainer(home, engine, runContainer(engine, { name: "row-upload" }), "row-upload", async (id) => {
        await inside(engine, id, "mkdir /incoming && touch /incoming/before");
        await showFiles(home, "row-upload");
        await enter(home, "incoming");
        const folder = await mkdtemp(join(tmpdir(), "quayside-upload-"));
        try {
          await writeFile(join(folder, "sent.txt"), "from here\n");
          const ask = () => home.panel.getByRole("button", { name: "Upload files" }).first().click();
          await home.sees.chosen("/incoming", join(folder, "sent.txt"), ask);
          await file(home, "sent.txt").waitFor();
          expect(await inside(engine, id, "cat /incoming/sent.txt")).toBe("from here\n");
        } finally {
          await rm(folder, { recursive: true });
        }
      }),
  },
  {
    panel: "Files",
    does: "a file is renamed in its row, and deleted after a question that names the container and the host",
    run: (home, engine) =>
      withContainer(home, engine, runContainer(engine, { name: "row-delete" }), "row-delete", async (id) => {
        await inside(engine, id, "mkdir /old && echo x > /old/one && echo y > /old/two");
        await showFiles(home, "row-delete");
        await enter(home, "old");
        await file(home, "one").click({ position: { x: 240, y: 10 } });
        await home.panel.getByRole("grid").focus();
        await home.page.keyboard.press("F2");
        await home.panel.getByLabel("New name of one").fill("three");
        await home.page.keyboard.press("Enter");
        await file(home, "three").waitFor();
        await file(home, "three").click({ position: { x: 240, y: 10 } });
        await home.panel.getByRole("grid").focus();
        await home.page.keyboard.press("Delete");
        await home.panel
          .getByRole("dialog")
          .getByText(/Delete “three” from row-delete on /)
          .waitFor();
        await home.panel.getByRole("button", { name: "Delete from row-delete" }).click();
        await file(home, "three").waitFor({ state: "detached" });
        await until(async () => (await inside(engine, id, "ls /old")) === "two\n", { what: "it gone" });
      }),
  },
];
