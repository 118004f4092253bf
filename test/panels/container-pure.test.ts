import type { Container } from "@quayside/core/model/container.ts";
import type { Host } from "@quayside/core/model/host.ts";
import { exitWords } from "@quayside/shared-ui/container/exit-words.ts";
import { type Followed, follow } from "@quayside/shared-ui/container/followed.ts";
import { aroundLine, jsonLines, linesWith, unfolded, valueText } from "@quayside/shared-ui/container/json-lines.ts";
import { quantity, sortedRows } from "@quayside/shared-ui/container/process-rows.ts";
import { inventoryOf } from "@quayside/shared-ui/inventory/inventory.ts";
import { describe, expect, test } from "vitest";
import { hosts, container as made, NOW, unreachableHost } from "./gallery/inventory-fixture.ts";

const waiting: Followed = { standing: "waiting" };

describe("the container that a page follows", () => {
  const [laptop] = hosts as readonly [Host];
  const web = made("laptop", "web", "web:1");
  const input = { host: "laptop", name: "web" };
  const picture = (host: Host | undefined, containers: readonly Container[], listed = true) =>
    inventoryOf({ hosts: host ? [host] : [], containers, listed: host && listed ? [host.id] : [] });
  const step = (before: Followed, host: Host | undefined, containers: readonly Container[], listed = true) =>
    follow(before, picture(host, containers, listed), input, NOW);
  const away: Host = { ...unreachableHost, id: "laptop", name: "laptop" };
  const connecting: Host = { ...laptop, state: { kind: "connecting" } };

  test("is waited for while its host connects, and missing where it has none of that name", () => {
    expect(step(waiting, connecting, [], false).standing).toBe("waiting");
    expect(step(waiting, laptop, [], false).standing).toBe("waiting");
    expect(step(waiting, laptop, []).standing).toBe("missing");
    expect(step(waiting, undefined, []).standing).toBe("missing");
  });

  test("is gone when it was there, for good, until one of its name comes", () => {
    const here = step(waiting, laptop, [web]);
    const gone = step(here, laptop, []);
    expect(gone).toMatchObject({ standing: "gone", since: NOW, container: web });
    expect(follow(gone, picture(laptop, []), input, NOW + 5).since).toBe(NOW);
    expect(step(gone, away, []).standing).toBe("gone");
    const again = { ...web, id: "f".repeat(64) };
    expect(step(gone, laptop, [again])).toMatchObject({ standing: "here", container: again, recreatedAt: NOW });
    expect(step(here, undefined, []).standing).toBe("gone");
  });

  test("is another as soon as the one it followed is gone, and not before", () => {
    const here = step(waiting, laptop, [web]);
    const other = { ...web, id: "e".repeat(64), name: "web-new" };
    const renamed = { ...web, name: "web-old" };
    const takenOver = { ...other, name: "web" };
    expect(step(here, laptop, [renamed, takenOver]).container).toBe(renamed);
    expect(step(here, laptop, [other]).standing).toBe("gone");
    expect(step(waiting, laptop, [renamed, other]).standing).toBe("missing");
  });

  test("is found by the name that it was given while the page was open, where none has its old one", () => {
    const wanted = { ...input, renamed: "web-old" };
    const renamed = { ...web, name: "web-old" };
    const other = { ...web, id: "e".repeat(64) };
    expect(follow(waiting, picture(laptop, [renamed]), wanted, NOW).container).toBe(renamed);
    expect(follow(waiting, picture(laptop, [renamed, other]), wanted, NOW).container).toBe(other);
  });

  test("is as it was last while its host is away, since when that is", () => {
    const here = step(waiting, laptop, [web]);
    const since = away.state.kind === "unreachable" ? away.state.since : 0;
    expect(step(here, away, [web])).toMatchObject({ standing: "away", since, container: web });
    expect(step(waiting, away, [], false).standing).toBe("away");
    expect(step(here, connecting, [], false)).toMatchObject({ standing: "away", since: NOW });
  });

  test("is found by its id, too, and never on another host", () => {
    const byId = { host: "laptop", name: web.id };
    expect(follow(waiting, picture(laptop, [web]), byId, NOW).container).toBe(web);
    const elsewhere = { ...web, host: "nas" };
    expect(step(waiting, laptop, [elsewhere]).standing).toBe("missing");
  });
});

