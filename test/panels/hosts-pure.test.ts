import type { Host } from "@quayside/core/model/host.ts";
import { buildRows } from "@quayside/shared-ui/containers/rows.ts";
import { totalsOf } from "@quayside/shared-ui/containers/totals.ts";
import { defaultSettings } from "@quayside/shared-ui/containers/view-settings.ts";
import {
  changeOf,
  connectionOf,
  draftOf,
  emptyDraft,
  newHostOf,
  problemsOf,
  sameConnection,
} from "@quayside/shared-ui/hosts/draft.ts";
import { type Fact, factsChangeIn, factsOf } from "@quayside/shared-ui/hosts/host-facts.ts";
import { freeName, nameOf } from "@quayside/shared-ui/hosts/proposed-name.ts";
import { readRememberedForm } from "@quayside/shared-ui/hosts/remembered-form.ts";
import { movesOf, sectionsOf } from "@quayside/shared-ui/hosts/sections.ts";
import { InventoryDraft, inventoryOf } from "@quayside/shared-ui/inventory/inventory.ts";
import { bytes } from "@quayside/shared-ui/text/bytes.ts";
import { milliseconds } from "@quayside/shared-ui/text/milliseconds.ts";
import { describe, expect, test } from "vitest";
import { groupedSnapshot, hosts, nas, snapshot } from "./gallery/hosts-fixture.ts";
import { NOW } from "./gallery/inventory-fixture.ts";

const DAY = 86_400_000;
const named = (name: string): Host => hosts.find((host) => host.name === name) as Host;
const told = (facts: readonly Fact[], label: string) =>
  facts
    .find((fact) => fact.label === label)
    ?.parts.map(({ text, tone }) => (tone === undefined ? text : `${text} (${tone})`));
const unknown = { counts: undefined, disk: undefined };

describe("what a host’s card says", () => {
  const laptop = named("laptop");
  const online = (change: Record<string, unknown>): Host => ({
    ...laptop,
    state: { ...laptop.state, ...change } as Host["state"],
  });

  test.each([
    [2000, undefined],
    [-2000, undefined],
    [2001, ["2 s ahead of this machine’s (warn)"]],
    [-3_600_000, ["1 h behind this machine’s (warn)"]],
  ])("a clock that is %d ms ahead", (clockAhead, words) => {
    const machine = { name: "m", cpus: 1, memory: 5e8, system: "", dataRoot: "", clockAhead };
    const facts = factsOf(online({ machine }), unknown, NOW);
    expect(told(facts, "Clock")).toEqual(words);
    expect(told(facts, "Machine")).toEqual(["1 CPU", "500 MB"]);
  });

  test.each([
    [30 * DAY + 1, undefined],
    [30 * DAY, ["ends in 30 days, on 31 Jul (warn)"]],
    [DAY, ["ends in 1 day, on 2 Jul (warn)"]],
    [DAY - 1, ["ends within a day, on 2 Jul (warn)"]],
    [0, ["ended on 1 Jul (bad)"]],
    [-400 * DAY, ["ended on 27 May 2025 (bad)"]],
  ])("a certificate that ends in %d ms", (left, words) => {
    expect(
      told(factsOf(online({ certificate: { whose: "engine", at: NOW + left } }), unknown, NOW), "Certificate"),
    ).toEqual(words);
  });

  test("room for the data, with a warning below a tenth", () => {
    const machine = { name: "m", cpus: 2, memory: 16e9, system: "", dataRoot: "/d" };
    const room = (free: number) =>
      told(factsOf(online({ machine }), { ...unknown, disk: { free, total: 100e9 } }, NOW), "Machine");
    expect(room(41e9)).toEqual(["2 CPUs", "16 GB", "41 GB free"]);
    expect(room(9.9e9)).toEqual(["2 CPUs", "16 GB", "9.9 GB free (warn)"]);
  });

  test("that it waits for a person where there is no next try, and nothing where nothing was seen", () => {
    const { nextTry: _never, ...waiting } = nas.state as Extract<Host["state"], { kind: "unreachable" }>;
    const facts = factsOf({ ...nas, state: waiting }, unknown, NOW);
    expect(told(facts, "Next try")).toEqual(["waits until you try again"]);
    expect(told(facts, "Last seen")).toEqual(["not in this session"]);
  });

  test("anew each second while a next try is counted down, else once an hour", () => {
    expect(factsChangeIn(hosts, NOW + 300)).toBe(700);
    expect(factsChangeIn(hosts, NOW)).toBe(1000);
    expect(factsChangeIn(hosts, NOW + 9000)).toBe(3_600_000);
  });
});

describe("units", () => {
  test("have at most three digits that matter", () => {
    expect([0, 512, 41_000_000, 999e6, 8.2e9, 15.64e9, 41e9, 128.4e9, 2e12].map(bytes)).toEqual([
      ...["0 B", "512 B", "41 MB", "999 MB", "8.2 GB", "15.6 GB", "41 GB", "128 GB", "2 TB"],
    ]);
    expect([0.4, 3.14, 24.4, 999, 1383].map(milliseconds)).toEqual(["0.4 ms", "3.1 ms", "24 ms", "999 ms", "1.4 s"]);
  });
});

