import type { EventQuery } from "@quayside/core/model/event.ts";
import type { InputOf } from "@quayside/core/panel/methods.ts";
import { checkInput, parseCoreMessage, parsePanelMessage } from "@quayside/core/panel/protocol.ts";
import { expect, expectTypeOf, test, vi } from "vitest";
import { hello, panelAlone, served, until } from "./panel-pair.ts";

const call = { type: "call", id: 7, method: "hosts.retry", input: { host: "laptop" } };
const open = {
  type: "open",
  id: 7,
  method: "logs.follow",
  input: { selectors: [{ host: "laptop", name: "web" }] },
  credit: 4,
};
const ref = { host: "laptop", id: "c1" };

/** Sends it, then a good call; returns what came back for the bad one, once the good one is answered. */
async function answersTo(...messages: readonly unknown[]) {
  const side = served({});
  hello(side.end);
  for (const message of messages) side.end.send(message);
  side.end.send({ ...call, id: 1_000_000 });
  await until(() => expect(side.received.at(-1)).toEqual({ type: "reply", id: 1_000_000 }));
  return { ...side, answers: side.received.slice(1, -1) };
}

const withoutAnswer: readonly [string, unknown][] = [
  ["nothing", undefined],
  ["null", null],
  ["a number", 12],
  ["a text", "call"],
  ["an array", [call]],
  ["an empty object", {}],
  ["a date", new Date()],
  ["a map", new Map([["type", "call"]])],
  ["an id of zero", { ...call, id: 0 }],
  ["a negative id", { ...call, id: -1 }],
  ["a broken id", { ...call, id: 1.5 }],
  ["an id beyond all numbers", { ...call, id: Number.POSITIVE_INFINITY }],
  ["an id that is no number", { ...call, id: Number.NaN }],
  ["a huge id", { ...call, id: 1e300 }],
  ["an id as text", { ...call, id: "7" }],
  ["an id as array", { ...call, id: [7] }],
  ["a hello without a number", { type: "hello", protocol: "1" }],
  ["everything in the prototype", JSON.parse(`{"__proto__": ${JSON.stringify(call)}}`)],
];

test.each(withoutAnswer)("Set aside and reported, and the next call is served: %s", async (_, message) => {
  const { answers, problems } = await answersTo(message);
  expect(answers).toEqual([]);
  expect(problems).toEqual([expect.objectContaining({ name: "InvalidInput" })]);
});

const withAnswer: readonly [string, unknown, "reply" | "end", string][] = [
  ["an unknown type", { ...call, type: "eval" }, "reply", "type"],
  ["no type", { id: 7, method: "hosts.retry", input: {} }, "reply", "type"],
  ["a type that is an object", { ...call, type: { toString: "call" } }, "reply", "type"],
  ["an unknown method", { ...call, method: "hosts.destroy" }, "reply", "method"],
  ["a method of every object", { ...call, method: "constructor" }, "reply", "method"],
  ["a method named __proto__", { ...call, method: "__proto__" }, "reply", "method"],
  ["a method in an array", { ...call, method: ["hosts.retry"] }, "reply", "method"],
  ["a stream that is called", { ...call, method: "logs.follow" }, "reply", "method"],
  ["a call that is opened", { ...open, method: "hosts.retry" }, "end", "method"],
  ["a call without input", { type: "call", id: 7, method: "hosts.retry" }, "reply", "input"],
  ["no credit", { type: "open", id: 7, method: "logs.follow", input: {} }, "end", "credit"],
  ["credit of zero", { ...open, credit: 0 }, "end", "credit"],
  ["credit without limit", { ...open, credit: Number.POSITIVE_INFINITY }, "end", "credit"],
  ["credit above the limit", { ...open, credit: 1025 }, "end", "credit"],
  ["credit as text", { ...open, credit: "4" }, "end", "credit"],
];

test.each(withAnswer)("Answered with InvalidInput: %s", async (_, message, type, field) => {
  const { answers, problems } = await answersTo(message);
  expect(answers).toEqual([
    { type, id: 7, err: expect.objectContaining({ name: "InvalidInput", title: `“${field}” can’t be taken` }) },
  ]);
  expect(problems).toHaveLength(1);
});

