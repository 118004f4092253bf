import type { PendingQuestion } from "@quayside/core/model/question.ts";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { axeFinds } from "../lab/axe.ts";
import { needs } from "../lab/needs.ts";
import { panelPages } from "./gallery/panel-page.ts";

const { describe, test } = needs("browser");

describe("what a login asks, beside a panel", () => {
  const pages = panelPages();
  let page: Page;

  const open = async (theme: "dark" | "light" | "high-contrast" = "dark"): Promise<void> => {
    page = await pages.open({ panel: "hosts", theme });
  };
  const ask = (kind: "hostKeyQuestion" | "passwordQuestion", change: Record<string, unknown> = {}) =>
    page.evaluate(
      ([which, given]) => {
        const { core, hosts } = window.gallery;
        const one = hosts[which];
        core.questions([{ ...one, question: { ...one.question, ...given } } as PendingQuestion]);
      },
      [kind, change] as const,
    );
  const answers = () =>
    page.evaluate(async () => {
      await window.gallery.settled();
      return window.gallery.core.calls.filter(({ method }) => method === "questions.answer").map(({ input }) => input);
    });
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const sheet = (name: string) => page.getByRole("dialog", { name, exact: true });

  test("asks about a key with its fingerprint and how to compare it, and Enter in haste refuses", async () => {
    await open();
    await ask("hostKeyQuestion");
    const asked = sheet("Is this edge-2?");
    for (const words of [
      "ssh://deploy@edge-2.acme.example:22 shows this key",
      "ssh-ed25519",
      "SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8",
      "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub",
    ])
      expect(await asked.innerText()).toContain(words);
    await page.keyboard.press("Enter");
    await asked.waitFor({ state: "detached" });
    expect(await answers()).toEqual([{ id: "question-1", kind: "host-key", answer: null }]);
  });

  for (const [words, answer] of [
    ["with ssh’s own keys, in /home/ann/.ssh/known_hosts", "ssh"],
    ["with Quayside alone", "quayside"],
    ["only until Quayside ends", "once"],
  ] as const) {
    test(`keeps a key ${words}`, async () => {
      await open();
      await ask("hostKeyQuestion");
      await page.getByLabel(words).check();
      await button("Trust this key").click();
      expect(await answers()).toEqual([{ id: "question-1", kind: "host-key", answer }]);
    });
  }

  test("offers no file of ssh where there is none", async () => {
    await open();
    await ask("hostKeyQuestion", { file: undefined });
    await sheet("Is this edge-2?").waitFor();
    expect(await page.getByRole("radio").count()).toBe(2);
    await button("Trust this key").click();
    expect(await answers()).toEqual([{ id: "question-1", kind: "host-key", answer: "quayside" }]);
  });

  test("asks for a password that is not seen, answers by Enter, and keeps it where that is wanted", async () => {
    await open();
    await ask("passwordQuestion", { again: true });
    const asked = sheet("Password for edge-2");
    await asked.getByText("That was not right. Try again.").waitFor();
    const field = page.getByLabel("Password", { exact: true });
    expect(await field.getAttribute("type")).toBe("password");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("type"))).toBe("password");
    await page.keyboard.press("Enter");
    expect(await answers()).toEqual([]);
    await page.getByLabel("Keep it in the secret store").check();
    await field.fill("correct horse");
    await field.press("Enter");
    await asked.waitFor({ state: "detached" });
    expect(await answers()).toEqual([
      { id: "question-2", kind: "secret", answer: { text: "correct horse", keep: true } },
    ]);
    expect(await page.content()).not.toContain("correct horse");
  });

  test("shows a server’s own words as text, and a code as it is typed where the server allows it", async () => {
    await open();
    await ask("passwordQuestion", { kind: "code", prompt: "<b>Code</b>\u001b[2J\u202e:", echo: true });
    const asked = sheet("edge-2 asks");
    await asked.getByText("<b>Code</b>\\e[2J<U+202E>:").waitFor();
    expect(await page.getByLabel("Answer").getAttribute("type")).toBe("text");
    // A code is good for once.
    expect(await page.getByLabel("Keep it in the secret store").count()).toBe(0);
    await page.keyboard.press("Escape");
    expect(await answers()).toEqual([{ id: "question-2", kind: "secret", answer: null }]);
  });

  test("stands over the form that is open, which waits", async () => {
    await open();
    await button("Add edge-2").click();
    await ask("passwordQuestion");
    await page.getByLabel("Password", { exact: true }).fill("x");
    await page.keyboard.press("Escape");
    await sheet("Password for edge-2").waitFor({ state: "detached" });
    expect(await page.getByLabel("Address").inputValue()).toBe("ssh://edge-2");
    expect(await page.evaluate(() => document.activeElement?.closest("dialog")?.getAttribute("aria-label"))).toBe(
      "Add edge-2",
    );
  });

  test("goes when it is not asked any more, and says when an answer did not arrive", async () => {
    await open();
    await ask("passwordQuestion");
    await sheet("Password for edge-2").waitFor();
    await page.evaluate(() => window.gallery.core.questions([]));
    await sheet("Password for edge-2").waitFor({ state: "detached" });
    await page.evaluate(() => {
      window.gallery.core.answers["questions.answer"] = () => {
        throw new Error("lost");
      };
    });
    await ask("passwordQuestion");
    await page.getByLabel("Password", { exact: true }).fill("x");
    await button("Continue").click();
    await page.getByText("The answer did not arrive").waitFor();
    pages.takeProblems();
  });

  for (const theme of ["dark", "light", "high-contrast"] as const) {
    test(`axe finds nothing: ${theme}`, async () => {
      await open(theme);
      for (const kind of ["hostKeyQuestion", "passwordQuestion"] as const) {
        await ask(kind, kind === "passwordQuestion" ? { again: true } : {});
        await sheet(kind === "hostKeyQuestion" ? "Is this edge-2?" : "Password for edge-2").waitFor();
        expect(await axeFinds(page)).toEqual([]);
      }
    });
  }
});
