import { inMemoryTransports } from "@quayside/core/panel/in-memory-transport.ts";
import { expect, test, vi } from "vitest";
import { until } from "./panel-pair.ts";

function pair() {
  const [one, two] = inMemoryTransports();
  const heard: unknown[] = [];
  two.onMessage((message) => heard.push(message));
  two.onEnd(() => heard.push("end"));
  return { one, two, heard };
}

test("Messages arrive in order, later, as copies", async () => {
  const { one, heard } = pair();
  const first = { list: [1] };
  one.send(first);
  first.list.push(2);
  one.send("second");
  expect(heard).toEqual([]);
  await until(() => expect(heard).toEqual([{ list: [1] }, "second"]));
});

test("What can't be cloned is refused where it is sent", () => {
  const { one } = pair();
  expect(() => one.send({ run: () => {} })).toThrow(expect.objectContaining({ name: "DataCloneError" }));
});

test("The other side hears of the end once, after what was sent before it, and of nothing later", async () => {
  const { one, two, heard } = pair();
  const own = vi.fn();
  one.onEnd(own);
  one.send("last");
  one.dispose();
  one.dispose();
  one.send("too late");
  expect(own).toHaveBeenCalledOnce();
  await until(() => expect(heard).toEqual(["last", "end"]));
  two.send("into nothing");
  expect(() => two.send(() => {})).not.toThrow();
  two.dispose();
  expect(heard).toEqual(["last", "end"]);
});

test("A side that has disposed hears nothing of what was under way to it", async () => {
  const { one, two, heard } = pair();
  const other: unknown[] = [];
  one.onMessage((message) => other.push(message));
  one.send("under way");
  two.dispose();
  two.send("not sent");
  const [ping, pong] = inMemoryTransports();
  const later = new Promise<void>((resolve) => pong.onMessage(() => resolve()));
  ping.send("delivered after all of the above");
  await later;
  expect(heard).toEqual(["end"]);
  expect(other).toEqual([]);
});

test("Delivery goes on under fake timers", async () => {
  vi.useFakeTimers();
  try {
    const { one, two } = pair();
    const arrived = new Promise((resolve) => two.onMessage(resolve));
    one.send("message");
    expect(await arrived).toBe("message");
  } finally {
    vi.useRealTimers();
  }
});
