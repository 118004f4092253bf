import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileSink } from "@quayside/core/logs/export/file-sink.ts";
import type { LogExport } from "@quayside/core/model/log-export.ts";
import { addressedHost, lineLink, readLineLink } from "@quayside/core/model/log-link.ts";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { removeContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { startSmallDisk } from "../lab/small-disk.ts";
import { until } from "../lab/waiting.ts";
import { listed, type OpenedQuayside, openQuayside } from "./open-quayside.ts";

const { describe } = needs("engine");

describe("logs that are written into a file", () => {
  let engine: EngineAccess;
  let opened: OpenedQuayside;
  let lab: Lab;
  const made: string[] = [];

  const run = async (name: string, script: string) => {
    const id = await runContainer(engine, { name, script });
    made.push(id);
    await until(() => opened.quayside.inventory.containersOf(opened.hosts[0] ?? "").some((one) => one.id === id), {
      what: name,
    });
    return id;
  };
  const write = (path: string, names: readonly string[], options: { follow: boolean; format?: "text" | "jsonl" }) => {
    const { logs, logExports } = opened.quayside;
    const { follow, format = "text" } = options;
    const selectors = names.map((name) => ({ host: opened.hosts[0] ?? "", name }));
    return logExports.start({
      ...{ file: path, follow, format },
      read: (signal) => logs.followAll({ selectors, follow }, signal),
      open: () => fileSink(path),
    });
  };
  const facts = (id: string): LogExport | undefined => opened.quayside.logExports.list().find((one) => one.id === id);
  const ended = async (id: string): Promise<LogExport> => {
    await until(() => facts(id)?.state.kind !== "writing", { what: "the end of the export", withinMs: 30_000 });
    return facts(id) as LogExport;
  };

  beforeAll(async () => {
    [engine] = sharedEngines();
    opened = await openQuayside([engine]);
    lab = openLab("log-export");
    await listed(opened, opened.hosts[0] ?? "");
  });
  afterEach(async () => {
    await Promise.all(made.splice(0).map((id) => removeContainer(engine, id)));
  });
  afterAll(async () => {
    await opened?.close();
    await lab?.close();
  });

  it("are all that there are of several containers, as text and as JSON lines, with how many they are", async () => {
    await engine.docker(["wait", await run("export-a", "echo one; echo two >&2")]);
    await engine.docker(["wait", await run("export-b", "echo 'three \"3\"'")]);
    const [text, json] = [join(lab.folder, "a.log"), join(lab.folder, "a.jsonl")];
    const first = await ended(write(text, ["export-a", "export-b"], { follow: false }));
    const second = await ended(write(json, ["export-a", "export-b"], { follow: false, format: "jsonl" }));
    const written = await readFile(text, "utf8");
    expect(first).toMatchObject({ lines: 3, bytes: Buffer.byteLength(written), state: { kind: "done" } });
    expect(second).toMatchObject({ lines: 3, state: { kind: "done" } });
    const lines = written.trimEnd().split("\n");
    expect(lines.map((line) => /^\d{4}-\d\d-\d\dT[\d:.]+Z (.*)$/.exec(line)?.[1])).toEqual([
      // The engine reads the two outputs apart, and stamps what came at once in either order.
      ...[
        expect.stringMatching(/^export-a \(north\) (one|two)$/),
        expect.stringMatching(/^export-a \(north\) (one|two)$/),
      ],
      'export-b (north) three "3"',
    ]);
    const objects = (await readFile(json, "utf8"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(objects.map(({ text: said }) => said).sort()).toEqual(["one", 'three "3"', "two"]);
    expect(objects.find(({ text: said }) => said === "two")).toMatchObject({ stream: "stderr", container: "export-a" });
  });

  it("go on while they come, until they are stopped; then all that was told is in the file", async () => {
    await run("export-follow", "trap 'exit 0' TERM; n=0; while :; do n=$((n+1)); echo $n; sleep 0.01; done");
    const path = join(lab.folder, "follow.log");
    const id = write(path, ["export-follow"], { follow: true });
    await until(() => (facts(id)?.lines ?? 0) > 100, { what: "a hundred lines" });
    opened.quayside.logExports.end(id);
    const { lines, state } = await ended(id);
    expect(state).toEqual({ kind: "stopped" });
    const numbers = (await readFile(path, "utf8"))
      .trim()
      .split("\n")
      .map((line) => Number(line.split(" ").at(-1)));
    expect(numbers).toEqual(Array.from({ length: lines }, (_, index) => index + 1));
    opened.quayside.logExports.end(id);
    expect(facts(id)).toBeUndefined();
    expect(opened.quayside.logs.openStreams).toBe(0);
  });

  it("on a disk that is full keep what fitted, and say so", async () => {
    const disk = await startSmallDisk(lab, "full", 64);
    await engine.docker([
      "wait",
      await run("export-large", "yes 0123456789012345678901234567890123456789 | head -n 20000"),
    ]);
    const path = join(disk.folder, "full.log");
    const { state, bytes } = await ended(write(path, ["export-large"], { follow: false }));
    expect(state).toMatchObject({ kind: "failed", error: { name: "FileUnwritable", title: "The disk is full" } });
    expect((await readFile(path, "utf8")).length).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(200_000);
    expect(opened.quayside.logs.openStreams).toBe(0);
  });
});

describe("a link to a line", () => {
  const address = {
    host: "0b5c",
    hostName: "build vm & co",
    name: "shop-web-1",
    mark: { timestamp: "2026-07-01T14:31:45.381120345Z", stream: "stderr", nth: 2 },
  } as const;

  it("leads back to it, whatever its base, and to a host by its id or else its name", () => {
    for (const base of ["vscode://quayside.quayside", "vscode-insiders://quayside.quayside", "quayside:/"])
      expect(readLineLink(` ${lineLink(base, address)}\n`)).toEqual(address);
    const hosts = [
      { id: "1", name: "build vm & co" },
      { id: "0b5c", name: "laptop" },
    ];
    expect(addressedHost(hosts, address)?.name).toBe("laptop");
    expect(addressedHost(hosts.slice(0, 1), address)?.id).toBe("1");
    expect(addressedHost([], address)).toBeUndefined();
  });

  it.each([
    "",
    "https://example.org/",
    "quayside://line?host=a",
    "quayside://line?host=a&name=b&timestamp=now&stream=stdout&nth=1",
    "quayside://line?host=a&name=b&timestamp=2026-07-01T14:31:45Z&stream=tty&nth=1",
    "quayside://line?host=a&name=b&timestamp=2026-07-01T14:31:45Z&stream=stdout&nth=-1",
    "javascript:alert(1)//line?host=a&name=b",
  ])("is none: %s", (link) => {
    expect(readLineLink(link)).toBeUndefined();
  });
});
