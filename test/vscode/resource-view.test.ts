import { describe, expect, it } from "vitest";
import { pullWords } from "../../vscode-extension/src/commands/pull-words.ts";
import { nodeView } from "../../vscode-extension/src/tree/node-view.ts";
import type { GroupFacts, ResourceNode } from "../../vscode-extension/src/tree/nodes.ts";
import { tooltipOf } from "../../vscode-extension/src/tree/tooltip.ts";
import { anonymous, awayState, container, host, image, mount, network, t, volume } from "./resource-fixtures.ts";

const words = { t, localMachine: undefined, now: () => 0 };
const laptop = host("a", { name: "laptop" });
const away = { ...laptop, state: awayState };
const users = [container("web")];
const view = (node: ResourceNode) => nodeView(node, words);
const hour = 3_600_000;

describe("an image, a volume or a network as VS Code draws it", () => {
  it("tells an image’s size, and how it is used by its shape and in words", () => {
    const used = { kind: "image", host: laptop, image: image("nginx", ["nginx:1.27"]), users } as const;
    expect(view(used)).toEqual({
      ...{ label: "nginx:1.27", description: "12 MB", mark: { icon: "package" } },
      contextValue: ".image.online",
      spoken: "image nginx:1.27, 12 MB, on laptop",
      ...{ expandable: true, closed: true },
    });
    const unused = view({ ...used, users: [] });
    expect(unused).toMatchObject({ description: "unused · 12 MB", expandable: false });
    expect(unused.mark?.icon).not.toBe("package");
  });

  it("says of an image that it has no name, or how many", () => {
    const nameless = image("0123456789abcdef", []);
    expect(view({ kind: "image", host: laptop, image: nameless, users: [] })).toMatchObject({
      label: "0123456789ab",
      description: "unused · <none> · 12 MB",
    });
    const twice = image("nginx", ["nginx:1.27", "nginx:latest"]);
    expect(view({ kind: "image", host: laptop, image: twice, users })).toMatchObject({
      label: "nginx:1.27",
      description: "12 MB · 2 names",
    });
  });

  it("says a volume’s driver and size only where there is something to say", () => {
    const of = (more: Parameters<typeof volume>[1], id = "data") =>
      view({ kind: "volume", host: laptop, volume: volume(id, more), users }).description;
    expect(of({})).toBe("");
    expect(of({ driver: "nfs", size: 3_400_000_000 })).toBe("nfs · 3.4 GB");
    expect(of({ size: 0 })).toBe("0 B");
    expect(of({}, anonymous)).toBe("anonymous");
    expect(view({ kind: "volume", host: laptop, volume: volume(anonymous), users }).label).toBe("0123456789ab");
  });

  it("tells a network’s driver, subnets and users, and never calls the engine’s own unused", () => {
    const front = network("front", { subnets: ["172.18.0.0/16"] });
    const of = (node: Partial<ResourceNode & { kind: "network" }>) =>
      view({ kind: "network", host: laptop, network: front, users, ...node });
    expect(of({}).description).toBe("1 container · bridge · 172.18.0.0/16");
    expect(of({ users: [] }).description).toBe("unused · bridge · 172.18.0.0/16");
    const own = of({ network: network("host", { driver: "host", builtIn: true }), users: [] });
    expect(own).toMatchObject({ description: "built in", mark: { icon: "type-hierarchy" } });
    expect(own.contextValue).toBe(".network.online.builtin");
  });

  it("shows what was last known of a host that is away without colour, and offers no action on it", () => {
    const node = { kind: "volume", host: away, volume: volume("data"), users: [] } as const;
    expect(view(node)).toMatchObject({ description: "last known · unused", contextValue: ".volume.away" });
    expect(view(node).mark?.color).toBe("disabledForeground");
  });

  it("has the menus leave out what may not be done on the host", () => {
    const looked = { ...laptop, access: "view" } as const;
    const node = { kind: "volume", host: looked, volume: volume("data"), users: [] } as const;
    expect(view(node).contextValue).toBe(".volume.online.no-operate.no-admin");
    const group = nodeView({ kind: "group", host: looked, of: "volumes", held: undefined }, words);
    expect(group.contextValue).toBe(".volumes.online.no-operate.no-admin");
  });

  it("shows hostile names as the text that they are", () => {
    const name = "a\u202eb\u001b[31m\n";
    const shown = "a<U+202E>b\\e[31m\\n";
    expect(view({ kind: "volume", host: laptop, volume: volume(name), users }).label).toBe(shown);
    const node = { kind: "network", host: laptop, network: network("x", { driver: name, subnets: [name] }), users };
    expect(view({ ...node, kind: "network" }).description).toBe(`1 container · ${shown} · ${shown}`);
    const tagged = image("x", [name], { labels: { [name]: name } });
    const { title, facts } = tooltipOf({ kind: "image", host: laptop, image: tagged, users }, 0, t);
    expect(title).toBe(shown);
    expect(facts).toContainEqual(["Labels", `${shown}=${shown}`]);
  });
});

