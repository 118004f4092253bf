import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PullProgress } from "@quayside/core/model/pull-progress.ts";
import type { Image } from "@quayside/core/model/resource.ts";
import { afterAll, beforeAll, expect } from "vitest";
import { baseImage } from "../lab/base-image.ts";
import { createContainer, removeContainer, runContainer } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import type { Registry } from "../lab/registry.ts";
import { until } from "../lab/waiting.ts";
import { type EngineProxy, startEngineProxy } from "./engine-proxy.ts";
import { listed, type OpenedQuayside, openQuayside } from "./open-quayside.ts";

const { describe, test } = needs("engine", "registry");
const { signal } = new AbortController();

describe("what can be done with images", () => {
  let lab: Lab;
  let engine: LabEngine;
  let registry: Registry;
  let proxy: EngineProxy;
  let opened: OpenedQuayside;
  let host: string;
  /** In the registry, not on the engine: two layers, one of them of 40 MB. */
  let big: string;

  beforeAll(async () => {
    lab = openLab("images");
    engine = await lab.startEngine({ name: "shipyard" });
    registry = await lab.startRegistry({ name: "registry", network: engine.network });
    big = `${registry.address}/team/big:1`;
    await makeBig();
    proxy = await startEngineProxy(engine.socket);
    opened = await openQuayside([{ name: "shipyard", socket: proxy.socket }]);
    host = opened.hosts[0] ?? "";
    await listed(opened, host);
    await until(() => opened.quayside.resources.get(host), { what: "the images" });
  });
  afterAll(async () => {
    registry?.thaw();
    await opened?.close();
    await proxy?.close();
    await lab?.close();
  });

  const makeBig = async () => {
    const folder = join(lab.folder, "big");
    mkdirSync(folder);
    writeFileSync(join(folder, "blob"), randomBytes(40_000_000));
    const tar = spawnSync("tar", ["-C", folder, "-c", "."], { maxBuffer: 100_000_000 }).stdout;
    const id = await createContainer(engine, { name: "images-big" });
    await engine.api.json("PUT", `/containers/${id}/archive?path=/`, tar);
    await engine.docker(["commit", id, big]);
    await removeContainer(engine, id);
    await engine.docker(["push", big]);
    await engine.docker(["image", "rm", big]);
  };
  const images = () => opened.quayside.resources.get(host)?.images ?? [];
  const image = (name: string): Promise<Image> =>
    until(() => images().find(({ names }) => names.includes(name)), { what: name });
  const gone = (name: string) => until(() => !images().some(({ names }) => names.includes(name)), { what: "its end" });
  const changes = () => proxy.requests.filter((request) => !request.startsWith("GET"));
  const lastAction = async () =>
    (await opened.quayside.events.query({ host, kinds: ["action"], limit: 1 }, signal)).at(0);
  const pull = (reference: string, abort = signal, onProgress: (progress: PullProgress) => void = () => {}) =>
    opened.quayside.images.pull(host, reference, abort, onProgress);
  /** What the engine has fetched so far of images that it is pulling. */
  const partialDownloads = () => readdirSync(join(lab.folder, "shipyard", "data", "tmp"));
  const isDownloading = ({ layers }: PullProgress) => layers.some(({ status }) => status === "Downloading");

  test("an image that a container uses is kept by the engine, which says why; the question says who uses it", async () => {
    const id = await runContainer(engine, { name: "images-user" });
    await until(() => opened.quayside.inventory.container({ host, id }), { what: "the container" });
    const used = await image(baseImage);
    expect(opened.quayside.images.confirm([used])).toEqual({
      title: `Remove ${baseImage} from shipyard?`,
      sentence: expect.stringContaining("images-user uses it, so that the engine refuses."),
      button: "Remove from shipyard",
    });
    const results = await opened.quayside.images.remove([used, { host, id: `sha256:${"0".repeat(64)}` }], {}, signal);
    expect(results).toMatchObject([
      { ref: { host, id: used.id }, error: { name: "Conflict", sentence: expect.stringContaining("is being used") } },
      { error: { name: "NotFound", sentence: expect.stringContaining("No such image") } },
    ]);
    expect(await image(baseImage)).toBeDefined();
    await removeContainer(engine, id);
  });

  test("an image of several names goes with all of them when it is forced, and not otherwise", async () => {
    const id = await createContainer(engine, { name: "images-source" });
    await engine.docker(["commit", id, "images-one:1"]);
    await removeContainer(engine, id);
    await engine.docker(["tag", "images-one:1", "images-two:1"]);
    await image("images-two:1");
    const several = await image("images-one:1");
    expect(several.names).toEqual(["images-one:1", "images-two:1"]);
    expect(opened.quayside.images.confirm([several]).sentence).toContain("It is named images-two:1 too");
    expect(await opened.quayside.images.remove([several], {}, signal)).toMatchObject([
      { error: { name: "Conflict", sentence: expect.stringContaining("must be forced") } },
    ]);
    expect(await opened.quayside.images.remove([several], { force: true }, signal)).toEqual([
      { ref: { host, id: several.id } },
    ]);
    await gone("images-two:1");
    expect(await lastAction()).toMatchObject({
      ...{ type: "remove", subject: { type: "image", id: several.id, name: "images-one:1" }, exitCode: 0 },
      command: `docker image rm --force ${several.id.slice(7, 19)}`,
    });
  });

  test("its own JSON can be read", async () => {
    const { id } = await image(baseImage);
    expect(JSON.parse(await opened.quayside.images.inspect({ host, id }, signal))).toMatchObject({ Id: id });
    await expect(opened.quayside.images.inspect({ host, id: "../containers/json" }, signal)).rejects.toMatchObject({
      name: "NotFound",
    });
  });

  test("an image is pulled, layer by layer, and how far it is never goes back", async () => {
    const seen: PullProgress[] = [];
    await pull(big, signal, (progress) => seen.push(progress));
    const fractions = seen.map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    expect(fractions.filter((fraction) => fraction > 0.05 && fraction < 0.95).length).toBeGreaterThan(1);
    expect(seen.some(isDownloading)).toBe(true);
    const last = seen.at(-1);
    expect(last?.status).toBe(`Status: Downloaded newer image for ${big}`);
    expect(last?.layers.map(({ status }) => status)).toEqual(["Already exists", "Pull complete"]);
    expect(Math.max(...(last?.layers.map(({ total = 0 }) => total) ?? []))).toBeGreaterThan(39_000_000);
    expect((await image(big)).digests).toEqual([expect.stringMatching(/^127\.0\.0\.1:5000\/team\/big@sha256:/)]);
    expect(await lastAction()).toMatchObject({
      ...{ type: "pull", level: "info", subject: { type: "image", name: big }, command: `docker pull ${big}` },
    });
  });

  test("an image can be pulled by its digest", async () => {
    const known = await image(big);
    const [digest = ""] = known.digests;
    expect(await opened.quayside.images.remove([known], {}, signal)).toEqual([{ ref: { host, id: known.id } }]);
    await gone(big);
    await pull(digest);
    const pulled = await until(() => images().find(({ digests }) => digests.includes(digest)), { what: digest });
    expect(pulled).toMatchObject({ id: known.id, names: [] });
    expect(await opened.quayside.images.remove([pulled], {}, signal)).toEqual([{ ref: { host, id: known.id } }]);
    await until(() => !images().some(({ id }) => id === known.id), { what: "its end" });
  });

  test("a pull that is cancelled ends on the engine too", async () => {
    const cancelling = new AbortController();
    let frozen: Promise<void> | undefined;
    const pulling = pull(big, cancelling.signal, (progress) => {
      if (isDownloading(progress)) frozen ??= registry.freeze();
    });
    pulling.catch(() => {});
    try {
      await until(() => frozen !== undefined, { what: "the download" });
      await frozen;
      expect(partialDownloads().length).toBeGreaterThan(0);
      cancelling.abort();
      await expect(pulling).rejects.toMatchObject({ name: "Cancelled" });
      // The registry stands still: nothing but the cancelling can have ended this.
      await until(() => partialDownloads().length === 0, { what: "the engine to give up" });
      await until(() => !proxy.latest.some((request) => request.includes("/images/create")), {
        what: "the hanging up",
      });
    } finally {
      registry.thaw();
    }
    expect(await lastAction()).toMatchObject({ type: "pull", level: "warning", exitCode: 1 });
    expect(await engine.docker(["image", "ls", "--quiet", big])).toBe("");
  });

  test("pulls that take long hold up nothing but further pulls", async () => {
    const id = await createContainer(engine, { name: "images-meanwhile" });
    const cancelling = new AbortController();
    await registry.freeze();
    try {
      const before = changes().length;
      const pulls = Array.from({ length: 9 }, () => pull(big, cancelling.signal).catch((error: Error) => error.name));
      await until(() => changes().length === before + 3, { what: "three pulls" });
      expect(await opened.quayside.containers.start([{ host, id }], signal)).toEqual([{ ref: { host, id } }]);
      const sent = changes().slice(before);
      expect(sent.filter((request) => request.includes("/images/create"))).toHaveLength(3);
      cancelling.abort();
      expect(new Set(await Promise.all(pulls))).toEqual(new Set(["Cancelled"]));
    } finally {
      registry.thaw();
      await removeContainer(engine, id);
    }
  });

  test("what no registry has can’t be pulled, and it is said what to look at", async () => {
    for (const missing of [`${registry.address}/team/big:none`, `${registry.address}/nobody/nothing`]) {
      await expect(pull(missing)).rejects.toMatchObject({
        ...{ name: "NotFound", message: expect.stringContaining("manifest unknown") },
        hint: expect.stringContaining("Check the name and the tag."),
      });
    }
    await expect(pull("127.0.0.1:5009/app")).rejects.toMatchObject({
      ...{ name: "EngineError", message: expect.stringContaining("connection refused") },
    });
    expect(await lastAction()).toMatchObject({ type: "pull", level: "error", exitCode: 1 });
  });

  test("what goes wrong in the middle of a pull is an error, though the engine said 200 before", async () => {
    const seen: PullProgress[] = [];
    const blobs = join(lab.folder, "registry", "data", "docker", "registry", "v2", "blobs", "sha256");
    const files = readdirSync(blobs, { recursive: true, encoding: "utf8" }).map((path) => join(blobs, path));
    const largest = files
      .filter((path) => path.endsWith("/data"))
      .sort((a, b) => statSync(b).size - statSync(a).size)[0];
    const blob = largest ?? "";
    renameSync(blob, `${blob}-away`);
    try {
      await expect(pull(big, signal, (progress) => seen.push(progress))).rejects.toMatchObject({
        ...{ name: "EngineError", status: 200, message: expect.stringMatching(/unknown blob|blob unknown/) },
      });
    } finally {
      renameSync(`${blob}-away`, blob);
    }
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every(({ fraction }) => fraction < 1)).toBe(true);
    expect(await lastAction()).toMatchObject({ type: "pull", level: "error" });
  });

  test("names that are none are refused before the engine is asked", async () => {
    const before = changes().length;
    for (const hostile of ["", "A B", "../x", "app?tag=a&fromSrc=-", "app\0", "a".repeat(300), "http://x/y"]) {
      await expect(pull(hostile)).rejects.toMatchObject({ name: "InvalidInput", field: "reference" });
    }
    const ids = ["../containers/json", "sha256:zz", "", "a/../../volumes/prune", "sha256:ab%2e%2e"];
    const results = await opened.quayside.images.remove(
      ids.map((id) => ({ host, id })),
      { force: true },
      signal,
    );
    expect(results.map(({ error }) => error?.name)).toEqual(ids.map(() => "NotFound"));
    expect(changes()).toHaveLength(before);
  });

  test("a host that may only be looked at keeps its images and gets none, and that is recorded", async () => {
    const before = changes().length;
    await opened.quayside.hosts.update(host, { access: "operate" }, signal);
    const kept = await image(baseImage);
    expect(await opened.quayside.images.remove([kept], { force: true }, signal)).toMatchObject([
      { error: { name: "NotAllowed" } },
    ]);
    expect(await lastAction()).toMatchObject({ type: "remove", level: "warning", subject: { name: baseImage } });
    await opened.quayside.hosts.update(host, { access: "view" }, signal);
    await expect(pull(big)).rejects.toMatchObject({ name: "NotAllowed" });
    expect(await lastAction()).toMatchObject({ type: "pull", level: "warning", subject: { name: big } });
    expect(changes()).toHaveLength(before);
    await opened.quayside.hosts.update(host, { access: "admin" }, signal);
  });

  test("the engine is killed during a pull: that is told, and the pull is over", async () => {
    let frozen: Promise<void> | undefined;
    const pulling = pull(big, signal, (progress) => {
      if (isDownloading(progress)) frozen ??= registry.freeze();
    });
    pulling.catch(() => {});
    await until(() => frozen !== undefined, { what: "the download" });
    await frozen;
    await engine.kill();
    registry.thaw();
    await expect(pulling).rejects.toMatchObject({ name: "HostUnreachable" });
  });
});
