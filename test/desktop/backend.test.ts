import { describe, expect, it } from "vitest";
import { until } from "../lab/waiting.ts";
import { backendPart } from "./backend-part.ts";

const hello = { type: "hello", protocol: 1 };
const call = (id: number) => ({ type: "call", id, method: "hosts.retry", input: { host: `host-${id}` } });

function recorder() {
  const retried: string[] = [];
  return { retried, handlers: { "hosts.retry": async ({ host }: { host: string }) => void retried.push(host) } };
}

describe("the backend", () => {
  it("takes messages in order and none twice, though a batch comes again", async () => {
    const { retried, handlers } = recorder();
    const { ask, openSession } = await backendPart(handlers);
    const session = await openSession();
    const post = (first: number, messages: unknown[]) =>
      ask("POST", `/sessions/${session}/messages`, { v: 1, first, messages, after: 0 });
    expect((await post(1, [hello, call(1)])).json).toEqual({ v: 1, received: 2 });
    expect((await post(1, [hello, call(1), call(2)])).json).toEqual({ v: 1, received: 3 });
    expect((await post(3, [call(2)])).json).toEqual({ v: 1, received: 3 });
    expect(retried).toEqual(["host-1", "host-2"]);
  });

  it("refuses a batch after one that is missing", async () => {
    const { ask, openSession } = await backendPart({});
    const session = await openSession();
    const answer = await ask("POST", `/sessions/${session}/messages`, { v: 1, first: 5, messages: [hello], after: 0 });
    expect(answer).toEqual({ status: 409, json: { v: 1, error: "Message 1 is missing." } });
  });

  it("takes the envelope at the top or under data, and nothing else", async () => {
    const { ask, openSession } = await backendPart({});
    const session = await openSession();
    const post = async (body: unknown) => (await ask("POST", `/sessions/${session}/messages`, body)).status;
    const batch = { v: 1, first: 1, messages: [], after: 0 };
    expect(await post(batch)).toBe(200);
    expect(await post({ data: batch })).toBe(200);
    for (const wrong of [
      { ...batch, v: 2 },
      { data: { data: batch } },
      [],
      "true",
      { ...batch, first: -1 },
      { ...batch, messages: {} },
    ]) {
      expect(await post(wrong)).toBe(400);
    }
    expect(await post("{")).toBe(400);
  });

  it("opens a session only for a page of its own version", async () => {
    const { ask } = await backendPart({});
    expect((await ask("POST", "/sessions", { data: { v: 1 } })).status).toBe(201);
    expect(await ask("POST", "/sessions", { v: 2 })).toEqual({
      status: 426,
      json: { v: 1, error: "This backend speaks version 1." },
    });
    expect((await ask("POST", "/sessions")).status).toBe(400);
  });

  it("holds a request for messages until there is one, or for a while", async () => {
    const { handlers } = recorder();
    const { ask, openSession } = await backendPart(handlers, { hold: 300 });
    const session = await openSession();
    const empty = await ask("GET", `/sessions/${session}/messages?after=0`);
    expect(empty.json).toEqual({ v: 1, first: 1, messages: [] });
    const held = ask("GET", `/sessions/${session}/messages?after=0`);
    await ask("POST", `/sessions/${session}/messages`, { v: 1, first: 1, messages: [hello], after: 0 });
    expect((await held).json).toEqual({ v: 1, first: 1, messages: [{ type: "welcome", protocol: 1 }] });
  });

  it("gives what was not acknowledged again, and forgets what was", async () => {
    const { ask, openSession } = await backendPart(recorder().handlers, { hold: 50 });
    const session = await openSession();
    await ask("POST", `/sessions/${session}/messages`, { v: 1, first: 1, messages: [hello, call(1)], after: 0 });
    const get = async (after: number) =>
      (await ask("GET", `/sessions/${session}/messages?after=${after}`)).json.messages as unknown[];
    await until(async () => (await get(0)).length === 2, { what: "both answers" });
    expect(await get(0)).toHaveLength(2);
    expect(await get(1)).toHaveLength(1);
    expect(await get(2)).toHaveLength(0);
    expect(await get(0)).toHaveLength(0);
  });

  it("knows no other paths, methods or sessions", async () => {
    const { ask, openSession } = await backendPart({});
    const session = await openSession();
    for (const [method, path] of [
      ["GET", "/"],
      ["GET", "/sessions"],
      ["PUT", `/sessions/${session}`],
      ["POST", `/sessions/${"0".repeat(32)}/messages`],
      ["POST", `/sessions/${session}/../${session}`],
      ["GET", "/sessions/../../etc/passwd"],
    ] as const) {
      expect([method, path, (await ask(method, path)).status]).toEqual([method, path, 404]);
    }
    for (const after of ["", "-1", "1.5", "99", "x"]) {
      expect((await ask("GET", `/sessions/${session}/messages?after=${after}`)).status).toBe(400);
    }
  });

  it("refuses a body beyond 4 MB without reading all of it", async () => {
    const { ask, openSession } = await backendPart({});
    const session = await openSession();
    const batch = { v: 1, first: 1, messages: ["x".repeat(5 << 20)], after: 0 };
    const answer = await ask("POST", `/sessions/${session}/messages`, batch).catch(
      (error: NodeJS.ErrnoException) => error.code,
    );
    // The connection is closed on a body that goes on, so the answer may not be read any more.
    expect(typeof answer === "object" ? answer.status : answer).toSatisfy((seen) =>
      [413, "EPIPE", "ECONNRESET"].includes(seen),
    );
    expect(
      (await ask("POST", `/sessions/${session}/messages`, { v: 1, first: 1, messages: [hello], after: 0 })).status,
    ).toBe(200);
  });

  it("ends a session whose page was silent for too long, and what it had open with it", async () => {
    let ended = false;
    const { ask, openSession } = await backendPart(
      {
        "inventory.watch": async function* (_input, signal) {
          await new Promise((resolve) => signal.addEventListener("abort", resolve));
          ended = true;
        },
      },
      { expireAfter: 200, hold: 50 },
    );
    const session = await openSession();
    const open = { type: "open", id: 1, method: "inventory.watch", input: {}, credit: 1 };
    await ask("POST", `/sessions/${session}/messages`, { v: 1, first: 1, messages: [hello, open], after: 0 });
    await until(() => ended, { what: "the stream to be cancelled" });
    expect((await ask("GET", `/sessions/${session}/messages?after=0`)).status).toBe(404);
  });

  it("keeps a session whose page gives signs of life", async () => {
    const { ask, openSession } = await backendPart({}, { expireAfter: 300, hold: 60 });
    const session = await openSession();
    const began = performance.now();
    while (performance.now() - began < 1200)
      expect((await ask("GET", `/sessions/${session}/messages?after=0`)).status).toBe(200);
  });

  it("has room for 32 pages", async () => {
    const { ask, openSession } = await backendPart({});
    const first = await openSession();
    for (let i = 1; i < 32; i += 1) await openSession();
    expect((await ask("POST", "/sessions", { v: 1 })).status).toBe(409);
    await ask("DELETE", `/sessions/${first}`);
    expect((await ask("POST", "/sessions", { v: 1 })).status).toBe(201);
  });
});
