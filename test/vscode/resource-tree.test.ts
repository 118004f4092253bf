import type { HostResources } from "@quayside/core/model/resource.ts";
import { noFilter } from "@quayside/shared-ui/containers/view-settings.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { TreeModel } from "../../vscode-extension/src/tree/tree-model.ts";
import { anonymous, awayState, container, held, host, image, mount, network, volume } from "./resource-fixtures.ts";

const nothing = { hosts: [], removedHosts: [], containers: [], removedContainers: [], listed: [] };
const web = { imageId: "sha256:nginx", mounts: [mount("data")], networks: ["front"] };
const groups = ["group/a/images", "group/a/volumes", "group/a/networks"];

const images = [image("none", []), image("nginx10", ["nginx:1.10"]), image("nginx", ["nginx:1.9"])];
const volumes = [volume(anonymous), volume("data"), volume("cache-2", { size: 5 })];
const networks = [network("front"), network("bridge", { builtIn: true })];

describe("images, volumes and networks in the tree", () => {
  let model: TreeModel;
  const take = (resources: HostResources | undefined) => [...model.applyResources("a", resources)].sort();
  const change = (part: object) => [...model.apply({ ...nothing, ...part })].sort();
  const below = (id: string) => model.children(id);

  beforeEach(() => {
    model = new TreeModel();
    const containers = [
      container("web-10", web),
      container("web-2", web),
      container("other", { networks: ["bridge"] }),
    ];
    model.reset({ hosts: [host("a")], containers, listed: ["a"] });
    model.applyResources("a", held({ images, volumes, networks }));
  });

  it("stand in a group each after the containers, as people count, what has no name last", () => {
    expect(below("host/a").slice(-3)).toEqual(groups);
    expect(below("group/a/images")).toEqual(["nginx", "nginx10", "none"].map((id) => `images/a/sha256:${id}`));
    expect(below("group/a/volumes")).toEqual(["cache-2", "data", anonymous].map((id) => `volumes/a/${id}`));
    expect(below("group/a/networks")).toEqual(["networks/a/net-bridge", "networks/a/net-front"]);
  });

  it("are counted, and their size is known when that of each is", () => {
    const size = 3 * 12_300_000;
    expect(model.node("group/a/images")).toMatchObject({ held: { all: 3, shown: 3, size } });
    expect(model.node("group/a/volumes")).toMatchObject({ held: { all: 3, size: undefined } });
    take(held({ images, volumes: [volume("a", { size: 1 }), volume("b", { size: 2 })], networks }));
    expect(model.node("group/a/volumes")).toMatchObject({ held: { size: 3 } });
  });

  it("open to the containers that use them, each with an id of its own", () => {
    expect(below("images/a/sha256:nginx")).toEqual([
      ...["use/a/id-web-2/images/a/sha256:nginx", "use/a/id-web-10/images/a/sha256:nginx"],
    ]);
    expect(below("volumes/a/data").slice(1)).toHaveLength(2);
    expect(below("networks/a/net-front")).toHaveLength(2);
    expect(below("images/a/sha256:nginx10")).toEqual([]);
    expect(model.node("use/a/id-web-2/volumes/a/data")).toMatchObject({ kind: "use", container: { name: "web-2" } });
  });

  it("know what they lie under, up to the host", () => {
    const way = ["use/a/id-web-2/volumes/a/data", "volumes/a/data", "group/a/volumes", "host/a"];
    for (const [index, id] of way.slice(0, -1).entries()) expect(model.parent(id)).toBe(way[index + 1]);
  });

  it("draw only their own group when they change, and nothing when they are told anew as they were", () => {
    expect(take(held({ images: structuredClone(images), volumes, networks }))).toEqual([]);
    expect(take(held({ images, volumes: [volume("data")], networks }))).toEqual(["group/a/volumes"]);
    expect(below("group/a/volumes")).toEqual(["volumes/a/data"]);
  });

  it("are drawn with the container that begins or ends to use them, and with no other change of it", () => {
    const uses = ["images/a/sha256:nginx", "networks/a/net-front", "volumes/a/data"];
    // Until a group is opened VS Code knows nothing of what is in it.
    expect(change({ containers: [container("early", web)] })).toEqual(["host/a"]);
    expect(change({ removedContainers: [{ host: "a", id: "id-early" }] })).toEqual(["host/a"]);
    below("group/a/volumes");
    expect(below("volumes/a/data").slice(1)).toHaveLength(2);
    expect(change({ containers: [container("new", web)] })).toEqual(["host/a", ...uses]);
    expect(below("volumes/a/data").slice(1)).toHaveLength(3);
    expect(change({ removedContainers: [{ host: "a", id: "id-new" }] })).toEqual(["host/a", ...uses]);
    expect(below("volumes/a/data").slice(1)).toHaveLength(2);
    expect(change({ containers: [container("web-2", { ...web, state: "exited" })] })).toEqual([
      "container/a/id-web-2",
      ...uses.map((id) => `use/a/id-web-2/${id}`),
    ]);
  });

  it("find their users when the container was told before they were", () => {
    change({ containers: [container("late", { networks: ["late-net"] })] });
    take(held({ images, volumes, networks: [...networks, network("late-net")] }));
    expect(below("networks/a/net-late-net")).toEqual(["use/a/id-late/networks/a/net-late-net"]);
  });

  it("leave a line to say that they are being read, in a place that nothing moves from later", () => {
    model.reset({ hosts: [host("a")], containers: [], listed: ["a"] });
    expect(below("host/a")).toEqual(["note/a", ...groups]);
    expect(below("group/a/images")).toEqual(["group-note/a/images"]);
    expect(model.node("group-note/a/images")).toMatchObject({ kind: "group-note", error: undefined });
    expect(model.parent("group-note/a/images")).toBe("group/a/images");
    expect(take(held({ images }))).toEqual([...groups].sort());
    expect(model.node("group-note/a/images")).toBeUndefined();
  });

  it("wait for the list of containers, which nothing comes before", () => {
    model.reset({ hosts: [host("a")], containers: [], listed: [] });
    expect(below("host/a")).toEqual(["note/a"]);
  });

  it("stay as they were last known on a host that is away; one that never told of any has no groups", () => {
    change({ hosts: [host("a", { state: awayState })] });
    expect(below("host/a").slice(-3)).toEqual(groups);
    expect(take(undefined)).toEqual(["host/a"]);
    expect(below("host/a").at(-1)).toBe("container/a/id-web-10");
  });

  it("show why one kind could not be read above what was known of it", () => {
    const error = { name: "EngineError", title: "Refused", sentence: "No.", hint: "", detail: "" } as const;
    expect(take(held({ images, volumes, networks, errors: { volumes: error } }))).toEqual(["group/a/volumes"]);
    expect(below("group/a/volumes").slice(0, 2)).toEqual(["group-note/a/volumes", "volumes/a/cache-2"]);
    expect(model.node("group-note/a/volumes")).toMatchObject({ error });
    expect(below("group/a/images")).toHaveLength(3);
  });

  it("are left out by a filter that none of a group fits, and counted beside all where some do", () => {
    model.setFilter({ ...noFilter, text: "nginx 1.9" });
    expect(below("host/a")).toEqual(["group/a/images"]);
    expect(below("group/a/images")).toEqual(["images/a/sha256:nginx"]);
    expect(model.node("group/a/images")).toMatchObject({ held: { all: 3, shown: 1 } });
    model.setFilter({ ...noFilter, text: "nginx", facets: ["running"] });
    expect(below("host/a").filter((id) => id.startsWith("group/"))).toEqual([]);
    model.setFilter({ ...noFilter, text: "none of all" });
    expect(below("host/a")).toEqual(["note/a"]);
    expect(model.node("note/a")).toMatchObject({ note: "no-match" });
  });

  it("show all who use them, whatever the filter lets through", () => {
    model.setFilter({ ...noFilter, text: "nginx" });
    expect(below("images/a/sha256:nginx")).toHaveLength(2);
  });

  it("know nothing of what has gone", () => {
    for (const id of ["images/a/none", "use/a/none/images/a/x", "group/none/images", "group/a/none"]) {
      expect(model.node(id)).toBeUndefined();
      expect(model.parent(id)).toBeUndefined();
    }
    expect(model.children("volumes/a/none")).toEqual([]);
    expect(model.applyResources("none", held({})).size).toBe(0);
  });
});
