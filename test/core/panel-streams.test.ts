import { HostUnreachable } from "@quayside/core/errors/errors.ts";
import { onAbort } from "@quayside/core/lifetime/abort.ts";
import type { LogBatch } from "@quayside/core/model/log-line.ts";
import { connectPanel } from "@quayside/core/panel/connection.ts";
import { inMemoryTransports } from "@quayside/core/panel/in-memory-transport.ts";
import type { ItemOf, PanelApi, PanelHandlers } from "@quayside/core/panel/methods.ts";
import { servePanel } from "@quayside/core/panel/serve-panel.ts";
import { expect, test, vi } from "vitest";
import { connected, handlersOf, hello, panelAlone, roundTrips, served, unexpected, until } from "./panel-pair.ts";

const selector = { host: "laptop", name: "web" };

const batch = (sequence: number): LogBatch => ({
  items: [{ line: { sequence, timestamp: "", stream: "stdout", text: `line ${sequence}` } }],
  caughtUp: false,
});

const sequenceOf = ({ items: [item] }: LogBatch) =>
  item !== undefined && "line" in item ? item.line.sequence : undefined;

/** Logs without an end, or with `count` batches; tells how far it was pulled and whether it was closed. */
function source(count = Number.POSITIVE_INFINITY) {
  const state = { pulled: 0, closed: 0 };
  const follow: PanelHandlers["logs.follow"] = async function* () {
    try {
      while (state.pulled < count) {
        state.pulled += 1;
        yield batch(state.pulled);
      }
    } finally {
      state.closed += 1;
    }
  };
  return { state, follow };
}

/** Reads so many and then stops reading, without leaving the stream. */
async function readAndStop(stream: AsyncIterable<unknown>, count: number) {
  const iterator = stream[Symbol.asyncIterator]();
  for (let i = 0; i < count; i += 1) await iterator.next();
  return iterator;
}

async function collect(panel: PanelApi, signal?: AbortSignal): Promise<(number | undefined)[]> {
  const seen: (number | undefined)[] = [];
  for await (const item of panel.stream("logs.follow", { selectors: [selector] }, signal)) seen.push(sequenceOf(item));
  return seen;
}

test("A stream brings every item in order, many times its credit, and ends with its source", async () => {
  const { state, follow } = source(1000);
  const { panel, problems, panelProblems } = connected({ "logs.follow": follow }, { connect: { credit: 4 } });
  expect(await collect(panel)).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1));
  expect(state.closed).toBe(1);
  expect([...problems, ...panelProblems]).toEqual([]);
});

test("A stream of one item at a time and one without items both end", async () => {
  const { panel } = connected({ "logs.follow": source(3).follow }, { connect: { credit: 1 } });
  expect(await collect(panel)).toEqual([1, 2, 3]);
  const empty = connected({ "logs.follow": source(0).follow });
  expect(await collect(empty.panel)).toEqual([]);
});

test("A stream opens when it is read, and anew for each reading", async () => {
  const follow = vi.fn(source(0).follow);
  const { panel } = connected({ "logs.follow": follow });
  panel.stream("logs.follow", { selectors: [selector] });
  await roundTrips(panel);
  expect(follow).not.toHaveBeenCalled();
  await collect(panel);
  await collect(panel);
  expect(follow).toHaveBeenCalledTimes(2);
});

test.each([1, 2, 7, 16])("A reader that stops is sent no more than its credit of %i", async (credit) => {
  const { state, follow } = source();
  const { panel } = connected({ "logs.follow": follow }, { connect: { credit } });
  const iterator = await readAndStop(panel.stream("logs.follow", { selectors: [selector] }), 1);
  await until(() => expect(state.pulled).toBe(credit));
  await roundTrips(panel, 20);
  expect(state.pulled).toBe(credit);
  await iterator.return?.();
  await until(() => expect(state.closed).toBe(1));
});

test("A reader that goes on reading after a rest misses nothing", async () => {
  const { panel } = connected({ "logs.follow": source(100).follow }, { connect: { credit: 8 } });
  const seen: unknown[] = [];
  for await (const item of panel.stream("logs.follow", { selectors: [selector] })) {
    seen.push(sequenceOf(item));
    if (seen.length === 11) await roundTrips(panel, 20);
  }
  expect(seen).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
});

test("Leaving the loop closes the source", async () => {
  const { state, follow } = source();
  const { panel, problems } = connected({ "logs.follow": follow });
  for await (const _ of panel.stream("logs.follow", { selectors: [selector] })) break;
  await until(() => expect(state.closed).toBe(1));
  await roundTrips(panel);
  expect(problems).toEqual([]);
});

