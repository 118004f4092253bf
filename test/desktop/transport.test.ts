import { connectPanel } from "@quayside/core/panel/connection.ts";
import type { PanelApi, PanelHandlers } from "@quayside/core/panel/methods.ts";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { buildDesktop } from "../../docker-desktop-extension/build.ts";
import { maxMessage, maxRequest } from "../../docker-desktop-extension/envelope.ts";
import { BackendConnection, type BackendState } from "../../docker-desktop-extension/ui/backend-connection.ts";
import { DesktopTransport } from "../../docker-desktop-extension/ui/transport/desktop-transport.ts";
import type { Downlink } from "../../docker-desktop-extension/ui/transport/downlink.ts";
import { FirstThatWorks } from "../../docker-desktop-extension/ui/transport/first-that-works.ts";
import { until } from "../lab/waiting.ts";
import { backendPart } from "./backend-part.ts";
import { type DesktopTrouble, desktopInNode } from "./desktop-in-node.ts";

type Way = "poll" | "stream";
const ref = { host: "local", id: "x" };

const textOf = (sequence: number) => `line ${sequence} ^ grüße 🐳 ${"x".repeat(sequence % 300)}`;

/** Counts what was called, gives lines with numbers, and answers of any length. */
function handlers() {
  const called: number[] = [];
  const own: Partial<PanelHandlers> = {
    "hosts.retry": async ({ host }) => void called.push(Number(host)),
    "containers.inspect": async ({ ref: { id } }) => "ü".repeat(Number(id) / 2),
    "logs.follow": async function* ({ tail = 0 }) {
      for (let sequence = 1; sequence <= tail; sequence += 1) {
        const line = { sequence, timestamp: "", stream: "stdout" as const, text: textOf(sequence) };
        yield { items: [{ line }], caughtUp: true };
      }
    },
  };
  return { called, own };
}

async function channel(way: Way, own: Partial<PanelHandlers>, trouble: DesktopTrouble = {}) {
  const backend = await backendPart(own);
  const desktop = desktopInNode(backend.socketPath, trouble);
  const transport = new DesktopTransport(
    (await desktop.calls.openSession()).session,
    desktop.calls,
    desktop.downlink(way),
  );
  const api = connectPanel(transport);
  onTestFinished(() => api.dispose());
  return { backend, transport, api };
}

