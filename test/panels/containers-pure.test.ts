import type { Container } from "@quayside/core/model/container.ts";
import { refKey } from "@quayside/core/model/ref.ts";
import { menuCommands, rowCommands, whyNot } from "@quayside/shared-ui/containers/commands.ts";
import { matcher } from "@quayside/shared-ui/containers/filter.ts";
import { buildRows, type Row } from "@quayside/shared-ui/containers/rows.ts";
import { nothingSelected, selectOnly, selectRange, toggle, within } from "@quayside/shared-ui/containers/selection.ts";
import { sorted } from "@quayside/shared-ui/containers/sort.ts";
import { lookOf, statusOf } from "@quayside/shared-ui/containers/status.ts";
import { totalsOf } from "@quayside/shared-ui/containers/totals.ts";
import { textChangesIn } from "@quayside/shared-ui/containers/use-text-clock.ts";
import { defaultSettings, noFilter, readSettings } from "@quayside/shared-ui/containers/view-settings.ts";
import { InventoryDraft, inventoryOf } from "@quayside/shared-ui/inventory/inventory.ts";
import { duration, durationChangesIn, secondsLeft } from "@quayside/shared-ui/text/duration.ts";
import { visibleText } from "@quayside/shared-ui/text/visible-text.ts";
import { Offsets } from "@quayside/shared-ui/virtual/offsets.ts";
import { describe, expect, test } from "vitest";
import { container, hosts, NOW, snapshot, unreachableHost } from "./gallery/inventory-fixture.ts";

const inventory = inventoryOf(snapshot);
const told = (one: Container) => {
  const { words, detail } = statusOf(one, NOW);
  return words + detail;
};
const shape = (row: Row): string => (row.kind === "container" ? row.container.name : `${row.kind}:${row.key}`);

describe("status words", () => {
  test.each([
    ["Up 3 h, healthy", container("h", "a", "i", { health: "healthy", ago: 3 * 3_600_000 })],
    ["Up 41 d", container("h", "a", "i", { ago: 41 * 86_400_000 })],
    ["Unhealthy, up 2 h", container("h", "a", "i", { health: "unhealthy", ago: 7_200_000 })],
    ["Paused, 12 d", container("h", "a", "i", { state: "paused", ago: 12 * 86_400_000 })],
    ["Exited 0, 9 d ago", container("h", "a", "i", { state: "exited", ago: 9 * 86_400_000, run: { exitCode: 0 } })],
    [
      "Out of memory, 12 min ago",
      container("h", "a", "i", { state: "exited", ago: 720_000, run: { exitCode: 137, outOfMemory: true } }),
    ],
    ["Restarting, 6×", container("h", "a", "i", { state: "restarting", run: { restarts: 6 } })],
    ["Exited 1, just now", container("h", "a", "i", { state: "exited", ago: 999, run: { exitCode: 1 } })],
    ["Exited 1, 1 s ago", container("h", "a", "i", { state: "exited", ago: 1000, run: { exitCode: 1 } })],
    ["Exited 1, just now", container("h", "a", "i", { state: "exited", ago: -5000, run: { exitCode: 1 } })],
    ["Up 0 s", container("h", "a", "i", { ago: -5000 })],
  ])("%s", (words, given) => {
    expect(told(given)).toBe(words);
  });

  test("a container that was stopped has not failed, one that ended with an error or without memory has", () => {
    const exited = (exitCode: number, outOfMemory = false) =>
      lookOf(container("h", "a", "i", { state: "exited", run: { exitCode, outOfMemory } }));
    expect([0, 130, 137, 143].map((code) => exited(code))).toEqual(["exited", "exited", "exited", "exited"]);
    expect([exited(1), exited(137, true)]).toEqual(["failed", "failed"]);
  });
});

