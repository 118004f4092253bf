import type { Container } from "@quayside/core/model/container.ts";
import type { Host, HostState } from "@quayside/core/model/host.ts";
import type { InventoryChange } from "@quayside/core/model/inventory-change.ts";
import { noFilter } from "@quayside/shared-ui/containers/view-settings.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { ROOT, TreeModel } from "../../vscode-extension/src/tree/tree-model.ts";

const online: HostState = {
  kind: "online",
  engine: {
    id: "e",
    product: "Docker",
    version: "20.10",
    apiVersion: "1.41",
    operatingSystem: "linux",
    architecture: "amd64",
  },
  latency: 1,
  since: 0,
};

function unreachable(reason: "socket-missing" | "refused", nextTry = 1): HostState {
  const error = {
    name: "HostUnreachable",
    reason,
    title: "Not there",
    sentence: "Gone.",
    hint: "",
    detail: "",
  } as const;
  return { kind: "unreachable", error, since: 0, nextTry };
}

function host(id: string, state: HostState = online, found = false): Host {
  return {
    ...{ id, name: id, connection: { kind: "unix", path: `/${id}.sock` }, access: "admin", state, found },
    ...{ isDefault: false, position: 0 },
  };
}

function container(on: string, name: string, more: Partial<Container> = {}): Container {
  return {
    ...{ host: on, id: `id-${name}`, name, image: "busybox", imageId: "", command: "", createdAt: 0, state: "running" },
    ...{ ports: [], labels: {}, networks: [], mounts: [], ...more },
  };
}

const inStack = (stack: string, service: string): Partial<Container> => ({ stack: { stack, service } });
/** At the end of each host whose containers are listed. */
const groups = (host: string) => ["images", "volumes", "networks"].map((kind) => `group/${host}/${kind}`);
const nothing: InventoryChange = { hosts: [], removedHosts: [], containers: [], removedContainers: [], listed: [] };