const wrongInputs: readonly [string, string, unknown, string][] = [
  ["no refs", "containers.start", { refs: [] }, "refs"],
  ["too many refs", "containers.start", { refs: Array.from({ length: 10_001 }, () => ref) }, "refs"],
  ["one ref bare", "containers.start", { refs: ref }, "refs"],
  ["half a ref", "containers.start", { refs: [ref, { host: "laptop" }] }, "refs.1.id"],
  ["a long id", "containers.start", { refs: [{ host: "laptop", id: "x".repeat(257) }] }, "refs.0.id"],
  [
    "refs in the prototype",
    "containers.start",
    JSON.parse(`{"__proto__": {"refs": [${JSON.stringify(ref)}]}}`),
    "refs",
  ],
  ["null", "containers.start", null, "input"],
  ["less than no grace", "containers.stop", { refs: [ref], grace: -1 }, "grace"],
  ["grace for ever", "containers.stop", { refs: [ref], grace: Number.POSITIVE_INFINITY }, "grace"],
  ["force as text", "containers.remove", { refs: [ref], force: "yes" }, "force"],
  ["undefined in place of nothing", "containers.remove", { refs: [ref], volumes: undefined }, "volumes"],
  ["an action of every object", "containers.confirm", { refs: [ref], action: "constructor" }, "action"],
  ["a port beyond the last", "home.openPort", { ref, port: 65_536 }, "port"],
  ["an object in place of text", "home.copy", { text: { toString: "x" } }, "text"],
  ["a text in place of a query", "events.query", { query: "all" }, "query"],
  ["an unknown kind", "events.query", { query: { kinds: ["engine", "other"] } }, "query.kinds.1"],
  ["too many kinds", "events.query", { query: { kinds: Array.from({ length: 17 }, () => "engine") } }, "query.kinds"],
  ["a huge limit", "events.query", { query: { limit: 1e9 } }, "query.limit"],
  ["a time that is no number", "events.query", { query: { since: Number.NaN } }, "query.since"],
];

test.each(
  wrongInputs,
)("No handler sees it, the caller hears which field: %s, to %s", async (_, method, input, field) => {
  const { answers } = await answersTo({ type: "call", id: 7, method, input });
  expect(answers).toEqual([
    {
      type: "reply",
      id: 7,
      err: expect.objectContaining({ name: "InvalidInput", title: `“${field}” can’t be taken` }),
    },
  ]);
});

test("A handler gets only what its schema names", async () => {
  const inspect = vi.fn(async () => "{}");
  const { end } = served({ "containers.inspect": inspect });
  const input = JSON.parse(
    '{"ref": {"host": "laptop", "id": "c1", "admin": true, "__proto__": {"x": 1}}, "constructor": 1}',
  );
  hello(end);
  end.send({ type: "call", id: 1, method: "containers.inspect", input });
  await until(() => expect(inspect).toHaveBeenCalledOnce());
  expect(inspect.mock.calls[0]).toEqual([{ ref: { host: "laptop", id: "c1" } }, expect.any(AbortSignal)]);
});

test("The answer to a long wrong text is short", async () => {
  const { answers } = await answersTo({
    type: "call",
    id: 7,
    method: "containers.stop",
    input: { refs: "x".repeat(1_000_000) },
  });
  expect(JSON.stringify(answers).length).toBeLessThan(2000);
});

test("Nothing is served before hello, nor to a page of another version, which is told core's", async () => {
  const { end, received, problems } = served({});
  end.send({ ...call, id: 1 });
  end.send({ type: "hello", protocol: 2 });
  end.send({ ...call, id: 2 });
  const refused = { err: expect.objectContaining({ name: "InvalidInput" }) };
  await until(() =>
    expect(received).toEqual([
      { type: "reply", id: 1, ...refused },
      { type: "welcome", protocol: 1 },
      { type: "reply", id: 2, ...refused },
    ]),
  );
  expect(problems).toHaveLength(1);
});

test("A wrong message under the id of an open stream doesn't end it, nor does an id that is used twice", async () => {
  const { end, received, problems } = served({
    "logs.follow": async function* () {
      for (let i = 0; i < 2; i += 1) yield { items: [], caughtUp: true };
    },
  });
  hello(end);
  end.send({ ...open, credit: 1 });
  end.send({ ...open, credit: "x" });
  end.send({ ...open, credit: 2 });
  end.send({ type: "credit", id: 7, credit: -5 });
  end.send({ type: "credit", id: 7, credit: 2 });
  await until(() => expect(received.map(({ type }) => type)).toEqual(["welcome", "item", "item", "end"]));
  expect(problems).toHaveLength(3);
});

test("What was answered is forgotten: its id is free again", async () => {
  const { end, received, problems } = await answersTo(call);
  end.send(call);
  await until(() => expect(received.at(-1)).toEqual({ type: "reply", id: 7 }));
  expect(problems).toEqual([]);
});

test("Cancel and credit for what isn't open are nothing", async () => {
  const { answers, problems } = await answersTo(
    { type: "cancel", id: 99 },
    { type: "credit", id: 99, credit: 1 },
    { type: "cancel", id: 99 },
  );
  expect([...answers, ...problems]).toEqual([]);
});