/** The numbers of the lines that came; one whose text isn't what was sent counts as NaN. */
async function sequences(api: PanelApi, tail: number): Promise<number[]> {
  const seen: number[] = [];
  for await (const { items } of api.stream("logs.follow", { selectors: [{ host: "local", name: "x" }], tail })) {
    for (const item of items) {
      if ("line" in item) seen.push(item.line.text === textOf(item.line.sequence) ? item.line.sequence : Number.NaN);
    }
  }
  return seen;
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

beforeAll(() => buildDesktop());

describe.each<Way>(["poll", "stream"])("the channel by %s", (way) => {
  it.each([
    undefined,
    "data-wrap",
    "cut-characters",
  ] as const)("keeps every message in order, both ways (chaos: %s)", async (chaos) => {
    const { called, own } = handlers();
    const { api } = await channel(way, own, chaos === undefined ? {} : { chaos });
    const calls = upTo(200).map((number) => api.call("hosts.retry", { host: String(number) }));
    const [lines] = await Promise.all([sequences(api, 3000), ...calls]);
    expect(lines).toEqual(upTo(3000));
    expect(called).toEqual(upTo(200));
  });

  it("carries an answer of 10 MB", async () => {
    const { api } = await channel(way, handlers().own);
    expect(await api.call("containers.inspect", { ref: { ...ref, id: String(10 << 20) } })).toHaveLength(5 << 20);
  });

  it("answers with an error where the answer is too long to be carried, and goes on", async () => {
    const { api } = await channel(way, handlers().own);
    const tooLong = api.call("containers.inspect", { ref: { ...ref, id: String(2 * maxMessage + 2) } });
    await expect(tooLong).rejects.toMatchObject({ info: { name: "InvalidInput" } });
    expect(await api.call("containers.inspect", { ref: { ...ref, id: "10" } })).toBe("üüüüü");
  });

  it("refuses to send what is too long, and goes on", async () => {
    const { called, own } = handlers();
    const { api } = await channel(way, own);
    await expect(api.call("home.copy", { text: "x".repeat(maxRequest) })).rejects.toMatchObject({
      info: { name: "InvalidInput" },
    });
    await api.call("hosts.retry", { host: "1" });
    expect(called).toEqual([1]);
  });

  it.each([
    "before",
    "after",
  ] as const)("loses and doubles nothing when requests break %s they are taken", async (moment) => {
    const { called, own } = handlers();
    let count = 0;
    const interrupt = (method: string, when: string) => {
      if (when !== moment || method === "DELETE") return;
      count += 1;
      if (count % 3 === 0) throw new Error("The connection broke.");
    };
    const { api } = await channel(way, own, { interrupt });
    const calls = upTo(40).map(async (number) => api.call("hosts.retry", { host: String(number) }));
    const [lines] = await Promise.all([sequences(api, 400), ...calls]);
    expect(lines).toEqual(upTo(400));
    expect(called).toEqual(upTo(40));
    expect(count).toBeGreaterThan(10);
  });

  it("ends when the backend has forgotten the session", async () => {
    const { backend, transport, api } = await channel(way, handlers().own);
    const ended = new Promise<void>((resolve) => {
      transport.onEnd(resolve);
    });
    await api.call("hosts.retry", { host: "1" });
    await backend.restart();
    await ended;
    await expect(api.call("hosts.retry", { host: "2" })).rejects.toMatchObject({
      info: { title: "This panel has lost Quayside" },
    });
  });

  it("says that it falters while the backend is away", async () => {
    const { backend, transport, api } = await channel(way, handlers().own);
    await api.call("hosts.retry", { host: "1" });
    const faltered: boolean[] = [];
    transport.onDidFalter((faltering) => faltered.push(faltering));
    backend.stop();
    await until(() => faltered.includes(true), { what: "the channel to falter" });
    expect(faltered).toEqual([true]);
  });

  it("is made again after the backend has restarted", async () => {
    const backend = await backendPart(handlers().own);
    const desktop = desktopInNode(backend.socketPath);
    const connection = new BackendConnection(desktop.calls, () => desktop.downlink(way));
    onTestFinished(() => connection.dispose());
    const states: BackendState["kind"][] = [];
    connection.state.subscribe(({ kind }) => void (states.at(-1) === kind || states.push(kind)));
    void connection.run();
    const api = () => (connection.state.value.kind === "open" ? connection.state.value.api : undefined);
    const first = await until(api, { what: "the first session" });
    await first.call("hosts.retry", { host: "1" });
    backend.stop();
    await backend.restart();
    const second = await until(() => api() !== first && api(), { what: "the second session" });
    await second.call("hosts.retry", { host: "2" });
    expect(states).toEqual(["connecting", "open", "connecting", "open"]);
  });
});

describe("the channel", () => {
  it("passes over what comes twice, and asks again from where one is missing", async () => {
    const { socketPath } = await backendPart({});
    const { calls } = desktopInNode(socketPath);
    const asked: number[] = [];
    const faulty: Downlink = {
      async run(_session, after, { message }, signal) {
        asked.push(after);
        if (after === 0) for (const sequence of [1, 2, 2, 1, 3, 5]) message(sequence, `message ${sequence}`);
        for (const sequence of [4, 5]) message(sequence, `message ${sequence}`);
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
      },
    };
    const transport = new DesktopTransport((await calls.openSession()).session, calls, faulty);
    onTestFinished(() => transport.dispose());
    const received: unknown[] = [];
    transport.onMessage((message) => received.push(message));
    await until(() => received.length >= 5, { what: "five messages" });
    expect(received).toEqual(upTo(5).map((sequence) => `message ${sequence}`));
    expect(asked).toEqual([0, 3]);
  });
});

describe("the stream", () => {
  it("loses and doubles nothing when its helper is killed again and again", async () => {
    const { own } = handlers();
    let kill = () => {};
    let helpers = 0;
    const onHelper = (end: () => void) => {
      helpers += 1;
      kill = end;
    };
    const { api } = await channel("stream", own, { onHelper });
    const seen: number[] = [];
    for await (const { items } of api.stream("logs.follow", { selectors: [{ host: "local", name: "x" }], tail: 600 })) {
      for (const item of items) if ("line" in item) seen.push(item.line.sequence);
      if (seen.length % 150 === 0) kill();
    }
    expect(seen).toEqual(upTo(600));
    expect(helpers).toBeGreaterThanOrEqual(4);
  });
});

describe("two ways", () => {
  it("are changed when the first goes on failing", async () => {
    const { called, own } = handlers();
    const backend = await backendPart(own);
    const interrupt = (method: string) => {
      if (method === "GET") throw new Error("Gateway timeout");
    };
    const { calls, downlink } = desktopInNode(backend.socketPath, { interrupt });
    const ways = new FirstThatWorks([downlink("poll"), downlink("stream")]);
    const api = connectPanel(new DesktopTransport((await calls.openSession()).session, calls, ways));
    onTestFinished(() => api.dispose());
    await api.call("hosts.retry", { host: "1" });
    expect(await sequences(api, 100)).toEqual(upTo(100));
    expect(called).toEqual([1]);
  });
});