describe("the tree of all hosts", () => {
  let model: TreeModel;
  const change = (part: Partial<InventoryChange>) => [...model.apply({ ...nothing, ...part })].sort();

  beforeEach(() => {
    model = new TreeModel();
    model.reset({
      hosts: [host("a"), host("b")],
      containers: [
        ...[container("a", "web-10"), container("a", "web-2"), container("b", "other")],
        ...[container("a", "shop-db", inStack("shop", "db")), container("a", "shop-api", inStack("shop", "api"))],
      ],
      listed: ["a", "b"],
    });
  });

  it("has stacks before loose containers, sorted as people count", () => {
    expect(model.children()).toEqual(["host/a", "host/b"]);
    expect(model.children("host/a")).toEqual([
      ...["stack/a/shop", "container/a/id-web-2", "container/a/id-web-10"],
      ...groups("a"),
    ]);
    expect(model.children("stack/a/shop")).toEqual(["container/a/id-shop-api", "container/a/id-shop-db"]);
  });

  describe("with hosts in groups", () => {
    const at = (id: string, position: number, group?: string): Host => ({
      ...host(id, online),
      position,
      ...(group === undefined ? {} : { group }),
    });
    beforeEach(() => {
      const hosts = [at("a", 0), at("b", 1, "home/lab"), at("c", 2), at("d", 3, "home/lab")];
      model.reset({ hosts, containers: [], listed: [] });
    });

    it("has a group where the first of its hosts would stand, and its hosts below it", () => {
      expect(model.children()).toEqual(["host/a", "host-group//home/lab", "host/c"]);
      expect(model.children("host-group//home/lab")).toEqual(["host/b", "host/d"]);
      expect(model.parent("host/b")).toBe("host-group//home/lab");
      expect(model.parent("host/a")).toBe(undefined);
      expect(model.node("host-group//home/lab")).toMatchObject({
        group: "home/lab",
        hosts: [{ id: "b" }, { id: "d" }],
      });
      expect(model.node("host-group//gone")).toBe(undefined);
    });

    it("draws all anew when a host is put into another group or place, and else its group where its state changed", () => {
      expect(change({ hosts: [at("d", 3, "work")] })).toEqual([""]);
      expect(change({ hosts: [{ ...at("d", 1, "work") }, at("b", 3, "home/lab")] })).toEqual([""]);
      expect(change({ hosts: [{ ...at("b", 3, "home/lab"), state: { kind: "connecting" } }] })).toEqual([
        "host-group//home/lab",
        "host/b",
      ]);
    });
  });

  it("draws only the container whose state changed", () => {
    expect(change({ containers: [container("a", "web-2", { state: "exited" })] })).toEqual(["container/a/id-web-2"]);
  });

  it("draws the stack too when the number of those that run changes", () => {
    expect(change({ containers: [container("a", "shop-db", { ...inStack("shop", "db"), state: "exited" })] })).toEqual([
      ...["container/a/id-shop-db", "stack/a/shop"],
    ]);
  });

  it("draws only the container whose new name leaves it where it is", () => {
    expect(change({ containers: [{ ...container("a", "web-10"), name: "web-9" }] })).toEqual(["container/a/id-web-10"]);
    expect(change({ containers: [{ ...container("a", "web-10"), name: "web-2" }] })).toEqual(["host/a"]);
    expect(model.children("host/a")).toHaveLength(3 + 3);
  });

  it("draws the parent of one that is new, gone or renamed past another", () => {
    expect(change({ containers: [container("a", "new")] })).toEqual(["host/a"]);
    expect(change({ removedContainers: [{ host: "a", id: "id-new" }] })).toEqual(["host/a"]);
    expect(change({ containers: [{ ...container("a", "web-2"), name: "web-11" }] })).toEqual(["host/a"]);
    expect(change({ containers: [container("a", "shop-x", inStack("shop", "x"))] })).toEqual(["stack/a/shop"]);
  });

  it("draws the host when the first of a stack comes and the last of it goes", () => {
    expect(change({ containers: [container("b", "one", inStack("solo", "one"))] })).toEqual(["host/b"]);
    expect(change({ removedContainers: [{ host: "b", id: "id-one" }] })).toEqual(["host/b"]);
    expect(model.children("host/b")).toEqual(["container/b/id-other", ...groups("b")]);
  });

  it("draws all only when hosts come or go", () => {
    expect(change({ hosts: [host("c")] })).toEqual([ROOT]);
    expect(change({ removedHosts: ["c"] })).toEqual([ROOT]);
    expect(change({ hosts: [host("b", unreachable("refused"))] })).toEqual(["host/b"]);
  });

  it("draws one line for the next try of a host that is away", () => {
    change({ hosts: [host("b", unreachable("refused", 1))] });
    const oldKey = unreachable("refused");
    if (oldKey.kind !== "unreachable") throw new Error("not so");
    const other: HostState = { ...oldKey, error: { ...oldKey.error, remedy: "forget-key" } };
    expect(change({ hosts: [host("b", other)] })).toEqual(["host/b"]);
    change({ hosts: [host("b", unreachable("refused", 1))] });
    expect(change({ hosts: [host("b", unreachable("refused", 2))] })).toEqual(["note/b"]);
  });

  it("shows the error at its host, above what was last known of it", () => {
    change({ hosts: [host("b", unreachable("refused"))] });
    expect(model.children("host/b")).toEqual(["note/b", "container/b/id-other"]);
    expect(model.node("note/b")).toMatchObject({ kind: "note", note: "unreachable" });
    expect(model.children("host/a")).toHaveLength(3 + 3);
  });

  it("says of a host without containers whether it has none or they aren’t read yet", () => {
    change({ hosts: [host("c", { kind: "connecting" })] });
    expect(model.node("note/c")).toMatchObject({ note: "connecting" });
    change({ hosts: [host("c")] });
    expect(model.node("note/c")).toMatchObject({ note: "reading" });
    expect(change({ listed: ["c"] })).toEqual(["host/c"]);
    expect(model.node("note/c")).toMatchObject({ note: "empty" });
    expect(change({ containers: [container("c", "first")] })).toEqual(["host/c"]);
    expect(model.children("host/c")).toEqual(["container/c/id-first", ...groups("c")]);
  });

  it("leaves the place to the welcome when there is no engine at all, and only then", () => {
    const alone = (state: HostState, found: boolean) => {
      model.reset({ hosts: [host("local", state, found)], containers: [], listed: [] });
      return model.children();
    };
    expect(alone(unreachable("socket-missing"), true)).toEqual([]);
    expect(alone(unreachable("refused"), true)).toEqual(["host/local"]);
    const beside = [host("local", unreachable("socket-missing"), true), host("nas")];
    model.reset({ hosts: beside, containers: [], listed: [] });
    expect(model.children()).toEqual(["host/nas"]);
    expect(alone(unreachable("socket-missing"), false)).toEqual(["host/local"]);
    model.reset({ hosts: [host("local", unreachable("socket-missing"), true)], containers: [], listed: ["local"] });
    expect(model.children()).toEqual(["host/local"]);
  });

  it("shows only what the filter lets through, and says where that is nothing", () => {
    model.setFilter({ ...noFilter, text: "shop-d" });
    expect(model.children("host/a")).toEqual(["stack/a/shop"]);
    expect(model.children("stack/a/shop")).toEqual(["container/a/id-shop-db"]);
    expect(model.node("note/b")).toMatchObject({ note: "no-match" });
    expect(change({ containers: [container("a", "web-2", { state: "exited" })] })).toEqual([]);
  });

  it("counts the unhealthy ones on hosts that answer", () => {
    change({
      containers: [container("a", "sick", { health: "unhealthy" }), container("b", "ill", { health: "unhealthy" })],
    });
    expect(model.unhealthy()).toHaveLength(2);
    change({ hosts: [host("b", unreachable("refused"))] });
    expect(model.unhealthy().map(({ name }) => name)).toEqual(["sick"]);
  });

  it("keeps stacks apart whose names hold slashes", () => {
    change({ containers: [container("b", "x", inStack("a/b", "x")), container("b", "y", inStack("a", "b/y"))] });
    expect(model.children("host/b")).toEqual(["stack/b/a", "stack/b/a/b", "container/b/id-other", ...groups("b")]);
    expect(model.children("stack/b/a/b")).toEqual(["container/b/id-x"]);
    expect(model.parent("container/b/id-x")).toBe("stack/b/a/b");
  });

  it("knows nothing of a node that has gone", () => {
    expect(model.node("container/a/none")).toBeUndefined();
    expect(model.node("host/none")).toBeUndefined();
    expect(model.node("stack/a/none")).toBeUndefined();
    expect(model.children("host/none")).toEqual([]);
  });

  it("shows where a port is open, and draws both containers anew when it leads to another", () => {
    const forward = (id: string) => ({
      ...{ id: "f", container: { host: "a", id }, name: "web", port: 80, localPort: 80, connections: 0, openedAt: 0 },
    });
    expect(model.setForwards([forward("id-web-2")])).toEqual(["container/a/id-web-2"]);
    expect(model.node("container/a/id-web-2")).toMatchObject({ opened: [{ localPort: 80 }] });
    expect(model.setForwards([forward("id-web-10")]).sort()).toEqual(["container/a/id-web-10", "container/a/id-web-2"]);
    expect(model.node("container/a/id-web-2")).not.toHaveProperty("opened");
    expect(model.setForwards([])).toEqual(["container/a/id-web-10"]);
  });
});
