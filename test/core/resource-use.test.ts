import { containerUse, networkUsers, resourceUse } from "@quayside/core/inventory/resource-use.ts";
import type { Container, ContainerMount } from "@quayside/core/model/container.ts";
import { describe, expect, it } from "vitest";

const mount = (type: string, source: string, destination = "/data"): ContainerMount => ({
  ...{ type, source, destination, writable: true },
});

function container(id: string, facts: Partial<Container>): Container {
  return {
    ...{ host: "h", id, name: id, image: "app:1", imageId: "sha256:app", command: "sh", createdAt: 0 },
    ...{ state: "running", ports: [], labels: {}, networks: [], mounts: [] },
    ...facts,
  };
}

const web = container("web", {
  networks: ["shop_default", "bridge"],
  mounts: [mount("volume", "data"), mount("volume", "data", "/again"), mount("bind", "/srv"), mount("tmpfs", "")],
});
const database = container("db", {
  ...{ imageId: "sha256:db", networks: ["shop_default"], mounts: [mount("volume", "data")], state: "exited" },
});
const made = container("made", { imageId: "", networks: ["0123abcd"], state: "created" });
const ref = (id: string) => ({ host: "h", id });

describe("what uses what", () => {
  const use = resourceUse([web, database, made]);

  it("is told of images, volumes and networks, by containers that run and that don’t", () => {
    expect([...use.images]).toEqual([
      ["sha256:app", [ref("web")]],
      ["sha256:db", [ref("db")]],
    ]);
    expect([...use.volumes]).toEqual([["data", [ref("web"), ref("db")]]]);
    expect(use.networks.get("shop_default")).toEqual([ref("web"), ref("db")]);
    expect(use.networks.get("bridge")).toEqual([ref("web")]);
    expect(use.networks.get("nobody")).toBeUndefined();
  });

  it("is told in the other direction by each container, a volume once however often it is mounted", () => {
    expect(containerUse(web)).toEqual({
      ...{ image: "sha256:app", volumes: ["data"], networks: ["shop_default", "bridge"] },
    });
  });

  it("finds who is on a network by its name and by its id", () => {
    expect(networkUsers(use, { id: "ffff", name: "shop_default" })).toEqual([ref("web"), ref("db")]);
    expect(networkUsers(use, { id: "0123abcd", name: "made-by-id" })).toEqual([ref("made")]);
    expect(networkUsers(resourceUse([web, { ...web, networks: ["x", "1"] }]), { id: "1", name: "x" })).toHaveLength(1);
    expect(networkUsers(use, { id: "ffff", name: "empty" })).toEqual([]);
  });

  it("is not misled by names of strangers", () => {
    const odd = container("odd", { networks: ["__proto__", "constructor"] });
    expect(resourceUse([odd]).networks.get("__proto__")).toEqual([ref("odd")]);
    expect(resourceUse([]).networks.get("constructor")).toBeUndefined();
  });
});