test("Aborting ends the loop quietly and aborts the source's signal, though it is waiting for something to say", async () => {
  const aborted = vi.fn();
  const { panel, problems } = connected({
    "logs.follow": async function* (_, signal) {
      yield batch(1);
      await new Promise<void>((resolve) => onAbort(signal, resolve));
      aborted();
    },
  });
  const controller = new AbortController();
  const reading = collect(panel, controller.signal);
  await roundTrips(panel);
  controller.abort();
  expect(await reading).toEqual([1]);
  await until(() => expect(aborted).toHaveBeenCalledOnce());
  expect(problems).toEqual([]);
});

test("Aborting closes the source at once though the reader is busy with an item", async () => {
  const { state, follow } = source();
  const { panel } = connected({ "logs.follow": follow });
  const controller = new AbortController();
  const seen: unknown[] = [];
  for await (const item of panel.stream("logs.follow", { selectors: [selector] }, controller.signal)) {
    seen.push(item);
    controller.abort();
    await until(() => expect(state.closed).toBe(1));
  }
  expect(seen).toHaveLength(1);
});

test("A signal that is aborted already opens nothing", async () => {
  const follow = vi.fn(source(0).follow);
  const { panel } = connected({ "logs.follow": follow });
  expect(await collect(panel, AbortSignal.abort())).toEqual([]);
  await roundTrips(panel);
  expect(follow).not.toHaveBeenCalled();
});

test("An error of the source comes after the items that came before it", async () => {
  const { panel } = connected({
    "logs.follow": async function* () {
      yield batch(1);
      yield batch(2);
      throw new HostUnreachable("connection-lost", "unix:///run/docker.sock", "ECONNRESET");
    },
  });
  const seen: unknown[] = [];
  const reading = (async () => {
    for await (const item of panel.stream("logs.follow", { selectors: [selector] })) seen.push(sequenceOf(item));
  })();
  await expect(reading).rejects.toMatchObject({ name: "PanelError", info: { name: "HostUnreachable" } });
  expect(seen).toEqual([1, 2]);
});

test("A source that throws before it is one ends its stream with the error", async () => {
  const { panel } = connected({
    "logs.follow": () => {
      throw new RangeError("no such thing");
    },
  });
  await expect(collect(panel)).rejects.toMatchObject({ info: { name: "Unexpected", sentence: "no such thing" } });
});

test("An item that can't be carried ends the stream with an error and closes the source", async () => {
  const closed = vi.fn();
  const { panel } = connected({
    "inventory.watch": async function* () {
      try {
        yield { snapshot: () => {} } as unknown as ItemOf<"inventory.watch">;
      } finally {
        closed();
      }
    },
  });
  await expect(panel.stream("inventory.watch", {})[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    name: "PanelError",
  });
  expect(closed).toHaveBeenCalledOnce();
});

test("The log hears of a source that fails while it is being closed, and not of one that is merely cancelled", async () => {
  const bug = new Error("close failed");
  const { panel, problems } = connected(
    {
      "logs.follow": async function* () {
        try {
          yield batch(1);
          yield batch(2);
        } finally {
          // biome-ignore lint/correctness/noUnsafeFinally: a source whose closing fails
          throw bug;
        }
      },
    },
    { connect: { credit: 1 } },
  );
  for await (const _ of panel.stream("logs.follow", { selectors: [selector] })) break;
  await until(() => expect(problems).toEqual([bug]));
});

test("A stopped reader holds up neither another stream nor a call of its own panel", async () => {
  const { panel } = connected({ "logs.follow": (input, signal) => source(500).follow(input, signal) });
  const stopped = await readAndStop(panel.stream("logs.follow", { selectors: [selector] }), 1);
  expect(await panel.call("hosts.retry", { host: "laptop" })).toBeUndefined();
  expect(await collect(panel)).toHaveLength(500);
  await stopped.return?.();
});

test("A slow panel beside a fast one: the fast gets all, the slow one's source waits", async () => {
  const sources = { slow: source(), fast: source(5000) };
  const handlers = handlersOf({
    "logs.follow": (input, signal) => {
      const [first] = input.selectors;
      const name = first !== undefined && "name" in first && first.name === "slow" ? "slow" : "fast";
      return sources[name].follow(input, signal);
    },
  });
  const open = () => {
    const [end, serverEnd] = inMemoryTransports();
    servePanel(serverEnd, handlers, { onProblem: unexpected });
    return connectPanel(end);
  };
  const [slow, fast] = [open(), open()];
  await readAndStop(slow.stream("logs.follow", { selectors: [{ host: "laptop", name: "slow" }] }), 1);
  expect(await collect(fast)).toHaveLength(5000);
  expect(sources.slow.state.pulled).toBe(16);
  slow.dispose();
  await until(() => expect(sources.slow.state.closed).toBe(1));
  fast.dispose();
});

