import { isError } from "@quayside/core/errors/errors.ts";
import type { HostKeyQuestion, SecretQuestion } from "@quayside/core/model/prompter.ts";
import type { PendingQuestion, QuestionAnswer } from "@quayside/core/model/question.ts";
import { PanelPrompter } from "@quayside/core/panel/panel-prompter.ts";
import { describe, expect, it, onTestFinished } from "vitest";
import { connected, until } from "./panel-pair.ts";

const address = "ssh://deploy@build.example:22";
const password: SecretQuestion = {
  ...{ kind: "password", host: "build", address, prompt: "deploy's password", echo: false, again: false },
};
const key: HostKeyQuestion = {
  ...{ host: "build", address, file: undefined },
  key: { type: "ssh-ed25519", fingerprint: "SHA256:abc" },
};
const given = { text: "open sesame", keep: false };

/** Two panels that show what waits, and somebody who asks. */
function asking() {
  const prompter = new PanelPrompter();
  const login = new AbortController();
  return { prompter, login, panels: [watching(prompter), watching(prompter)] as const };
}

/** A panel of its own: what it shows now, and what it answers with. */
function watching(prompter: PanelPrompter) {
  const { panel } = connected({
    "questions.watch": (_input, signal) => prompter.watch(signal),
    "questions.answer": async (answer) => prompter.answer(answer),
  });
  let shown: readonly PendingQuestion[] | undefined;
  const closing = new AbortController();
  onTestFinished(() => closing.abort());
  const ended = (async () => {
    for await (const questions of panel.stream("questions.watch", {}, closing.signal)) shown = questions;
  })();
  return {
    shown: () => shown,
    /** The question that it shows as its only one. */
    only: () =>
      until(() => {
        expect(shown).toHaveLength(1);
        return (shown as readonly [PendingQuestion])[0];
      }),
    none: () => until(() => expect(shown).toEqual([])),
    answer: (answer: QuestionAnswer) => panel.call("questions.answer", answer),
    async close() {
      closing.abort();
      await ended;
    },
  };
}

const notAskedAnyMore = { info: { name: "NotFound", sentence: "This question is not asked any more." } };

describe("a login that asks by the panels", () => {
  it("is shown by every panel, and the first answer counts", async () => {
    const { prompter, login, panels } = asking();
    const answered = prompter.secret(password, login.signal);
    const [first, second] = await Promise.all(panels.map((panel) => panel.only()));
    expect(first).toEqual({ id: expect.any(String), kind: "secret", question: password });
    expect(second).toEqual(first);

    const id = String(first?.id);
    await panels[1].answer({ id, kind: "secret", answer: given });
    expect(await answered).toEqual(given);
    await Promise.all(panels.map((panel) => panel.none()));
    const late = panels[0].answer({ id, kind: "secret", answer: { text: "another", keep: true } });
    await expect(late).rejects.toMatchObject(notAskedAnyMore);
  });

  it("is shown by a panel that is opened while it waits", async () => {
    const { prompter, login } = asking();
    void prompter.hostKey(key, login.signal);
    expect(await watching(prompter).only()).toMatchObject({ kind: "host-key", question: { host: "build" } });
  });

  it("takes no for an answer", async () => {
    const { prompter, login, panels } = asking();
    const answered = prompter.hostKey(key, login.signal);
    const { id } = await panels[0].only();
    await panels[0].answer({ id, kind: "host-key", answer: null });
    expect(await answered).toBeUndefined();
  });

  it("is withdrawn when it is given up, and an answer then comes too late", async () => {
    const { prompter, login, panels } = asking();
    const answered = prompter.secret(password, login.signal);
    const { id } = await panels[0].only();
    login.abort();
    expect(await answered).toBeUndefined();
    await Promise.all(panels.map((panel) => panel.none()));
    const late = panels[0].answer({ id, kind: "secret", answer: given });
    await expect(late).rejects.toMatchObject(notAskedAnyMore);
  });

  it("asks nobody for a login that was given up before", async () => {
    const { prompter, login, panels } = asking();
    login.abort();
    expect(await prompter.secret(password, login.signal)).toBeUndefined();
    await panels[0].none();
  });

  it("refuses the answer to a question of another kind, and goes on asking", async () => {
    const { prompter, login, panels } = asking();
    const answered = prompter.hostKey(key, login.signal);
    const { id } = await panels[0].only();
    await expect(panels[0].answer({ id, kind: "secret", answer: given })).rejects.toMatchObject(notAskedAnyMore);
    await panels[0].only();
    await panels[0].answer({ id, kind: "host-key", answer: "once" });
    expect(await answered).toBe("once");
  });

  it("asks two things at once as two, each with its own answer", async () => {
    const { prompter, login, panels } = asking();
    const answers = [prompter.hostKey(key, login.signal), prompter.secret(password, login.signal)];
    await until(() => expect(panels[0].shown()).toHaveLength(2));
    for (const { id, kind } of panels[0].shown() ?? []) {
      const answer: QuestionAnswer = kind === "secret" ? { id, kind, answer: given } : { id, kind, answer: "quayside" };
      await panels[kind === "secret" ? 0 : 1].answer(answer);
    }
    expect(await Promise.all(answers)).toEqual(["quayside", given]);
  });

  it("goes on waiting when a panel is closed", async () => {
    const { prompter, login, panels } = asking();
    const answered = prompter.secret(password, login.signal);
    const { id } = await panels[0].only();
    await panels[0].close();
    await panels[1].answer({ id, kind: "secret", answer: given });
    expect(await answered).toEqual(given);
  });

  it("tells that an answer without a question is not asked for", () => {
    const refused = () => new PanelPrompter().answer({ id: "question-1", kind: "secret", answer: given });
    expect(refused).toThrow(expect.toSatisfy((error: unknown) => isError(error, "NotFound")));
  });
});