describe("an engine’s JSON in lines", () => {
  const lines = jsonLines({ a: { "b/c": [1, { d: "x" }], b: { c: [] } }, e: null, "": { "": 1 } });
  const shown = (indices: readonly number[]) => indices.map((index) => lines[index]?.path);

  test("has a path of its own for each, whatever the names are", () => {
    expect(new Set(lines.map(({ path }) => path)).size).toBe(lines.length);
    for (const { opens, end } of lines) if (opens !== undefined) expect(lines[end]?.closes).toBeDefined();
  });

  test("folds what lies between, and finds what to unfold", () => {
    expect(shown(unfolded(lines, ({ depth }) => depth === 1))).toEqual(["", "/a", "/e", "/", "/~end"]);
    const at = lines.findIndex(({ value }) => value === "x");
    expect(aroundLine(lines, at).map(({ path }) => path)).toEqual(["", "/a", "/a/b~1c", "/a/b~1c/1"]);
  });

  test("is written as JSON writes it, and ends where it goes too deep", () => {
    expect(lines.map((line) => valueText(line, true))).toContain('"x"');
    let deep: unknown = 1;
    for (let depth = 0; depth < 10_000; depth++) deep = [deep];
    expect(jsonLines(deep).length).toBeLessThan(100);
  });

  test("hides what people gave as secrets, and nothing of the engine’s own", () => {
    const found = jsonLines({
      Args: ["--token", "t0p"],
      Config: { Env: ["A_TOKEN=t0p", "B=1"], Labels: { "x-secret": "t0p", plain: "p" }, Cmd: ["x"] },
      NetworkSettings: { SandboxKey: "/var/run/1", url: "pg://a:t0p@b/c" },
    });
    const hidden = found.filter(({ hiddenFrom }) => hiddenFrom !== undefined);
    expect(hidden.map((line) => valueText(line, true))).toEqual(['""', '"A_TOKEN="', '""', '""']);
    expect(linesWith(found, "t0p", () => false)).toEqual([]);
    expect(linesWith(found, "T0P", () => true)).toHaveLength(4);
  });
});

describe("what runs in a container", () => {
  test.each([
    ["36.2", 36.2],
    ["02:03", 123],
    ["1-00:00:01", 86_401],
    ["node", undefined],
    ["", undefined],
  ])("is counted where it can be: %s", (cell, value) => expect(quantity(cell)).toBe(value));

  test("is sorted by numbers as numbers, and stays in the engine’s order without a column", () => {
    const table = {
      readAt: 0,
      more: 0,
      titles: ["PID", "CMD"],
      rows: [
        ["10", "b"],
        ["9", "a10"],
        ["11", "a2"],
      ],
    };
    const pids = (title: string, descending = false) => sortedRows(table, { title, descending }).map(([pid]) => pid);
    expect(pids("PID")).toEqual(["9", "10", "11"]);
    expect(pids("CMD")).toEqual(["11", "9", "10"]);
    expect(pids("PID", true)).toEqual(["11", "10", "9"]);
    expect(pids("NONE")).toEqual(["10", "9", "11"]);
  });
});

test.each([
  [0, false, "without an error"],
  [137, true, "killed, since it was out of memory"],
  [137, false, "by SIGKILL"],
  [127, false, "its command was not found"],
  [3, false, "with an error of its own"],
])("exit code %i is told in words", (code, outOfMemory, words) => expect(exitWords(code, outOfMemory)).toBe(words));
