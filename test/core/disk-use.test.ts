import { diskUse } from "@quayside/core/engine/disk-use-record.ts";
import { afterAll, beforeAll, expect, it, test } from "vitest";
import { createContainer, removeContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { listed, type OpenedQuayside, openQuayside } from "./open-quayside.ts";

const { describe } = needs("engine");

/** In the shape that the API's documentation gives it, written by hand and cut to what is read. */
const answer = {
  LayersSize: 1000,
  Images: [
    { Id: "a", Size: 700, SharedSize: 200, Containers: 1 },
    { Id: "b", Size: 500, SharedSize: 200, Containers: 0 },
  ],
  Containers: [{ State: "running", SizeRw: 30 }, { State: "exited", SizeRw: 12 }, { State: "exited" }],
  Volumes: [
    { Name: "v", UsageData: { RefCount: 0, Size: 80 } },
    { Name: "w", UsageData: { RefCount: 2, Size: 20 } },
    { Name: "n", UsageData: { RefCount: 0, Size: -1 } },
  ],
  BuildCache: [
    { InUse: true, Shared: false, Size: 5 },
    { InUse: false, Shared: false, Size: 6 },
    { InUse: false, Shared: true, Size: 100 },
  ],
};

test("What lies on the disk is counted as docker system df counts it", () => {
  expect(diskUse(answer, 7)).toEqual({
    at: 7,
    images: { count: 2, bytes: 1000, reclaimable: 500 },
    containers: { count: 3, bytes: 42, reclaimable: 12 },
    volumes: { count: 3, bytes: 100, reclaimable: 80, unsized: 1 },
    buildCache: { count: 3, bytes: 11, reclaimable: 6 },
  });
});

test("Of an engine that knows no build cache nothing is told of it; what is no such answer is none", () => {
  const { BuildCache: _, ...without } = answer;
  expect(diskUse(without, 7)?.buildCache).toBeUndefined();
  expect(diskUse({ Images: null, Containers: null, Volumes: null }, 7)?.images.bytes).toBe(0);
  expect([diskUse({ message: "no" }, 7), diskUse("x", 7), diskUse(null, 7)]).toEqual([undefined, undefined, undefined]);
});

describe("the disk of a host", () => {
  let engine: EngineAccess;
  let opened: OpenedQuayside;
  let host: string;

  beforeAll(async () => {
    [engine] = sharedEngines();
    opened = await openQuayside([{ name: "lab", socket: engine.socket }]);
    host = opened.hosts[0] ?? "";
    await listed(opened, host);
  });
  afterAll(async () => opened.close());

  it("is counted when it is asked for, remembered with its time, and given up when that is", async () => {
    const { diskUses } = opened.quayside;
    expect(diskUses.known(host)).toBeUndefined();
    const gone = new AbortController();
    const given = diskUses.look(host, gone.signal);
    gone.abort();
    await expect(given).rejects.toMatchObject({ name: "Cancelled" });
    const id = await createContainer(engine, { name: "df-one" });
    try {
      const before = Date.now();
      const use = await diskUses.look(host, new AbortController().signal);
      expect(use.at).toBeGreaterThanOrEqual(before);
      expect(use.images.bytes).toBeGreaterThan(0);
      expect(use.containers.count).toBeGreaterThan(0);
      expect(diskUses.known(host)).toBe(use);
    } finally {
      await removeContainer(engine, id);
    }
  });
});
