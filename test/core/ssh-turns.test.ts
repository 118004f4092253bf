import { nextInTurn } from "@quayside/core/hosts/ssh/stdio-channels.ts";
import { Turns } from "@quayside/core/hosts/ssh/turns.ts";
import { describe, expect, it } from "vitest";

const { signal } = new AbortController();

function held(): { readonly run: () => Promise<void>; readonly end: () => void } {
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { run: () => ended, end: () => end() };
}

describe("handshakes behind one jump host", () => {
  it("go one after another, also after one that failed", async () => {
    const turns = new Turns(60_000);
    const told: string[] = [];
    const first = held();
    const one = turns.take(async () => {
      told.push("first begins");
      await first.run();
      told.push("first ends");
      throw new Error("refused");
    }, signal);
    const two = turns.take(async () => told.push("second"), signal);
    await Promise.resolve();
    first.end();
    await expect(one).rejects.toThrow("refused");
    await two;
    expect(told).toEqual(["first begins", "first ends", "second"]);
  });

  it("don't wait longer than a turn for one that gets no answer", async () => {
    const turns = new Turns(20);
    const silent = held();
    const one = turns.take(silent.run, signal);
    expect(await turns.take(async () => "second", signal)).toBe("second");
    silent.end();
    await one;
  });

  it("that are given up while they wait don't begin, and hold up nobody", async () => {
    const turns = new Turns(60_000);
    const first = held();
    const one = turns.take(first.run, signal);
    const leaving = new AbortController();
    let began = false;
    const two = turns.take(async () => {
      began = true;
    }, leaving.signal);
    const three = turns.take(async () => "third", signal);
    leaving.abort();
    await expect(two).rejects.toMatchObject({ name: "Cancelled" });
    first.end();
    await one;
    expect(await three).toBe("third");
    expect(began).toBe(false);
  });
});

describe("those who wait for a connection", () => {
  it("get it in this order: what a person waits for, what is over soon, what lasts; else as they came", () => {
    const waiting = (["stream", "query", "command", "query", "command"] as const).map((purpose, number) => ({
      purpose,
      number,
    }));
    const order: number[] = [];
    while (waiting.length > 0) order.push(...waiting.splice(nextInTurn(waiting), 1).map(({ number }) => number));
    expect(order).toEqual([2, 4, 1, 3, 0]);
  });
});
