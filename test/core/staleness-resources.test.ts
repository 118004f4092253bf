import type { Finding } from "@quayside/core/model/finding.ts";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { baseImage } from "../lab/base-image.ts";
import { createContainer, removeContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { until } from "../lab/waiting.ts";
import { listed, type OpenedQuayside, openQuayside } from "./open-quayside.ts";

const { describe, test } = needs("engine");
const { signal } = new AbortController();
const DAY = 86_400_000;

describe("what images, volumes and networks a scan finds on an engine", () => {
  let engine: EngineAccess;
  let opened: OpenedQuayside;
  let host: string;
  let ahead = 8 * DAY;
  let undo: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    [, engine] = sharedEngines();
    opened = await openQuayside([engine], { now: () => Date.now() + ahead });
    host = opened.hosts[0] ?? "";
    await listed(opened, host);
  });
  afterEach(async () => {
    ahead = 8 * DAY;
    for (const each of undo.reverse()) await each();
    undo = [];
  });
  afterAll(async () => {
    await opened?.close();
  });

  const add = async (make: Promise<string>): Promise<string> => {
    const id = await make;
    undo.push(() => removeContainer(engine, id));
    await until(() => opened.quayside.inventory.container({ host, id }), { what: "the container in the inventory" });
    return id;
  };
  /** A new image of its own, by that name. */
  const image = async (name: string): Promise<string> => {
    const id = await createContainer(engine, { name: "stale-source" });
    const changed = `LABEL made=${performance.now()}`;
    const made = (await engine.docker(["commit", "--change", changed, id, name])).trim();
    await removeContainer(engine, id);
    undo.push(() => engine.api.call("DELETE", `/images/${made}?force=1`));
    return made;
  };
  const scan = async (): Promise<readonly Finding[]> => (await opened.quayside.staleness.scan([host], signal)).findings;
  const of = (id: string, findings: readonly Finding[]): Finding | undefined =>
    findings.find(({ subject }) => subject.id === id);

  test("an image that lost its tag is found at once, with what it takes", async () => {
    const first = await image("stale-lost:1");
    await image("stale-lost:1");
    expect(of(first, await scan())).toMatchObject({ kind: "dangling-image", action: "remove", keptBy: [] });
    expect(of(first, await scan())?.reclaimable).toBeGreaterThan(0);
  });

  test("an image that no container uses is found a week after it got its tag", async () => {
    const id = await image("stale-unused:1");
    ahead = 6 * DAY;
    expect(of(id, await scan())).toBeUndefined();
    ahead = 8 * DAY;
    expect(of(id, await scan())).toMatchObject({
      ...{ kind: "unused-image", action: "remove", subject: { type: "image", name: "stale-unused:1" } },
    });
  });

  test("trap: images used by stopped containers are kept", async () => {
    const id = await image("stale-used:1");
    await add(createContainer(engine, { name: "stale-user", body: { Image: "stale-used:1" } }));
    expect(of(id, await scan())).toBeUndefined();
  });

  test("the tag that a container was made of has moved", async () => {
    const first = await image("stale-moved:1");
    const container = await add(runContainer(engine, { name: "stale-mover", body: { Image: "stale-moved:1" } }));
    const second = await image("stale-moved:1");
    const finding = of(first, await scan());
    expect(finding).toMatchObject({
      ...{ kind: "tag-moved", action: "none", confidence: "high", subject: { name: "stale-moved:1" } },
      keptBy: [{ type: "container", id: container, name: "stale-mover" }],
    });
    expect(finding?.evidence).toContainEqual({ field: "Id of stale-moved:1", value: second });
    expect(finding?.sentence).toMatch(/^stale-mover was made of [0-9a-f]{12}; stale-moved:1 means [0-9a-f]{12}/);
  });

  test("a stopped container’s image is gone", async () => {
    const id = await image("stale-gone:1");
    await add(createContainer(engine, { name: "stale-orphan", body: { Image: "stale-gone:1" } }));
    expect(of(id, await scan())).toBeUndefined();
    await engine.docker(["rmi", "--force", id]);
    expect(of(id, await scan())).toMatchObject({
      kind: "image-gone",
      action: "none",
      keptBy: [{ name: "stale-orphan" }],
    });
  });

  test("trap: a named volume in no container is found with low confidence, one without a name with high", async () => {
    await engine.docker(["volume", "create", "stale-named"]);
    const anonymous = (await engine.docker(["volume", "create"])).trim();
    undo.push(() => engine.docker(["volume", "rm", "stale-named", anonymous]));
    ahead = 6 * DAY;
    expect(of("stale-named", await scan())).toBeUndefined();
    ahead = 8 * DAY;
    expect(of("stale-named", await scan())).toMatchObject({ kind: "leftover-volume", confidence: "low" });
    expect(of(anonymous, await scan())).toMatchObject({ kind: "leftover-volume", confidence: "high" });
  });

  test("trap: a volume of a stopped container is kept", async () => {
    undo.push(() => engine.docker(["volume", "rm", "stale-kept"]));
    const body = { HostConfig: { Binds: ["stale-kept:/data"] } };
    const id = await add(runContainer(engine, { name: "stale-keeper", script: "exit 0", body }));
    expect(of("stale-kept", await scan())).toBeUndefined();
    expect(opened.quayside.resources.get(host)?.volumes.map((volume) => volume.id)).toContain("stale-kept");
    await removeContainer(engine, id);
    await until(async () => of("stale-kept", await scan()), { what: "the verdict" });
    // The engine tells by an event when it was mounted, and by nothing else.
    expect(of("stale-kept", await scan())?.sentence).toMatch(/^Last in a container eight days ago/);
  });

  test("trap: a network is empty only without stopped members", async () => {
    const id = (await engine.docker(["network", "create", "stale-net"])).trim();
    undo.push(() => engine.docker(["network", "rm", "stale-net"]));
    const body = { HostConfig: { NetworkMode: "stale-net" } };
    const container = await add(runContainer(engine, { name: "stale-member", script: "exit 0", body }));
    await until(() => opened.quayside.inventory.container({ host, id: container })?.state === "exited", {
      what: "its end",
    });
    expect(of(id, await scan())).toBeUndefined();
    await removeContainer(engine, container);
    await until(async () => of(id, await scan()), { what: "the verdict" });
    expect(of(id, await scan())).toMatchObject({ kind: "empty-network", confidence: "high", action: "remove" });
    ahead = 6 * DAY;
    expect(of(id, await scan())).toBeUndefined();
  });

  test("the engine’s own networks, and an image that is in use, are no findings", async () => {
    const findings = await scan();
    expect(findings.map(({ subject }) => subject.name)).not.toContain("bridge");
    await add(createContainer(engine, { name: "stale-based" }));
    expect((await scan()).map(({ subject }) => subject.name)).not.toContain(baseImage);
  });
});
