import { TestedDialers } from "@quayside/core/hosts/tested-dialers.ts";
import type { HostConnection } from "@quayside/core/model/host.ts";
import { describe, expect, test } from "vitest";
import { until } from "../lab/waiting.ts";

const connection: HostConnection = { kind: "ssh", host: "far" };

function openWay() {
  const way = {
    ...{ address: "ssh://far", via: undefined, ended: false },
    dial: () => Promise.reject(new Error("nobody dials here")),
    prepare: async () => {},
    drop() {},
    dispose() {
      way.ended = true;
    },
  };
  return way;
}

describe("a way that was tested", () => {
  test("is handed to the host that is added, once, and not ended any more", async () => {
    const tested = new TestedDialers(1);
    const way = openWay();
    tested.keep({ id: "a", connection }, way);
    expect(tested.take({ id: "a", connection: { ...connection } })).toBe(way);
    expect(tested.take({ id: "a", connection })).toBeUndefined();
    tested.dispose();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(way.ended).toBe(false);
  });

  test("ends where the host is added by another way, where it is tested anew, and with Quayside", () => {
    const tested = new TestedDialers();
    const [other, first, second] = [openWay(), openWay(), openWay()];
    tested.keep({ id: "a", connection }, other);
    expect(tested.take({ id: "a", connection: { kind: "ssh", host: "near" } })).toBeUndefined();
    expect(other.ended).toBe(true);
    tested.keep({ id: "b", connection }, first);
    tested.keep({ id: "b", connection }, second);
    expect([first.ended, second.ended]).toEqual([true, false]);
    tested.dispose();
    expect(second.ended).toBe(true);
  });

  test("ends by itself when nobody adds the host", async () => {
    const way = openWay();
    new TestedDialers(1).keep({ id: "a", connection }, way);
    await until(() => way.ended, { what: "the way to end" });
  });
});
