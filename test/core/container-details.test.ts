import { environmentDifference } from "@quayside/core/containers/environment-difference.ts";
import { inspectionFromJson } from "@quayside/core/engine/inspection-record.ts";
import type { ContainerDetails } from "@quayside/core/model/container-details.ts";
import { commandWords, looksSecret } from "@quayside/core/model/secret-text.ts";
import { afterAll, beforeAll, expect, describe as plainDescribe, test as plainTest } from "vitest";
import { createContainer, healthCheck, removeContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { until } from "../lab/waiting.ts";
import { listed, type OpenedQuayside, openQuayside } from "./open-quayside.ts";

const { describe, test } = needs("engine");
const { signal } = new AbortController();

describe("the details of a container", () => {
  let engine: EngineAccess;
  let opened: OpenedQuayside;
  let host: string;
  const ids: string[] = [];

  beforeAll(async () => {
    [engine] = sharedEngines();
    opened = await openQuayside([{ name: "detailed", socket: engine.socket }]);
    host = opened.hosts[0] ?? "";
    await listed(opened, host);
  });
  afterAll(async () => {
    for (const id of ids) await removeContainer(engine, id);
    for (const tag of ["details-base:1", "details-base:kept"])
      await engine.api.call("DELETE", `/images/${tag}?force=1`);
    await engine.api.call("DELETE", "/volumes/details-data?force=1");
    await engine.api.call("DELETE", "/networks/details-net");
    await opened?.close();
  });

  const keep = async (make: Promise<string>): Promise<string> => {
    const id = await make;
    ids.push(id);
    return id;
  };
  const details = (id: string, size = false): Promise<ContainerDetails> =>
    opened.quayside.containers.details({ host, id }, { size }, signal);
  /** An image with these settings, under this tag. */
  const commit = async (tag: string, changes: readonly string[]): Promise<string> => {
    const id = await createContainer(engine, { name: `details-source-${tag.replace(/\W/g, "-")}` });
    const words = changes.flatMap((change) => ["--change", change]);
    const image = (await engine.docker(["commit", ...words, id, tag])).trim();
    await removeContainer(engine, id);
    return image;
  };

  test("tell its environment beside its image’s, values with “=” and line feeds whole", async () => {
    const image = await commit("details-base:1", ["ENV LOG_LEVEL=info KEPT=same GONE=soon", "WORKDIR /srv"]);
    const id = await keep(
      createContainer(engine, {
        name: "details-env",
        labels: { "com.docker.compose.project": "x", mine: "yes" },
        body: {
          Image: "details-base:1",
          Env: ["LOG_LEVEL=debug", "GONE", "QUERY=a=b&c==d", "LINES=one\ntwo", "DATABASE_URL=pg://u:p@db/x", "EMPTY="],
          WorkingDir: "/elsewhere",
          Healthcheck: { Test: ["CMD-SHELL", "true"], Interval: 5e9, Retries: 4 },
        },
      }),
    );
    const found = await details(id);
    expect(found.environment.compared).toBe(true);
    const entry = (name: string) => found.environment.entries.find((one) => one.name === name);
    expect(entry("LOG_LEVEL")).toEqual({
      name: "LOG_LEVEL",
      kind: "changed",
      value: "debug",
      was: "info",
      secret: false,
    });
    expect(entry("KEPT")).toMatchObject({ kind: "same", value: "same" });
    expect(entry("GONE")).toEqual({ name: "GONE", kind: "removed", was: "soon", secret: false });
    expect(entry("QUERY")).toMatchObject({ kind: "added", value: "a=b&c==d" });
    expect(entry("LINES")).toMatchObject({ value: "one\ntwo" });
    expect(entry("EMPTY")).toMatchObject({ value: "" });
    expect(entry("DATABASE_URL")).toMatchObject({ secret: true });
    expect(found.workingDirectory).toEqual({ value: "/elsewhere", image: "/srv" });
    expect(found.image).toMatchObject({ reference: "details-base:1", id: image, state: "present" });
    expect(found.health).toMatchObject({ command: "true", interval: 5000, retries: 4, results: [] });
    expect(found.labels.map(({ kind }) => kind)).toEqual(["own", "compose"]);
    expect(found.size).toBeUndefined();
    expect((await details(id, true)).size?.whole).toBeGreaterThan(0);
  });

  test("say that its tag leads to another image now, and since when; then that its own is removed", async () => {
    const tag = "details-base:kept";
    const first = await commit(tag, ["ENV RELEASE=1"]);
    const id = await keep(createContainer(engine, { name: "details-moved", body: { Image: tag } }));
    expect((await details(id)).image).toMatchObject({ id: first, state: "present" });
    expect((await details(id)).image.tagMoved).toBeUndefined();
    const second = await commit(tag, ["ENV RELEASE=2"]);
    const moved = await details(id);
    expect(moved.image.tagMoved).toMatchObject({ id: second, newer: true });
    expect(Math.abs((moved.image.tagMoved?.since ?? 0) - Date.now())).toBeLessThan(600_000);
    // Its container never ran, so that the engine lets it go by force.
    await engine.docker(["rmi", "--force", first]);
    const without = await details(id);
    expect(without.image).toMatchObject({ id: first, state: "removed" });
    expect(without.environment.compared).toBe(false);
    expect(without.environment.entries.find(({ name }) => name === "RELEASE")).toMatchObject({
      value: "1",
      kind: "same",
    });
  });

  test("tell mounts, networks, limits, rights and how it ended", async () => {
    await engine.api.json("POST", "/networks/create", { Name: "details-net" });
    const id = await keep(
      runContainer(engine, {
        name: "details-run",
        script: "exit 3",
        body: {
          HostConfig: {
            Mounts: [
              { Type: "volume", Source: "details-data", Target: "/data", ReadOnly: true },
              { Type: "tmpfs", Target: "/fast", TmpfsOptions: { SizeBytes: 1 << 20 } },
            ],
            Tmpfs: { "/scratch": "ro,size=2m" },
            Memory: 64 * 1024 * 1024,
            NanoCpus: 500_000_000,
            CapDrop: ["NET_RAW"],
            PidMode: "host",
            NetworkMode: "details-net",
            RestartPolicy: { Name: "on-failure", MaximumRetryCount: 1 },
          },
          NetworkingConfig: { EndpointsConfig: { "details-net": { Aliases: ["other-name"] } } },
        },
      }),
    );
    const found = await until(
      async () => {
        const one = await details(id);
        return one.finishedAt !== undefined && one.restart.restarts === 1 && one;
      },
      { what: "its end", withinMs: 30_000 },
    );
    expect(found.exitCode).toBe(3);
    expect(found.restart).toEqual({ policy: "on-failure", most: 1, restarts: 1 });
    expect(found.mounts).toMatchObject([
      { type: "volume", source: "details-data", destination: "/data", writable: false },
      { type: "tmpfs", destination: "/fast", writable: true, most: 1 << 20 },
      { type: "tmpfs", destination: "/scratch", writable: false, most: 2 << 20 },
    ]);
    expect(found.networks).toMatchObject([{ name: "details-net", aliases: expect.arrayContaining(["other-name"]) }]);
    expect(found.limits).toMatchObject({ memory: 67_108_864, cpus: 0.5 });
    expect(found.security).toMatchObject({ droppedCapabilities: ["NET_RAW"], shared: [["pid", "host"]] });
  });

  test("have the last checks, the newest first, with what they said", async () => {
    const id = await keep(
      runContainer(engine, { name: "details-checked", body: healthCheck("echo no '<b>water</b>'; exit 7") }),
    );
    const health = await until(
      async () => {
        const one = (await details(id)).health;
        return one !== undefined && one.results.length >= 2 && one;
      },
      { what: "two checks", withinMs: 30_000 },
    );
    expect(health.failingStreak).toBeGreaterThanOrEqual(2);
    const [newest, older] = health.results;
    expect(newest).toMatchObject({ exitCode: 7, output: "no <b>water</b>" });
    expect(newest?.start).toBeGreaterThan(older?.start ?? Number.POSITIVE_INFINITY);
  });

  test("know what runs in it, with what it uses, and refuse where nothing does", async () => {
    const id = await keep(runContainer(engine, { name: "details-processes" }));
    const { titles, rows } = await opened.quayside.containers.processes({ host, id }, signal);
    expect(titles).toEqual(expect.arrayContaining(["PID", "USER", "%CPU", "COMMAND"]));
    expect(rows.some((row) => row[titles.indexOf("COMMAND")]?.includes("sleep 3600"))).toBe(true);
    const idle = await keep(createContainer(engine, { name: "details-idle" }));
    await expect(opened.quayside.containers.processes({ host, id: idle }, signal)).rejects.toThrow(/not running/);
    await expect(details("0".repeat(64))).rejects.toMatchObject({ name: "NotFound" });
  });
});

plainDescribe("an environment beside an image’s", () => {
  plainTest("takes the last of two of one name, and names that mean something to JavaScript as text", () => {
    const { entries } = environmentDifference(["A=1", "A=2", "__proto__=x", "constructor=y"], ["A=2", "toString=z"]);
    expect(entries).toEqual([
      { name: "A", kind: "same", value: "2", secret: false },
      { name: "__proto__", kind: "added", value: "x", secret: false },
      { name: "constructor", kind: "added", value: "y", secret: false },
      { name: "toString", kind: "removed", was: "z", secret: false },
    ]);
  });

  plainTest("is read from an inspect in which everything is of another kind than it should be", () => {
    const odd = { Id: "x", Config: { Env: "A=1", Cmd: {}, Labels: [1] }, State: [], HostConfig: null, Mounts: {} };
    expect(inspectionFromJson(odd)).toMatchObject({ id: "x", mounts: [], networks: [], limits: { ulimits: [] } });
    expect(inspectionFromJson({})).toBeUndefined();
  });
});

plainDescribe("a value that is better not shown", () => {
  plainTest.each([
    ["POSTGRES_PASSWORD", "x"],
    ["apiToken", "1234"],
    ["MY-API-KEY", "k"],
    ["DB_PASS", "k"],
    ["DATABASE_URL", "postgres://ann:hunter2@db/shop"],
    ["CONNECTION", "Server=db;User Id=sa;Password=hunter2"],
    ["ANY", "ghp_0123456789abcdef"],
    ["ANY", "-----BEGIN RSA PRIVATE KEY-----\nMII"],
    ["ANY", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"],
  ])("is known by its name or its shape: %s=%s", (name, value) => expect(looksSecret(name, value)).toBe(true));

  plainTest.each([
    ["PATH", "/usr/bin:/bin"],
    ["POSTGRES_PASSWORD_FILE", "/run/secrets/pg"],
    ["ALLOW_EMPTY_PASSWORD", "yes"],
    ["AUTHOR", "Ann"],
    ["KEYBOARD", "us"],
    ["PAYMENTS_URL", "http://payments.internal:7070/a:b@c"],
    ["PASSWORD", ""],
  ])("is not: %s=%s", (name, value) => expect(looksSecret(name, value)).toBe(false));

  plainTest("is found among the words of a command", () => {
    const secrets = (text: string) =>
      commandWords(text.split(" "))
        .filter(({ secret }) => secret)
        .map(({ text: word }) => word);
    expect(secrets("mysqld --user root --password hunter2 --port=3306")).toEqual(["hunter2"]);
    expect(secrets("app --api-token=hunter2 redis://:hunter2@cache/0 -v")).toEqual([
      "--api-token=hunter2",
      "redis://:hunter2@cache/0",
    ]);
    expect(secrets("app --password --verbose run")).toEqual([]);
  });

  plainTest("is looked for in a megabyte of anything without delay", () => {
    for (const text of [
      "a".repeat(1e6),
      ":/".repeat(5e5),
      "://:".repeat(2.5e5),
      "-".repeat(1e6),
      "password ".repeat(1e5),
    ])
      expect(typeof looksSecret(text, text)).toBe("boolean");
  });
});