test("The end of the transport ends the loop with an error and closes the source, even one that waits for credit", async () => {
  const { state, follow } = source();
  const { panel, server } = connected({ "logs.follow": follow }, { connect: { credit: 2 } });
  const iterator = await readAndStop(panel.stream("logs.follow", { selectors: [selector] }), 1);
  await until(() => expect(state.pulled).toBe(2));
  server.dispose();
  await until(() => expect(state.closed).toBe(1));
  expect(await iterator.next()).toMatchObject({ done: false });
  await expect(iterator.next()).rejects.toMatchObject({ info: { title: "This panel has lost Quayside" } });
});

test("A page that is loaded anew on the same transport closes what the old one left, and takes none of its items", async () => {
  const { state, follow } = source();
  const { end, panel } = connected(
    { "logs.follow": follow, "containers.inspect": async () => "new" },
    { connect: { credit: 2 } },
  );
  await readAndStop(panel.stream("logs.follow", { selectors: [selector] }), 1);
  const page = connectPanel(end, { onProblem: unexpected });
  expect(await page.call("containers.inspect", { ref: { host: "laptop", id: "c1" } })).toBe("new");
  await until(() => expect(state.closed).toBe(1));
});

test("What an earlier page asked and is done late is neither sent to the new one nor confused with its own", async () => {
  const late: (() => void)[] = [];
  const signals: AbortSignal[] = [];
  const isLate = (signal: AbortSignal) => {
    signals.push(signal);
    return new Promise<void>((resolve) => late.push(resolve));
  };
  const { end, received } = served({
    "containers.inspect": async (_, signal) => {
      await isLate(signal);
      return "late";
    },
    "logs.follow": async function* ({ selectors: [first] }, signal) {
      await isLate(signal);
      if (first?.host === "laptop") yield batch(1);
    },
  });
  const ask = () => {
    hello(end);
    end.send({ type: "call", id: 1, method: "containers.inspect", input: { ref: { host: "laptop", id: "c1" } } });
    end.send({ type: "open", id: 2, method: "logs.follow", input: { selectors: [selector] }, credit: 2 });
    end.send({
      type: "open",
      id: 3,
      method: "logs.follow",
      input: { selectors: [{ ...selector, host: "vm" }] },
      credit: 2,
    });
  };
  ask();
  ask();
  await until(() => expect(late).toHaveLength(6));
  for (const resolve of late.slice(0, 3)) resolve();
  for (const id of [1, 2, 3]) end.send({ type: "cancel", id });
  end.send({ type: "call", id: 4, method: "hosts.retry", input: { host: "laptop" } });
  await until(() => expect(received.at(-1)).toEqual({ type: "reply", id: 4 }));
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true, true, true, true]);
  expect(received.map(({ type }) => type)).toEqual(["welcome", "welcome", "reply"]);
});

test("What an earlier page was sent is not given to the new one under the same id", async () => {
  const { panel, core } = panelAlone();
  const answer = panel.call("containers.inspect", { ref: { host: "laptop", id: "c1" } });
  core.send({ type: "reply", id: 1, ok: "for the old page" });
  core.send({ type: "welcome", protocol: 1 });
  core.send({ type: "reply", id: 1, ok: "for the new page" });
  expect(await answer).toBe("for the new page");
});

test("Credit that a panel piles up is cut at the limit", async () => {
  const { state, follow } = source();
  const { end } = served({ "logs.follow": follow });
  hello(end);
  end.send({ type: "open", id: 1, method: "logs.follow", input: { selectors: [selector] }, credit: 1 });
  for (let i = 0; i < 100; i += 1) end.send({ type: "credit", id: 1, credit: 1024 });
  await until(() => expect(state.pulled).toBe(1024));
  const settled = new Promise<void>((resolve) => {
    end.onMessage((message) => {
      if ((message as { id?: number }).id === 2) resolve();
    });
  });
  end.send({ type: "call", id: 2, method: "hosts.retry", input: { host: "laptop" } });
  await settled;
  expect(state.pulled).toBe(1024);
});