describe("the order of hosts", () => {
  test("is that of their places, in groups where the first of each is; a change of place changes it", () => {
    const draft = new InventoryDraft(inventoryOf({ ...snapshot, hosts: [...hosts].reverse() }));
    const ids = (of: Iterable<Host>) => [...of].map(({ id }) => id);
    draft.apply({
      ...{ hosts: [{ ...named("nas"), position: -1 }], removedHosts: [], containers: [], removedContainers: [] },
      listed: [],
    });
    expect(ids(draft.finish().hosts.values())).toEqual([
      "nas",
      "laptop",
      "buildvm",
      "prod",
      "lab",
      "pi",
      "attic",
      "local",
    ]);
    expect(sectionsOf(groupedSnapshot.hosts).map(({ group, hosts: members }) => [group, ids(members)])).toEqual([
      [undefined, ["laptop", "buildvm", "attic", "local"]],
      ["acme", ["prod", "lab"]],
      ["home", ["nas", "pi"]],
    ]);
  });

  test("is changed by one place within a group; found hosts have none", () => {
    const { hosts: grouped } = groupedSnapshot;
    expect(movesOf(grouped, "laptop")).toEqual({ up: undefined, down: { before: "prod" } });
    expect(movesOf(grouped, "attic")).toEqual({ up: { before: "buildvm" }, down: undefined });
    expect(movesOf(grouped, "prod")).toEqual({ up: undefined, down: { before: "pi" } });
    expect(movesOf(grouped, "local")).toEqual({ up: undefined, down: undefined });
    expect(movesOf(hosts, "pi")).toEqual({ up: { before: "lab" }, down: {} });
  });
});

describe("a disabled host in the Containers panel", () => {
  test("is one row, neither waiting nor empty, and isn’t counted as asked", () => {
    const attic = named("attic");
    const inventory = inventoryOf({ hosts: [attic], containers: [], listed: ["attic"] });
    for (const grouping of ["host", "stack", "none"] as const) {
      const { rows } = buildRows(inventory, { ...defaultSettings, grouping });
      expect(rows.map(({ kind }) => kind)).toEqual(grouping === "host" ? ["host"] : []);
    }
    expect(totalsOf(inventory)).toMatchObject({ hosts: 0, unreachable: 0 });
  });

  test("is read anew when it is enabled again", () => {
    const draft = new InventoryDraft(inventoryOf(snapshot));
    const nothing = { removedHosts: [], containers: [], removedContainers: [], listed: [] };
    draft.apply({ ...nothing, hosts: [{ ...named("laptop"), state: { kind: "disabled" } }] });
    expect(draft.finish().listed.has("laptop")).toBe(false);
  });
});

describe("the form’s draft", () => {
  test("says of a host what it is, and of an unchanged one that nothing changes", () => {
    for (const host of hosts.filter(({ connection }) => connection.kind !== "demo")) {
      const kept = "key" in host.connection && host.connection.key === "pasted";
      const draft = draftOf(host);
      if (host.connection.kind === "demo") continue;
      const connection = connectionOf(draft, host.connection, kept);
      expect(sameConnection(connection, host.connection)).toBe(true);
      expect(changeOf(host, draft, connection)).toEqual({});
    }
  });

  test("leaves out what is empty, and takes marks away by null", () => {
    const ssh = { kind: "ssh", host: "nas" } as const;
    const draft = { ...emptyDraft, address: "ssh://nas", name: " nas ", user: " ", port: "2222", jump: "a,b" };
    expect(newHostOf(draft, connectionOf(draft, ssh, false))).toEqual({
      ...{ name: "nas", access: "admin", connection: { kind: "ssh", host: "nas", port: 2222, jump: "a,b" } },
    });
    const prod = { ...named("prod-eu-1"), group: "acme" };
    const bare = { ...draftOf(prod), group: "", tags: "", colour: undefined };
    expect(changeOf(prod, bare, connectionOf(bare, prod.connection as never, true))).toEqual({
      ...{ group: null, tags: [], colour: null },
    });
  });

  test("says what is wrong with it", () => {
    const ssh = { kind: "ssh", host: "nas" } as const;
    const good = { ...emptyDraft, address: "ssh://nas", name: "new" };
    const wrong = (change: Partial<typeof good>, parsed: typeof ssh | null = ssh) =>
      Object.keys(problemsOf({ ...good, ...change }, parsed, hosts));
    expect(wrong({})).toEqual([]);
    expect(wrong({ address: "" })).toEqual(["address"]);
    expect(wrong({}, null)).toEqual(["address"]);
    expect(wrong({ name: " " })).toEqual(["name"]);
    expect(wrong({ name: "x".repeat(201) })).toEqual(["name"]);
    expect(wrong({ name: "laptop " })).toEqual(["name"]);
    for (const port of ["0", "65536", "x", "1e3"]) expect(wrong({ port })).toEqual(["port"]);
    expect(wrong({ socket: "run/docker.sock" })).toEqual(["socket"]);
    expect(wrong({ group: "g".repeat(101) })).toEqual(["group"]);
    expect(wrong({ tags: "t".repeat(101) })).toEqual(["tags"]);
    expect(wrong({ tags: Array.from({ length: 51 }, (_, index) => index).join() })).toEqual(["tags"]);
  });

  test("proposes a name that says something and that nobody has", () => {
    expect(nameOf({ kind: "unix", path: "/run/user/1000/docker.sock" })).toBe("1000");
    expect(nameOf({ kind: "unix", path: "/srv/build.sock" })).toBe("build");
    expect(nameOf({ kind: "pipe", path: "//./pipe/docker_engine" })).toBe("pipe");
    expect(freeName("nas", new Set(["nas", "nas 2"]))).toBe("nas 3");
  });

  test("is brought back from what any version may have kept, without what isn’t understood", () => {
    expect(readRememberedForm(undefined)).toBeUndefined();
    expect(readRememberedForm({ form: 12 })).toBeUndefined();
    const draft = { ...emptyDraft, name: "kept", access: "view" as const };
    expect(readRememberedForm({ form: { draft, host: "h", testId: "t" } })).toEqual({ draft, host: "h", testId: "t" });
    expect(readRememberedForm({ form: { draft: { name: 3, access: "root", colour: "pink", verify: 0 } } })).toEqual({
      draft: emptyDraft,
    });
  });
});