describe("durations", () => {
  test("have one unit, rounded down", () => {
    expect([0, 59_999, 60_000, 3_599_999, 3_600_000, 86_400_000 * 400].map(duration)).toEqual([
      "0 s",
      "59 s",
      "1 min",
      "59 min",
      "1 h",
      "400 d",
    ]);
  });

  test("are told anew exactly when their words change", () => {
    for (const span of [0, 1, 999, 59_999, 60_000, 61_500, 3_600_001, 90_000_000]) {
      const wait = durationChangesIn(span);
      expect(duration(span + wait - 1)).toBe(duration(span));
      expect(duration(span + wait)).not.toBe(duration(span));
    }
  });

  test("a countdown keeps every second awake, rows that are days old none", () => {
    const { rows } = buildRows(inventory, defaultSettings);
    expect(textChangesIn(rows, NOW)).toBeLessThanOrEqual(1000);
    expect(
      textChangesIn(
        rows.filter(({ kind }) => kind !== "failure"),
        NOW,
      ),
    ).toBeGreaterThan(50_000);
    expect(secondsLeft(NOW + 7001, NOW)).toBe(8);
  });
});

describe("the filter", () => {
  const names = (text: string) => snapshot.containers.filter(matcher({ ...noFilter, text })).map(({ name }) => name);
  test("finds by name, image, port and label, each word", () => {
    expect(names("cache")).toEqual(["shop-cache-1"]);
    expect(names("VALKEY")).toEqual(["shop-cache-1"]);
    expect(names("55432")).toEqual(["pg-scratch"]);
    expect(names("team=data")).toEqual(["pg-scratch"]);
    expect(names("shop web")).toEqual(["shop-web-1", "shop-prod-web-1", "shop-prod-web-2"]);
  });

  test("“need a look” is what is unhealthy, restarts or failed", () => {
    const look = snapshot.containers.filter(matcher({ ...noFilter, facets: ["look"] }));
    expect(look.map(({ name }) => name)).toEqual(["shop-api-1", "ci-runner-2", "shop-prod-worker-1"]);
  });

  test("old settings that make no sense become the default", () => {
    expect(
      readSettings({
        filter: { text: 7, hosts: "x", facets: ["running", "nonsense"] },
        sort: { column: "weight" },
        grouping: 3,
        collapsed: [1, "a"],
      }),
    ).toEqual({
      ...defaultSettings,
      filter: { text: "", hosts: [], facets: ["running"] },
      collapsed: ["a"],
    });
    expect(readSettings("garbage")).toEqual(defaultSettings);
  });
});

describe("sorting", () => {
  const order = (column: "name" | "ports" | "status", descending = false) =>
    sorted(
      [
        container("h", "web-10", "i", { ports: [[80, 80]] }),
        container("h", "web-2", "i", { health: "unhealthy" }),
        container("h", "Api", "i", { ports: [[443, 443]] }),
      ],
      { column, descending },
      new Map(),
    ).map(({ name }) => name);
  test("counts as people do and puts what needs a look first", () => {
    expect(order("name")).toEqual(["Api", "web-2", "web-10"]);
    expect(order("name", true)).toEqual(["web-10", "web-2", "Api"]);
    expect(order("ports")).toEqual(["web-10", "Api", "web-2"]);
    expect(order("status")[0]).toBe("web-2");
  });
});

describe("the rows", () => {
  test("stand by host and stack, loose ones last, and a failed host keeps its place", () => {
    const { rows } = buildRows(inventory, { ...defaultSettings, collapsed: ["host:buildvm", "host:prod", "host:nas"] });
    expect(rows.map(shape)).toEqual([
      "host:host:laptop",
      "stack:stack:shop\nlaptop",
      ...["shop-api-1", "shop-cache-1", "shop-db-1", "shop-migrate-1", "shop-web-1", "pg-scratch"],
      "host:host:buildvm",
      "host:host:prod",
      "host:host:nas",
      "failure:failure:nas",
    ]);
  });

  test("of a closed group still count as matching", () => {
    const { matching } = buildRows(inventory, { ...defaultSettings, collapsed: ["host:laptop"] });
    expect(matching).toHaveLength(snapshot.containers.length);
  });

  test("a host that was not listed yet is waited for; one with nothing says so", () => {
    const bare = { ...snapshot, containers: [] };
    const waiting = buildRows(inventoryOf({ ...bare, listed: [] }), defaultSettings).rows;
    expect(waiting.filter(({ kind }) => kind === "waiting")).toHaveLength(9);
    const empty = buildRows(inventoryOf(bare), defaultSettings).rows;
    expect(empty.filter(({ kind }) => kind === "none")).toHaveLength(3);
  });

  test("two stacks of one name on two hosts stay two", () => {
    const two = inventoryOf({
      ...snapshot,
      containers: [container("laptop", "a", "i", { stack: "shop" }), container("prod", "b", "i", { stack: "shop" })],
    });
    const { rows } = buildRows(two, { ...defaultSettings, grouping: "stack" });
    expect(rows.flatMap((row) => (row.kind === "stack" ? [row.hostName] : []))).toEqual(["laptop", "prod-eu-1"]);
  });

  test("the head counts nothing of a host that can’t be asked", () => {
    expect(totalsOf(inventory)).toEqual({ containers: 16, running: 12, needALook: 3, hosts: 3, unreachable: 1 });
  });
});

