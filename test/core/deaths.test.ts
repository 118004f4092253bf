import type { EngineEvent } from "@quayside/core/model/engine-event.ts";
import type { QuaysideEvent } from "@quayside/core/model/event.ts";
import { Deaths, deathOf } from "@quayside/core/recorder/deaths.ts";
import { exitCodeWords } from "@quayside/core/recorder/exit-code.ts";
import { afterAll, beforeAll, expect, describe as group, it } from "vitest";
import { runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { needs } from "../lab/needs.ts";
import { until } from "../lab/waiting.ts";
import type { OpenedQuayside } from "./open-quayside.ts";
import { TerminalDesk } from "./terminal-desk.ts";

const { describe, test } = needs("engine");

group("why a container ended", () => {
  it.each([
    ["0", { exitCode: 0 }, "clean"],
    ["an error of its own", { exitCode: 1 }, "crash"],
    ["a code that wasn’t told", { exitCode: undefined }, "crash"],
    ["SIGKILL that nobody sent through the engine", { exitCode: 137 }, "crash"],
    ["SIGKILL, and memory ran out in its run", { exitCode: 137, sinceOom: 90_000 }, "oom"],
    ["an error soon after memory ran out", { exitCode: 1, sinceOom: 200 }, "oom"],
    ["an error long after memory ran out for one of its children", { exitCode: 1, sinceOom: 60_000 }, "crash"],
    ["0, though memory ran out for one of its children", { exitCode: 0, sinceOom: 200 }, "clean"],
    ["SIGTERM that was sent to it", { exitCode: 143, signal: 15, sinceSignal: 100 }, "killed"],
    ["0 as it was told to end", { exitCode: 0, signal: 15, sinceSignal: 4_000 }, "killed"],
    ["an error as it was told to end", { exitCode: 1, signal: 15, sinceSignal: 4_000 }, "killed"],
    ["an error long after it was told to end and didn’t", { exitCode: 1, signal: 15, sinceSignal: 900_000 }, "crash"],
    ["an error after it was told to read its settings anew", { exitCode: 1, signal: 1, sinceSignal: 100 }, "crash"],
    ["0 after a stop signal of its own", { exitCode: 0, signal: 10, sinceSignal: 100 }, "killed"],
    ["an error after what it needs", { exitCode: 1, ended: [{ name: "db", ago: 2_000 }] }, "dependency"],
    ["0 after what it needs", { exitCode: 0, ended: [{ name: "db", ago: 2_000 }] }, "clean"],
  ])("%s", (_what, facts, cause) => {
    expect(deathOf({ ended: [], ...facts }).cause).toBe(cause);
  });

  it("is told with the name of what it needs, and how long before that ended", () => {
    expect(deathOf({ exitCode: 1, ended: [{ name: "db", ago: 2_040 }] }).why).toBe(
      "it depends on db, which ended 2 s before",
    );
  });

  it.each([
    [0, undefined],
    [1, undefined],
    [127, "its program was not found"],
    [137, "SIGKILL"],
    [139, "SIGSEGV"],
    [255, undefined],
    [-1, undefined],
  ])("code %i means %s", (code, words) => {
    expect(exitCodeWords(code)).toBe(words);
  });

  const event = (action: string, actorId: string, milliseconds: number, attributes = {}): EngineEvent => ({
    ...{ type: "container", action, actorId, attributes, timeNano: `${milliseconds}000000` },
  });

  it("forgets at a start what was sent to the run before", () => {
    const deaths = new Deaths();
    deaths.take(event("kill", "a", 1000, { signal: "15" }));
    deaths.take(event("oom", "a", 1000));
    expect(deaths.take(event("die", "a", 1100, { exitCode: "137" }))?.cause).toBe("oom");
    deaths.take(event("start", "a", 1200));
    expect(deaths.take(event("die", "a", 1300, { exitCode: "137" }))?.cause).toBe("crash");
  });

  it("is what it depends on in its own stack alone, and only just before", () => {
    const deaths = new Deaths();
    const member = (project: string, service: string, needs = "") => ({
      ...{ exitCode: "1", name: `${project}-${service}`, "com.docker.compose.project": project },
      ...{ "com.docker.compose.service": service, "com.docker.compose.depends_on": needs },
    });
    deaths.take(event("die", "a", 1000, member("shop", "db")));
    const cause = (id: string, at: number, attributes: object) => deaths.take(event("die", id, at, attributes))?.cause;
    expect(cause("b", 2000, member("shop", "api", "cache:service_started:true,db:service_healthy:false"))).toBe(
      "dependency",
    );
    expect(cause("c", 2000, member("other", "api", "db:service_healthy:false"))).toBe("crash");
    expect(cause("d", 2000, member("shop", "web"))).toBe("crash");
    // A job that it waited for has done its work.
    deaths.take(event("die", "job", 2000, { ...member("shop", "job"), exitCode: "0" }));
    expect(cause("f", 3000, member("shop", "app", "job:service_completed_successfully:false"))).toBe("crash");
    expect(cause("e", 20_000, member("shop", "late", "db:service_healthy:false"))).toBe("crash");
  });
});

describe("the end of a container on record", () => {
  let desk: TerminalDesk;
  let engine: EngineAccess;
  let opened: OpenedQuayside;
  let host: string;

  beforeAll(async () => {
    desk = await TerminalDesk.open({ columns: 80, rows: 24 });
    ({ engine, opened, host } = desk);
  });
  afterAll(async () => {
    await desk?.close();
  });

  const run = async (name: string, script: string, body: Readonly<Record<string, unknown>> = {}): Promise<string> =>
    (await desk.add(runContainer(engine, { name, script, body }))).id;
  const end = (id: string): Promise<QuaysideEvent> =>
    until(
      async () => {
        const events = await opened.quayside.events.query({ host, subject: id });
        return events.find(({ type }) => type === "die");
      },
      { what: "its end" },
    );

  test("says that it ended as it was meant to, or failed by itself", async () => {
    const clean = await end(await run("death-clean", "exit 0"));
    expect(clean).toMatchObject({ cause: "clean", exitCode: 0, level: "info" });
    const crash = await end(await run("death-crash", "exit 3"));
    expect(crash).toMatchObject({ cause: "crash", exitCode: 3, level: "error" });
    const missing = await end(await run("death-missing", "exec nothing-of-that-name"));
    expect(missing.message).toContain("ended with exit code 127 (its program was not found)");
  });

  test("says that memory ran out, for itself or for the child on which it ended", async () => {
    const small = { HostConfig: { Memory: 16 << 20, MemorySwap: 16 << 20 } };
    const own = await end(await run("death-oom", "exec tail /dev/zero", small));
    expect(own).toMatchObject({
      ...{ cause: "oom", exitCode: 137, level: "error" },
      message: expect.stringContaining("ended with exit code 137 (SIGKILL): out of memory"),
    });
    const child = await end(await run("death-oom-child", "tail /dev/zero; exit 1", small));
    expect(child).toMatchObject({ cause: "oom", exitCode: 1 });
  });

  test("says that somebody ended it, by the docker command or by Quayside", async () => {
    const stopped = await run("death-stopped", "trap 'exit 0' TERM; while :; do sleep 0.1; done");
    await engine.docker(["stop", stopped]);
    expect(await end(stopped)).toMatchObject({ cause: "killed", exitCode: 0, level: "info" });
    const deaf = await run("death-deaf", "trap '' TERM; while :; do sleep 0.1; done");
    await opened.quayside.containers.kill([{ host, id: deaf }], new AbortController().signal);
    // By whom, too, where it was here.
    const [action] = await opened.quayside.events.query({ host, subject: deaf, kinds: ["action"] });
    expect(action).toMatchObject({ type: "kill", actor: "the tests" });
    expect(await end(deaf)).toMatchObject({
      ...{ cause: "killed", exitCode: 137 },
      message: expect.stringContaining("ended with exit code 137 (SIGKILL): it was sent SIGKILL"),
    });
  });

  test("is no crash where it only depended on another of its stack that ended", async () => {
    const labels = (service: string, needs: string) => ({
      Labels: {
        ...{ "com.docker.compose.project": "deaths", "com.docker.compose.service": service },
        "com.docker.compose.depends_on": needs,
      },
    });
    const db = await run("death-db", "sleep 3600", labels("db", ""));
    const api = await run(
      "death-api",
      "trap 'exit 1' USR1; while :; do sleep 0.1; done",
      labels("api", "db:service_started:false"),
    );
    await engine.docker(["kill", db]);
    await engine.docker(["exec", api, "kill", "-USR1", "1"]);
    expect(await end(api)).toMatchObject({
      ...{ cause: "dependency", exitCode: 1, level: "warning" },
      message: expect.stringMatching(/it depends on death-db, which ended \d+(\.\d)? s before/),
    });
  });
});
