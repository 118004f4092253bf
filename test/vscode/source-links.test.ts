import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join, win32 } from "node:path";
import { afterAll, describe as always, beforeAll, expect, it } from "vitest";
import {
  bestSuffixes,
  hostPaths,
  isInside,
  namePattern,
  plainPath,
} from "../../vscode-extension/src/source/source-paths.ts";
import { screenshot } from "../lab/browser.ts";
import { runContainer } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import {
  chooseFromMenu,
  nodeRow,
  openQuayside,
  openVsCode,
  panelFrame,
  quickPickRow,
  type VsCode,
} from "./workbench.ts";

const { describe, test } = needs("engine", "vscode", "browser");

always("the paths that a container’s path may be", () => {
  const origin = {
    mounts: [
      { source: "/home/me/shop", destination: "/app" },
      { source: "/home/me/lib", destination: "/app/lib" },
    ],
    labels: { "com.docker.compose.project.working_dir": "/home/me/shop" },
  };

  it("lead through the deepest mount first, then through the folder of its stack", () => {
    expect(hostPaths("/app/lib/a.ts", origin).slice(0, 2)).toEqual(["/home/me/lib/a.ts", "/home/me/shop/lib/a.ts"]);
    expect(hostPaths("src/a.ts", origin)).toEqual(["/home/me/shop/src/a.ts", "/home/me/shop/a.ts"]);
  });

  it("never lead out of a mount or of a folder", () => {
    for (const path of ["/app/../../etc/passwd", "../../etc/passwd", "/app/lib/../../../etc/passwd"])
      for (const found of hostPaths(path, origin)) expect(isInside(found, ["/home/me"])).toBe(true);
    expect(isInside("/home/me", ["/home/me"])).toBe(false);
    expect(isInside("/home/men/a", ["/home/me"])).toBe(false);
  });

  it("are inside a folder or not on Windows, too, whatever case and drive they have", () => {
    const inside = (file: string) => isInside(file, ["C:\\work\\shop"], win32);
    expect(["c:\\Work\\shop\\src\\a.ts", "C:\\work\\shop\\..a\\b.ts"].map(inside)).toEqual([true, true]);
    expect(["C:\\work\\shopper\\a.ts", "C:\\work\\a.ts", "D:\\work\\shop\\a.ts"].map(inside)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it("are none for what is no path of a file of a machine", () => {
    for (const written of ["\\\\server\\share\\a.ts", "//server/a.ts", "command:x.ts", "https://x/a.ts", "a\0.ts"])
      expect(plainPath(written)).toBeUndefined();
    expect(plainPath("C:\\app\\a.ts")).toBe("/app/a.ts");
  });

  it("are found by the longest end that they share", () => {
    const files = ["/w/a/src/x.ts", "/w/b/src/x.ts", "/w/x.ts"];
    expect(bestSuffixes("/app/b/src/x.ts", files, (file) => file)).toEqual(["/w/b/src/x.ts"]);
    expect(bestSuffixes("/app/src/x.ts", files, (file) => file)).toEqual(["/w/a/src/x.ts", "/w/b/src/x.ts"]);
    expect(namePattern("/app/[a]*{b}.ts")).toBe("**/?a???b?.ts");
  });
});

describe("a place in a stack trace in VS Code", () => {
  let code: VsCode;
  let own: LabEngine;

  beforeAll(async () => {
    const lab = openLab();
    const folder = join(lab.folder, "shop");
    const outside = join(lab.folder, "outside");
    for (const made of [join(folder, "src"), join(folder, "a", "same"), join(folder, "b", "same"), outside])
      await mkdir(made, { recursive: true });
    const lines = (name: string) => Array.from({ length: 20 }, (_, n) => `// ${name} ${n + 1}`).join("\n");
    await Promise.all([
      writeFile(join(folder, "src", "charge.js"), lines("charge")),
      writeFile(join(folder, "place.js"), lines("place")),
      writeFile(join(folder, "a", "same", "twin.js"), lines("twin a")),
      writeFile(join(folder, "b", "same", "twin.js"), lines("twin b")),
      writeFile(join(outside, "secret.js"), lines("secret")),
    ]);
    await symlink(join(outside, "secret.js"), join(folder, "src", "linked.js"));
    own = await lab.startEngine({ name: "own" });
    const trace = [
      "Error: broken",
      "    at charge (/app/src/charge.js:12:4)",
      "    at place (/elsewhere/place.js:7)",
      "    at twin (/elsewhere/same/twin.js:3)",
      "    at out (/app/../outside/secret.js:1)",
      "    at link (/app/src/linked.js:1)",
      "    at gone (/app/src/gone.js:1)",
    ];
    const script = `${trace.map((line) => `echo '${line}' >&2`).join("; ")}; exec sleep 3600`;
    const body = { HostConfig: { Binds: [`${folder}:/app:ro`] } };
    await runContainer(own, { name: "traced", script, body });
    code = await openVsCode({ env: { DOCKER_HOST: own.dockerHost }, folder }, lab);
    await openQuayside(code.page);
    await chooseFromMenu(code.page, nodeRow(code.page, "traced"), "Show Logs");
    await place("charge.js").waitFor();
  });
  afterAll(async () => code?.lab.close());

  const place = (name: string) => panelFrame(code.page).locator(".le .ms .place", { hasText: name });
  const follow = async (name: string): Promise<void> => {
    await code.page.locator(".tab", { hasText: "Logs: traced" }).click();
    await place(name).click();
  };
  const position = (text: string) => code.page.locator(".statusbar-item", { hasText: text }).waitFor();
  const tab = (name: string) => code.page.locator(".tab", { hasText: name });

  test("opens the file that the container has by a mount, at the line and column", async () => {
    await follow("charge.js");
    await tab("charge.js").waitFor();
    await position("Ln 12, Col 4");
    await screenshot(code.page, "screenshots/vscode-source");
  });

  test("opens the file of the workspace whose end agrees, and asks where several do", async () => {
    await follow("place.js");
    await tab("place.js").waitFor();
    await position("Ln 7, Col 1");
    await follow("twin.js");
    await quickPickRow(code.page, "b/same/twin.js").click();
    await tab("twin.js").waitFor();
    await code.page.locator(".view-line", { hasText: "twin b 3" }).waitFor();
  });

  test("opens nothing outside the workspace, by no path and by no link, and says that there is no such file", async () => {
    for (const name of ["secret.js", "linked.js", "gone.js"]) {
      await follow(name);
      const said = code.page.locator(".notification-toast", { hasText: "No file of this workspace is" });
      await said.filter({ hasText: name }).waitFor();
      await said.first().hover();
      await said.first().locator(".codicon-notifications-clear").click();
    }
    expect(await tab("secret.js").count()).toBe(0);
    expect(await code.page.getByText("// secret").count()).toBe(0);
  });
});
