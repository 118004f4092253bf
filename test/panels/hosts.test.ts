import type { Page } from "playwright-core";
import { expect } from "vitest";
import { axeFinds } from "../lab/axe.ts";
import { needs } from "../lab/needs.ts";
import { until } from "../lab/waiting.ts";
import type { GalleryOptions } from "./gallery/open-gallery.ts";
import { panelPages } from "./gallery/panel-page.ts";

const { describe, test } = needs("browser");

describe("the Hosts panel in a browser", () => {
  const pages = panelPages();
  let page: Page;

  const open = async (options: Partial<GalleryOptions> = {}): Promise<void> => {
    page = await pages.open({ panel: "hosts", ...options });
  };
  const card = (name: string) => page.getByRole("article", { name, exact: true });
  const fact = (name: string, label: string) =>
    card(name)
      .locator("dt", { hasText: new RegExp(`^${label}$`) })
      .locator("xpath=following-sibling::dd[1]")
      .innerText();
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const sheet = (name: string) => page.getByRole("dialog", { name, exact: true });
  const calls = () =>
    page.evaluate(async () => {
      await window.gallery.settled();
      // They come with each list of hosts, with each key in the address, and with each connection.
      return window.gallery.core.calls.filter(
        ({ method }) => !["hosts.candidates", "hosts.parse", "hosts.disk"].includes(method),
      );
    });
  const choose = async (host: string, entry: string) => {
    await button(`More for ${host}`).click();
    await page.getByRole("menuitem", { name: entry, exact: true }).click();
  };
  const report = (passed: number, end?: "failed") =>
    page.evaluate(([count, how]) => window.gallery.core.report(window.gallery.hosts.report(count, how)), [
      passed,
      end,
    ] as const);
  const focusedText = () =>
    page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent);

  test("tells of each host how it stands, in words", async () => {
    await open();
    expect(await page.locator(".head .sum").innerText()).toContain("8 hosts, 1 unreachable, 1 disabled");
    expect(await fact("laptop", "Engine")).toBe("Docker 28.5.1, API 1.51");
    expect(await fact("laptop", "Containers")).toBe("4 of 6 running, 1 unhealthy, 1 paused");
    expect(await fact("laptop", "Machine")).toBe("10 CPUs, 15.6 GB, 41 GB free, Debian 12");
    expect(await fact("build-vm", "Latency")).toBe("3.1 ms, through bastion.lan");
    expect(await fact("build-vm", "Socket")).toBe("/run/user/1000/docker.sock");
    expect(await fact("build-vm", "Clock")).toBe("12 s behind this machine’s");
    expect(await fact("prod-eu-1", "Latency")).toBe("24 ms, TLS verified");
    expect(await fact("prod-eu-1", "Certificate")).toBe("ends in 21 days, on 23 Jul");
    expect(await fact("lab-7", "Certificate")).toBe("yours ended on 29 Jun");
    expect(await fact("lab-7", "Containers")).toBe("none");
    expect(await fact("local", "Containers")).toBe("being read");
    expect(await fact("pi", "State")).toBe("connecting…");
    expect(await card("laptop").innerText()).toContain("connected since 08:42");
    expect(await card("laptop").locator(".tag").allInnerTexts()).toEqual(["default", "admin", "dev"]);
    expect(await card("lab-7").locator(".tag.warn").innerText()).toBe("not verified");
    expect(await card("prod-eu-1").getByRole("img", { name: "Colour: red" }).count()).toBe(1);
    // A clock that is right and a certificate that lasts are not worth a line.
    expect(await card("laptop").locator("dt").allInnerTexts()).toEqual(["Engine", "Latency", "Containers", "Machine"]);
  });

  test("says why a host is unreachable and what to do, counts to the next try, and tries now", async () => {
    await open({ clock: true });
    await page.evaluate(() => {
      const { core, hosts } = window.gallery;
      if (hosts.nas.state.kind === "unreachable")
        core.change({ hosts: [{ ...hosts.nas, state: { ...hosts.nas.state, nextTry: Date.now() + 8000 } }] });
    });
    expect(await fact("nas", "Problem")).toContain("nas does not answer");
    expect(await fact("nas", "Problem")).toContain("Check that it is running");
    expect(await fact("nas", "Last seen")).toBe("6 containers");
    for (const seconds of [7, 6]) await card("nas").getByText(`in ${seconds} s`).waitFor();
    await card("nas").getByRole("button", { name: "Try now" }).click();
    expect(await calls()).toEqual([{ method: "hosts.retry", input: { host: "nas" } }]);
  });

  test("enables a disabled host, and follows what changes", async () => {
    await open();
    await card("attic").getByRole("button", { name: "Enable" }).click();
    expect(await calls()).toEqual([{ method: "hosts.setEnabled", input: { host: "attic", enabled: true } }]);
    await page.evaluate(() => {
      const { core, hosts } = window.gallery;
      const attic = hosts.hosts.find(({ id }) => id === "attic");
      if (attic !== undefined) core.change({ hosts: [{ ...attic, state: { kind: "connecting" } }] });
    });
    await card("attic").getByText("connecting…").waitFor();
  });

  test("keeps hosts of one group together under its name, in the order of the hosts", async () => {
    await open({ state: "groups" });
    expect(await page.locator(".group-head").allInnerTexts()).toEqual(["acme", "home"]);
    const names = await page
      .getByRole("article")
      .evaluateAll((cards) => cards.map((one) => one.getAttribute("aria-label")));
    expect(names).toEqual(["laptop", "build-vm", "attic", "local", "prod-eu-1", "lab-7", "nas", "pi"]);
  });

  test("does by the menu of a host what can be done with it, and says why what can’t", async () => {
    await open();
    await choose("build-vm", "Duplicate");
    await choose("build-vm", "Disable");
    await choose("build-vm", "Make default");
    await choose("laptop", "No longer the default");
    await choose("build-vm", "Move up");
    await choose("build-vm", "Move down");
    await choose("attic", "Copy address");
    expect(await calls()).toEqual([
      { method: "hosts.duplicate", input: { host: "buildvm" } },
      { method: "hosts.setEnabled", input: { host: "buildvm", enabled: false } },
      { method: "hosts.setDefault", input: { host: "buildvm" } },
      { method: "hosts.setDefault", input: {} },
      { method: "hosts.move", input: { host: "buildvm", before: "laptop" } },
      { method: "hosts.move", input: { host: "buildvm", before: "nas" } },
      { method: "home.copy", input: { text: "ssh://attic.lan" } },
    ]);
    await button("More for local").click();
    const removed = page.getByRole("menuitem", { name: /^Remove…/ });
    expect(await removed.getAttribute("aria-disabled")).toBe("true");
    expect(await removed.innerText()).toContain("It was found, not added.");
    await page.keyboard.press("Escape");
    await button("More for laptop").click();
    expect(await page.getByRole("menuitem", { name: /^Move up/ }).innerText()).toContain("It is the first.");
  });

  test("keeps the focus on a host’s menu when the host moves, and gives it to the head when it is gone", async () => {
    await open();
    await choose("build-vm", "Move up");
    await page.evaluate(() => {
      const { core, hosts } = window.gallery;
      core.change({ hosts: hosts.hosts.map((host, index) => ({ ...host, position: index < 2 ? 1 - index : index })) });
    });
    await page.waitForFunction(() => document.querySelector("[data-host]")?.getAttribute("data-host") === "buildvm");
    expect(await focusedText()).toBe("More for build-vm");
    await choose("build-vm", "Remove…");
    await sheet("Remove build-vm?").getByRole("button", { name: "Remove build-vm" }).click();
    await page.evaluate(() => window.gallery.core.change({ removedHosts: ["buildvm"] }));
    await card("build-vm").waitFor({ state: "detached" });
    expect(await focusedText()).toBe("Hosts");
  });

  test("asks before it removes a host, and says that nothing on it changes", async () => {
    await open();
    await choose("nas", "Remove…");
    const asked = sheet("Remove nas?");
    expect(await asked.innerText()).toContain("Nothing on it changes");
    expect(await focusedText()).toBe("Cancel");
    await page.keyboard.press("Enter");
    await asked.waitFor({ state: "detached" });
    expect(await focusedText()).toBe("More for nas");
    expect(await calls()).toEqual([]);
    await choose("nas", "Remove…");
    await asked.getByRole("button", { name: "Remove nas" }).click();
    expect(await calls()).toEqual([{ method: "hosts.remove", input: { host: "nas" } }]);
  });

  test("has an old key forgotten, where Quayside itself keeps it, once the person has read what that means", async () => {
    await open();
    expect(await page.getByRole("button", { name: /^Forget the old key/ }).count()).toBe(0);
    await page.evaluate(() => {
      const { core, hosts } = window.gallery;
      core.change({ hosts: [hosts.changedKey] });
    });
    await card("nas").getByText("let Quayside forget the old key").waitFor();
    await card("nas").getByRole("button", { name: "Forget the old key…" }).click();
    const asked = sheet("Forget the old key of nas?");
    for (const words of ["SHA256:new", "SHA256:old", "Only if you know why"])
      expect(await asked.innerText()).toContain(words);
    expect(await focusedText()).toBe("Cancel");
    expect(await axeFinds(page)).toEqual([]);
    await asked.getByRole("button", { name: "Forget the old key" }).click();
    await asked.waitFor({ state: "detached" });
    expect(await calls()).toEqual([{ method: "hosts.forgetKey", input: { host: "nas" } }]);
  });

  test("says in place what did not work, until it is dismissed", async () => {
    await open();
    await page.evaluate(() => {
      window.gallery.core.answers["hosts.duplicate"] = () => {
        throw Object.assign(new Error("x"), {
          name: "PanelError",
          info: {
            ...{ name: "StoreUnusable", title: "Quayside’s own files can’t be used", sentence: "The disk is full." },
            ...{ hint: "Check the folder that it names.", detail: "ENOSPC" },
          },
        });
      };
    });
    await choose("laptop", "Duplicate");
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("alert").innerText()).toContain("Duplicate did not work");
    expect(await page.getByRole("alert").innerText()).toContain("The disk is full.");
    await button("Dismiss").click();
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  test("adds a host: proposes its name, shows each step of the test as it comes, saves what has passed", async () => {
    await open();
    await button("Add a host").click();
    const form = sheet("Add a host");
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("INPUT");
    await page.keyboard.type("ssh://deploy@edge-2.acme.example:2222");
    await sheet("Add edge-2.acme.example").waitFor();
    await button("View").click();
    await page.getByText("Look only: nothing can be changed from here.").waitFor();
    await button("SSH settings").click();
    expect(await page.getByLabel("Port", { exact: true }).inputValue()).toBe("2222");
    await page.getByLabel("Jump hosts").fill("bastion");
    await page.getByLabel("Port", { exact: true }).fill("22");
    expect(await page.getByLabel("Address").inputValue()).toBe("ssh://deploy@edge-2.acme.example");
    await button("Group, tags and colour").click();
    await page.getByLabel("Group", { exact: true }).fill("edge");
    await page.getByLabel("Tags").fill("a, b, a");
    await page.getByLabel("Orange").check();
    await page.getByLabel("Tags").press("Enter");
    const step = (name: string) => page.locator(".steps li", { hasText: name });
    await report(1);
    await step("Name resolves").getByText(": passed").waitFor();
    expect(await step("Name resolves").innerText()).toContain("12 ms");
    await step("Port answers").getByText(": running").waitFor();
    expect(await step("Logged in").innerText()).toContain("not reached");
    await button("Stop").waitFor();
    await report(6);
    await page.getByText("all 6 steps passed").waitFor();
    expect(await step("Version and access").innerText()).toContain("Docker 28.5.1, API 1.51");
    await button("Save").click();
    await form.waitFor({ state: "detached" });
    const connection = { kind: "ssh", host: "edge-2.acme.example", user: "deploy", port: 22, jump: "bastion" };
    const tested = await page.evaluate(() => window.gallery.core.tested);
    expect(tested).toEqual([{ id: "new-host", name: "edge-2.acme.example", connection }]);
    expect(await calls()).toEqual([
      { method: "hosts.newId", input: {} },
      {
        method: "hosts.add",
        input: {
          ...{ id: "new-host", name: "edge-2.acme.example", connection, access: "view" },
          ...{ group: "edge", tags: ["a", "b"], colour: "orange" },
        },
      },
    ]);
    expect(await focusedText()).toContain("Add a host");
  });

  test("says at the step that failed what happened and what to do, and can be saved nevertheless", async () => {
    await open();
    await button("Add edge-2").click();
    await button("Test").click();
    await report(4, "failed");
    await page.getByText("stopped at step 5 of 6").waitFor();
    const failed = page.locator(".steps li", { hasText: "Engine answers" });
    for (const words of ["No permission for Docker on edge-2.", "add deploy to the group", "9 ms"])
      expect(await failed.innerText()).toContain(words);
    await failed.getByRole("button", { name: "Copy" }).click();
    await button("Test again").click();
    await report(4, "failed");
    await page.getByText("stopped at step 5 of 6").waitFor();
    await button("Save anyway").click();
    await sheet("Add edge-2").waitFor({ state: "detached" });
    expect((await calls()).map(({ method }) => method)).toEqual(["hosts.newId", "home.copy", "hosts.add"]);
  });

  test("forgets what was given for a host that is not added after all, and tests anew what was changed", async () => {
    await open();
    await button("Add edge-2").click();
    await button("Test").click();
    await report(6);
    await page.getByText("all 6 steps passed").waitFor();
    await page.getByLabel("Address").fill("ssh://edge-3");
    await page.getByText("not tested").waitFor();
    expect(await button("Save").count()).toBe(0);
    await button("Cancel").click();
    expect((await calls()).at(-1)).toEqual({ method: "hosts.forget", input: { host: "new-host" } });
  });

  test("says what an address lacks while it is typed, and offers the one that is meant", async () => {
    await open();
    await button("Add a host").click();
    const address = page.getByLabel("Address");
    await address.fill("ssh:/");
    expect(await address.getAttribute("aria-invalid")).toBe("false");
    await address.fill("me@nas");
    await page.getByText("An address begins with ssh://").waitFor();
    expect(await address.getAttribute("aria-invalid")).toBe("true");
    await button("Use ssh://me@nas").click();
    expect(await address.inputValue()).toBe("ssh://me@nas");
    const name = page.getByLabel("Name", { exact: true });
    // "nas" is taken. The address is read by core, and the name proposed then.
    await until(async () => (await name.inputValue()) === "nas 2", { what: "another name" });
    await name.fill("nas");
    await address.fill("ssh://dev@nas.lan");
    await page.getByText("nas has this address already.").waitFor();
    await button("Test").click();
    await page.getByText("There is a host of this name already.").waitFor();
    expect(await page.evaluate(() => window.gallery.core.tested)).toEqual([]);
  });

  test("takes a key that is pasted apart, and never shows it again", async () => {
    await open();
    await button("Add a host").click();
    await page.getByLabel("Address").fill("tcp://edge-1.acme.example");
    const key = page.getByLabel("Your key");
    await key.fill("-----BEGIN PRIVATE KEY-----\nplanted\n-----END PRIVATE KEY-----");
    await page.getByText("A pasted key is ready. It is not shown again.").waitFor();
    expect(await page.content()).not.toContain("planted");
    expect(JSON.stringify(await page.evaluate(() => window.gallery.remembered))).not.toContain("planted");
    await page.getByLabel("Don’t verify").check();
    await page.getByText("Somebody else could answer in its place").waitFor();
    await page.getByLabel("CA: who may sign").fill(" /c/ca.pem ");
    await button("Save anyway").click();
    await sheet("Add edge-1.acme.example").waitFor({ state: "detached" });
    expect((await calls()).at(-1)).toMatchObject({
      method: "hosts.add",
      input: {
        connection: {
          ...{ kind: "tls", host: "edge-1.acme.example", port: 2376, ca: "/c/ca.pem", key: "pasted", verify: false },
        },
        pastedKey: "-----BEGIN PRIVATE KEY-----\nplanted\n-----END PRIVATE KEY-----",
      },
    });
  });

  test("takes certificates and keys from files of the person’s computer, and says what is none", async () => {
    await open();
    await button("Add a host").click();
    await page.getByLabel("Address").fill("tcp://edge-1.acme.example");
    const file = (what: string, text: string) =>
      page
        .getByLabel(`From a file of this computer… ${what}`)
        .setInputFiles({ name: "x.pem", mimeType: "text/plain", buffer: Buffer.from(text) });
    const pem = (kind: string, text: string) => `-----BEGIN ${kind}-----\n${text}\n-----END ${kind}-----`;
    await file("the authority", "nothing of that kind");
    await page.getByText("There is no PEM in the file.").waitFor();
    await file("the authority", "x".repeat(100_001));
    await page.getByText("The file is too large for that.").waitFor();
    await file("the authority", pem("CERTIFICATE", "authority"));
    await page.getByText("The file is too large for that.").waitFor({ state: "detached" });
    await file("the certificate", pem("CERTIFICATE", "mine"));
    await file("the private one", pem("PRIVATE KEY", "planted"));
    await page.getByText("A pasted key is ready. It is not shown again.").waitFor();
    expect(await page.content()).not.toContain("planted");
    expect(await axeFinds(page)).toEqual([]);
    await button("Save anyway").click();
    await sheet("Add edge-1.acme.example").waitFor({ state: "detached" });
    expect((await calls()).at(-1)).toMatchObject({
      method: "hosts.add",
      input: {
        connection: {
          kind: "tls",
          ca: pem("CERTIFICATE", "authority"),
          cert: pem("CERTIFICATE", "mine"),
          key: "pasted",
        },
        pastedKey: pem("PRIVATE KEY", "planted"),
      },
    });
  });

  test("edits a host: marks are saved without a test, and only what changed is sent", async () => {
    await open();
    await choose("prod-eu-1", "Edit…");
    await page.getByText("A pasted key is in the secret store. It is not shown.").waitFor();
    await page.getByText("The way to the host is as it was").waitFor();
    await page.getByLabel("Name", { exact: true }).fill("prod");
    await button("Group, tags and colour").click();
    await page.getByLabel("None").check();
    await page.getByLabel("Name", { exact: true }).press("Enter");
    await sheet("Edit prod-eu-1").waitFor({ state: "detached" });
    expect(await calls()).toEqual([
      { method: "hosts.update", input: { host: "prod", change: { name: "prod", colour: null } } },
    ]);
    expect(await focusedText()).toBe("More for prod-eu-1");
    await choose("prod-eu-1", "Edit…");
    await page.getByLabel("Address").fill("tcp://prod-eu-2.acme.example:2376");
    await page.getByText("not tested").waitFor();
    expect(await button("Save anyway").count()).toBe(1);
  });

  test("loses nothing by a click beside, nor by Esc without a question", async () => {
    await open();
    await button("Add a host").click();
    await page.keyboard.press("Escape");
    await sheet("Add a host").waitFor({ state: "detached" });
    expect(await focusedText()).toContain("Add a host");
    await button("Add edge-1").click();
    await page.mouse.click(300, 500);
    await page.keyboard.press("Escape");
    await page.getByText("Discard what you entered?").waitFor();
    await button("Keep editing").click();
    expect(await page.getByLabel("Address").inputValue()).toBe("tcp://edge-1.acme.example:2376");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await button("Discard").click();
    await sheet("Add edge-1").waitFor({ state: "detached" });
    expect(await calls()).toEqual([]);
  });

  test("keeps the focus within the form", async () => {
    await open();
    await button("Add edge-2").click();
    for (let presses = 0; presses < 30; presses++) {
      await page.keyboard.press("Tab");
      const outside = await page.evaluate(
        () => document.activeElement !== document.body && document.activeElement?.closest("dialog") === null,
      );
      expect(outside).toBe(false);
    }
  });

  test("brings back what was typed before its page was taken away", async () => {
    await open({ state: "remembered" });
    expect(await page.getByLabel("Address").inputValue()).toBe("ssh://deploy@edge-9");
    expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("edge nine");
    await button("Test").click();
    await report(6);
    await page.getByText("all 6 steps passed").waitFor();
    expect(await page.evaluate(() => window.gallery.core.tested[0])).toMatchObject({
      ...{ id: "kept-id", name: "edge nine", connection: { kind: "ssh", host: "edge-9" } },
    });
    await button("Save").click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await page.evaluate(() => window.gallery.remembered)).toEqual({});
  });

  test("imports from a file or a text, and tells by name what was added and what was left out", async () => {
    await open();
    await page.evaluate(() => {
      window.gallery.core.answers["hosts.import"] = () => ({
        added: ["edge-7", "<b>edge-8</b>"],
        skipped: [{ name: "nas", reason: "There is a host of this name already." }],
      });
    });
    await button("Import…").click();
    await page
      .getByLabel("File")
      .setInputFiles({ name: "hosts.json", mimeType: "application/json", buffer: Buffer.from('{"hosts":[]}') });
    await page.waitForFunction(() => document.querySelector("textarea")?.value === '{"hosts":[]}');
    await button("Import").click();
    await page.getByText("2 hosts added").waitFor();
    expect(await sheet("Import hosts").locator("li").allInnerTexts()).toEqual([
      "edge-7",
      "<b>edge-8</b>",
      "nas There is a host of this name already.",
    ]);
    expect(await calls()).toEqual([{ method: "hosts.import", input: { text: '{"hosts":[]}' } }]);
    await button("Done").click();
    await page.evaluate(() => {
      window.gallery.core.answers["hosts.import"] = () => {
        throw new Error("no hosts");
      };
    });
    await button("Import…").click();
    await page.getByLabel("Text").fill("nonsense");
    await button("Import").click();
    await page.getByText("Nothing was imported").waitFor();
    expect(await page.getByLabel("Text").inputValue()).toBe("nonsense");
    pages.takeProblems();
  });

  test("exports as a text that is copied, and as a file", async () => {
    await open();
    await page.evaluate(() => {
      window.gallery.core.answers["hosts.export"] = () => '{"quayside":"hosts"}';
    });
    await button("Import and export").click();
    await page.getByRole("menuitem", { name: "Export…" }).click();
    await page.waitForFunction(() => document.querySelector("textarea")?.value === '{"quayside":"hosts"}');
    await button("Copy").click();
    await button("Copied").waitFor();
    const download = page.waitForEvent("download");
    await button("Download").click();
    const file = await download;
    expect(file.suggestedFilename()).toBe("quayside-hosts.json");
    expect((await calls()).at(-1)).toEqual({ method: "home.copy", input: { text: '{"quayside":"hosts"}' } });
  });

  test("shows names, addresses and errors from strangers as text, and lets none of them widen it", async () => {
    await open({ state: "hostile" });
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.title()).toBe("Quayside");
    expect(await page.locator(".panel").innerText()).toContain("<U+202E>\\e[31m");
    const wide = await page
      .locator(".hosts-scroll")
      .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    expect(wide).toBe(0);
  });

  test("shows fifty hosts, and what changes at one of them", async () => {
    await open({ state: "50" });
    expect(await page.getByRole("article").count()).toBe(50);
    const took = await page.evaluate(async () => {
      const { core, hosts } = window.gallery;
      const { hosts: many } = hosts.manyHosts(50);
      const last = many.at(-1);
      if (last === undefined) return Number.NaN;
      const start = performance.now();
      core.change({ hosts: [{ ...last, state: { kind: "connecting" } }] });
      while (document.querySelector('[data-host="h49"]')?.textContent?.includes("connecting…") !== true)
        await new Promise((resolve) => requestAnimationFrame(resolve));
      return performance.now() - start;
    });
    expect(took).toBeLessThan(1000);
  });

  for (const width of [480, 760]) {
    test(`fits ${width} pixels, its form too`, async () => {
      await open({ width });
      const overflow = () =>
        page.evaluate(() =>
          [...document.querySelectorAll(".head, .hosts-scroll, .sheet, .sheet-body")].map(
            ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
          ),
        );
      expect((await overflow()).every((pixels) => pixels === 0)).toBe(true);
      await button("Add a host").click();
      expect((await page.getByRole("dialog").boundingBox())?.width).toBe(width);
      expect((await overflow()).every((pixels) => pixels === 0)).toBe(true);
    });
  }

  for (const theme of ["dark", "light", "high-contrast"] as const) {
    test(`axe finds nothing in the form, its test and the sheets: ${theme}`, async () => {
      await open({ theme });
      await choose("prod-eu-1", "Edit…");
      await button("Group, tags and colour").click();
      await page.getByLabel("Name", { exact: true }).fill("");
      await button("Save").click();
      await page.getByText("A host needs a name.").waitFor();
      expect(await axeFinds(page)).toEqual([]);
      await button("Cancel").click();
      await button("Add edge-2").click();
      await button("SSH settings").click();
      await button("Test").click();
      await report(4, "failed");
      await page.getByText("stopped at").waitFor();
      expect(await axeFinds(page)).toEqual([]);
      await button("Cancel").click();
      await button("Import…").click();
      expect(await axeFinds(page)).toEqual([]);
      await button("Cancel").click();
      await choose("nas", "Remove…");
      expect(await axeFinds(page)).toEqual([]);
    });
  }
});