test("changes applied to a draft leave what is shown untouched", () => {
  const draft = new InventoryDraft(inventory);
  const first = snapshot.containers[0] as Container;
  draft.apply({
    hosts: [],
    removedHosts: ["nas"],
    containers: [{ ...first, name: "renamed" }],
    removedContainers: [snapshot.containers[1] as Container],
    listed: [],
  });
  const next = draft.finish();
  expect(next.containers.get(refKey(first))?.name).toBe("renamed");
  expect(next.containers.size).toBe(snapshot.containers.length - 1 - 6);
  expect(next.hosts.has("nas")).toBe(false);
  expect(inventory.containers.get(refKey(first))?.name).toBe("shop-api-1");
});

describe("the selection", () => {
  const order = ["a", "b", "c", "d"];
  test("a range goes from the anchor, forwards and back", () => {
    expect([...selectRange(selectOnly("c"), "a", order).keys]).toEqual(["a", "b", "c"]);
    expect([...selectRange(selectRange(selectOnly("b"), "a", order), "d", order).keys]).toEqual(["b", "c", "d"]);
  });

  test("what the filter hides is not acted on", () => {
    expect([...within(toggle(nothingSelected, ["a", "z"]), order).keys]).toEqual(["a"]);
  });
});

describe("commands", () => {
  const [laptop, , prod] = hosts;
  const running = container("laptop", "a", "i");
  test("are forbidden with the reason", () => {
    expect(whyNot("start", running, laptop)).toBe("It runs.");
    expect(whyNot("stop", container("prod", "a", "i"), prod)).toBe("On prod-eu-1 only looking is allowed.");
    expect(whyNot("stop", container("nas", "a", "i"), unreachableHost)).toBe("nas does not answer.");
    expect(whyNot("stop", running, laptop, "restart")).toBe("Restarting…");
    expect(whyNot("stop", running, laptop)).toBeUndefined();
    expect(whyNot("logs", running, undefined)).toBe("It is not there any more.");
  });

  test("in a row are those that can be done, in the menu all with start or stop as it fits", () => {
    expect(rowCommands(running, laptop)).toEqual(["logs", "terminal", "restart", "stop"]);
    expect(rowCommands(container("prod", "a", "i"), prod)).toEqual(["logs"]);
    expect(menuCommands(container("laptop", "a", "i", { state: "exited" }))[1]).toEqual(["restart", "start", "pause"]);
  });
});

test("hidden characters are written out", () => {
  expect(visibleText("\u202egnp.exe\u202c \u001b[31mred\r\n\u0000")).toBe(
    "<U+202E>gnp.exe<U+202C> \\e[31mred\\r\\n\\0",
  );
  expect(visibleText("naïve 日本 👩‍🚀")).toBe("naïve 日本 👩‍🚀");
});

test("rows of different heights are found by their pixel", () => {
  const heights = [26, 22, 22, 30, 22];
  const offsets = new Offsets(heights.length, (index) => heights[index] ?? 0);
  expect(offsets.total).toBe(122);
  expect([-5, 0, 25, 26, 69, 70, 99, 100, 900].map((pixel) => offsets.at(pixel))).toEqual([0, 0, 0, 1, 2, 3, 3, 4, 4]);
  expect(offsets.range(30, 40, 1)).toEqual({ start: 0, end: 5 });
  expect(new Offsets(0, () => 22).range(0, 100, 8)).toEqual({ start: 0, end: 0 });
});