/** A small generator with a seed (mulberry32), so that what fails once fails again. */
function randomFrom(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pool = {
  type: ["hello", "call", "open", "credit", "cancel", "welcome", "reply", "item", "end", "__proto__", "eval", 4, null],
  id: [1, 2, 3, -1, 1e300, "1", null],
  method: [
    "hosts.retry",
    "events.query",
    "containers.start",
    "logs.follow",
    "inventory.watch",
    "constructor",
    "__proto__",
    {},
  ],
  key: [
    ...["input", "credit", "protocol", "ok", "err", "item", "host", "id", "refs", "ref", "selector", "query", "type"],
    ...["__proto__", "constructor", "toString", "hasOwnProperty", "then", "", "\u202e<b>\u001b[31m\ud800"],
  ],
  leaf: [null, true, 0, 1, 2, -1, 1.5, 1e300, "laptop", "", "__proto__", "x".repeat(300), {}, []],
};

const pick = (random: () => number, values: readonly unknown[]) => values[Math.floor(random() * values.length)];

function randomJson(random: () => number, depth = 0): unknown {
  const kind = random();
  if (kind < 0.25 || depth > 3) return pick(random, pool.leaf);
  const parts = Array.from({ length: Math.floor(random() * 5) }, () => randomJson(random, depth + 1));
  if (kind < 0.4) return parts;
  return fromEntries(parts.map((part) => [pick(random, pool.key), part]));
}

/** Of a message's shape, so that it gets past the first check, and wrong in anything. */
function randomMessage(random: () => number): Record<string, unknown> {
  const head = (["type", "id", "method"] as const).map((key) => [key, pick(random, pool[key])]);
  const input = random() < 0.5 ? {} : { host: "laptop", selector: { host: "laptop", name: "web" }, query: {} };
  const rest = Array.from({ length: 3 }, () => [pick(random, pool.key), randomJson(random)]);
  return fromEntries([...head, ["input", input], ["credit", 1], ["protocol", 1], ["item", 1], ...rest]);
}

/** By way of JSON, which makes "__proto__" a key like others. The last of equal keys counts. */
function fromEntries(entries: readonly unknown[][]): Record<string, unknown> {
  return JSON.parse(`{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`);
}

test("Of 2,000 random messages each that asks is answered once, none throws, and the next call is served", async () => {
  const random = randomFrom(20_261_121);
  const { end, received } = served({}, { maxOpen: 8 });
  const asked: number[] = [];
  hello(end);
  for (let id = 4; id <= 2000; id += 1) {
    end.send(randomJson(random));
    const message = { ...randomMessage(random), id };
    const parsed = parsePanelMessage(message);
    // A new page isn't answered for what the old one asked.
    if ("message" in parsed && parsed.message.type === "hello") continue;
    if ("problem" in parsed || parsed.message.type === "call" || parsed.message.type === "open") asked.push(id);
    end.send(message);
  }
  const answers = () => received.map(({ id }) => id as number).filter((id) => id > 3);
  await until(() => expect(answers()).toHaveLength(asked.length));
  expect(answers().sort((a, b) => a - b)).toEqual(asked);
  end.send({ ...call, id: 20_000 });
  await until(() => expect(received.at(-1)).toEqual({ type: "reply", id: 20_000 }));
});

test("Random JSON is parsed by both sides to a message or a problem", () => {
  const random = randomFrom(7);
  const kinds = new Set<string>();
  for (let i = 0; i < 2000; i += 1) {
    for (const raw of [randomJson(random), randomMessage(random)]) {
      for (const parsed of [parsePanelMessage(raw), parseCoreMessage(raw)]) {
        kinds.add("problem" in parsed ? parsed.problem.name : parsed.message.type);
      }
    }
  }
  const messages = ["hello", "call", "open", "credit", "cancel", "welcome", "reply", "item", "end"];
  expect([...kinds].sort()).toEqual(["InvalidInput", ...messages].sort());
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test("A panel fails the call whose reply is malformed, instead of waiting for ever", async () => {
  const { panel, core, problems, received } = panelAlone();
  core.send({ type: "welcome", protocol: 1 });
  const answer = panel.call("hosts.retry", { host: "laptop" });
  core.send({ type: "reply", id: 1, err: { name: "Conflict", title: 5 } });
  await expect(answer).rejects.toMatchObject({ info: { name: "InvalidInput" } });
  expect(problems).toHaveLength(1);
  await until(() => expect(received.at(-1)).toEqual({ type: "cancel", id: 1 }));
});

test("A panel reports a message for an id that it never used, and a stream's item for a call", async () => {
  const { panel, core, problems } = panelAlone();
  core.send({ type: "welcome", protocol: 1 });
  const answer = panel.call("hosts.retry", { host: "laptop" });
  core.send({ type: "item", id: 1, item: {} });
  core.send({ type: "item", id: 44, item: {} });
  core.send(null);
  core.send({ type: "reply", id: 1 });
  await answer;
  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringContaining("call 1"),
    expect.stringContaining("44"),
    expect.stringContaining("Expected Object"),
  ]);
});

test("The schema of an event query is the query's type, and leaves out what is not given", () => {
  expectTypeOf<InputOf<"events.query">["query"]>().toEqualTypeOf<EventQuery>();
  expectTypeOf<readonly { host: string; id: string }[]>().toExtend<InputOf<"containers.start">["refs"]>();
  const query = {
    host: "laptop",
    kinds: ["action", "gap"],
    levels: ["error"],
    subject: "c1",
    text: "x",
    since: 1,
    until: 2,
    limit: 5,
  };
  expect(checkInput("events.query", { query })).toEqual({ query });
  expect(checkInput("events.query", { query: {} })).toStrictEqual({ query: {} });
});