describe("a group", () => {
  const facts: GroupFacts = { all: 12, shown: 12, size: 3_400_000_000, error: undefined };
  const group = (more: Partial<GroupFacts>, of: "images" | "volumes" = "images", on = laptop) =>
    nodeView({ kind: "group", host: on, of, held: { ...facts, ...more } }, words);

  it("is closed, and tells how many there are and how much they take", () => {
    expect(group({})).toMatchObject({ label: "Images", description: "12 · 3.4 GB at most", closed: true });
    expect(group({}, "volumes").description).toBe("12 · 3.4 GB");
    expect(group({ size: undefined }, "volumes").description).toBe("12");
    expect(group({ shown: 2, size: undefined }).description).toBe("2 of 12");
    expect(group({}, "images", away).description).toBe("last known · 12 · 3.4 GB at most");
  });

  it("opens only where there is something in it", () => {
    expect(group({ all: 0, shown: 0, size: 0 })).toMatchObject({ description: "0", expandable: false });
    const unread = nodeView({ kind: "group", host: laptop, of: "images", held: undefined }, words);
    expect(unread).toMatchObject({ description: "", expandable: true });
  });

  it("says that it could not be read, and why on the line below", () => {
    const error = { name: "EngineError", title: "Docker refused", sentence: "No.", hint: "Mend it.", detail: "500" };
    const held = { ...facts, all: 0, shown: 0, size: 0, error: { ...error, name: "EngineError" } } as const;
    expect(nodeView({ kind: "group", host: laptop, of: "images", held }, words)).toMatchObject({
      ...{ description: "not read", expandable: true },
    });
    const note = { kind: "group-note", host: laptop, error: held.error } as const;
    expect(nodeView(note, words)).toMatchObject({ label: "Docker refused", description: "No." });
    expect(tooltipOf(note, 0, t).sentences).toContain("Mend it.");
  });
});

describe("the tooltip", () => {
  it("tells an image’s age, all of its names and who uses it", () => {
    const old = image("x", ["a:1", "b:2"], { createdAt: Date.now() - 3 * hour });
    const { facts } = tooltipOf({ kind: "image", host: laptop, image: old, users }, Date.now(), t);
    expect(facts).toContainEqual(["Names", "a:1, b:2"]);
    expect(facts).toContainEqual(["Used by", "web"]);
    expect(facts.find(([name]) => name === "Created")?.[1]).toMatch(/^3 h ago, /);
  });

  it("says who uses a network of a thousand containers in few words", () => {
    const many = Array.from({ length: 1000 }, (_, index) => container(`web-${index}`));
    const { facts } = tooltipOf({ kind: "network", host: laptop, network: network("x"), users: many }, 0, t);
    expect(facts.find(([name]) => name === "Used by")?.[1]).toMatch(/web-19 and 980 more$/);
  });

  it("tells of a container which volumes it uses, anonymous ones in short", () => {
    const using = container("web", { mounts: [mount("data"), mount(anonymous)] });
    const { facts } = tooltipOf({ kind: "container", host: laptop, container: using }, 0, t);
    expect(facts).toContainEqual(["Volumes", "data, 0123456789ab"]);
  });
});

describe("how far a pull has come, in words", () => {
  it("is what the engine says until there are layers, hidden characters seen", () => {
    expect(pullWords({ layers: [], fraction: 0, status: "Pulling\u001b[2J" }, t)).toBe("Pulling\\e[2J");
  });

  it("counts the layers and tells the bytes of those that load", () => {
    const layers = [
      { id: "a", status: "Already exists" },
      { id: "b", status: "Downloading", current: 20_000_000, total: 100_000_000 },
      { id: "c", status: "Downloading", current: 25_000_000, total: 50_000_000 },
      { id: "d", status: "Waiting" },
    ];
    expect(pullWords({ layers, fraction: 0.3, status: "" }, t)).toBe("1 of 4 layers · 45 MB of 150 MB");
    const unpacking = [{ id: "a", status: "Extracting", current: 1, total: 2 }];
    expect(pullWords({ layers: unpacking, fraction: 0.8, status: "" }, t)).toBe("0 of 1 layers · unpacking");
  });
});
