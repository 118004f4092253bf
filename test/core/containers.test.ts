import type { Ref } from "@quayside/core/model/ref.ts";
import { afterAll, beforeAll, expect } from "vitest";
import { createContainer, idleScript, removeContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { until } from "../lab/waiting.ts";
import { listed, type OpenedQuayside, openQuayside } from "./open-quayside.ts";

const { describe, test } = needs("engine");
const { signal } = new AbortController();

describe("what can be done with containers", () => {
  let engine: EngineAccess;
  let opened: OpenedQuayside;
  let host: string;
  const ids: string[] = [];

  beforeAll(async () => {
    [engine] = sharedEngines();
    opened = await openQuayside([engine]);
    host = opened.hosts[0] ?? "";
    await listed(opened, host);
  });

  afterAll(async () => {
    await opened?.close();
    for (const id of ids) await removeContainer(engine, id);
  });

  const add = async (make: Promise<string>): Promise<Ref> => {
    const id = await make;
    ids.push(id);
    await until(() => opened.quayside.inventory.container({ host, id }), { what: "the container in the inventory" });
    return { host, id };
  };
  const becomes = (ref: Ref, state: string) =>
    until(() => opened.quayside.inventory.container(ref)?.state === state, { what: `state ${state}` });

  test("starts, pauses, resumes, stops, renames and removes, and the inventory follows", async () => {
    const { containers, inventory } = opened.quayside;
    const ref = await add(createContainer(engine, { name: "actions-one" }));
    expect(inventory.container(ref)?.state).toBe("created");
    expect(await containers.start([ref], signal)).toEqual([{ ref }]);
    await becomes(ref, "running");
    expect(await containers.pause([ref], signal)).toEqual([{ ref }]);
    await becomes(ref, "paused");
    expect(await containers.unpause([ref], signal)).toEqual([{ ref }]);
    await becomes(ref, "running");
    expect(await containers.stop([ref], { grace: 5 }, signal)).toEqual([{ ref }]);
    await becomes(ref, "exited");
    await containers.rename(ref, "actions-renamed", signal);
    await until(() => inventory.container(ref)?.name === "actions-renamed", { what: "the new name" });
    expect(await containers.remove([ref], {}, signal)).toEqual([{ ref }]);
    await until(() => inventory.container(ref) === undefined, { what: "it to be gone" });
  });

  test("starting what runs already is no error", async () => {
    const ref = await add(runContainer(engine, { name: "actions-twice" }));
    expect(await opened.quayside.containers.start([ref], signal)).toEqual([{ ref }]);
  });

  test("of many, one failure hides none of the others", async () => {
    const good = await add(createContainer(engine, { name: "actions-good" }));
    const gone = { host, id: "feedfacefeedface" };
    const evil = { host, id: "../../images/json" };
    const results = await opened.quayside.containers.start([gone, good, evil], signal);
    expect(results.map(({ error }) => error?.name)).toEqual(["NotFound", undefined, "NotFound"]);
    await becomes(good, "running");
  });

  test("a container that ignores SIGTERM is killed after its grace period", async () => {
    const ref = await add(
      runContainer(engine, {
        name: "actions-stubborn",
        script: `trap '' TERM; ${idleScript.slice(idleScript.indexOf("while"))}`,
      }),
    );
    expect(await opened.quayside.containers.stop([ref], { grace: 1 }, signal)).toEqual([{ ref }]);
    await becomes(ref, "exited");
    expect(opened.quayside.inventory.container(ref)?.run?.exitCode).toBe(137);
  });

  test("what was done is in the event log, with its command, and what failed too", async () => {
    const ref = await add(createContainer(engine, { name: "actions-logged" }));
    await opened.quayside.containers.start([ref], signal);
    await opened.quayside.containers.rename(ref, "no/such name", signal).catch(() => {});
    await opened.quayside.containers.pause([{ host, id: "feedfacefeedface" }], signal);
    const events = await opened.quayside.events.query({ host, kinds: ["action"] }, signal);
    expect(events.find(({ type, subject }) => type === "start" && subject?.name === "actions-logged")).toMatchObject({
      level: "info",
      exitCode: 0,
      command: "docker start actions-logged",
    });
    expect(events.find(({ type }) => type === "pause")).toBeDefined();
    expect(events.find(({ type, exitCode }) => type === "pause" && exitCode === 1)).toMatchObject({
      level: "error",
      error: expect.stringContaining("No such container"),
    });
  });
});
