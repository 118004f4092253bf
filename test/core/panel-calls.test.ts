import { Conflict, EngineError, InvalidInput } from "@quayside/core/errors/errors.ts";
import { onAbort } from "@quayside/core/lifetime/abort.ts";
import { connectPanel } from "@quayside/core/panel/connection.ts";
import { inMemoryTransports } from "@quayside/core/panel/in-memory-transport.ts";
import { isPanelError, PanelError } from "@quayside/core/panel/panel-error.ts";
import { servePanel } from "@quayside/core/panel/serve-panel.ts";
import { expect, test, vi } from "vitest";
import { connected, handlersOf, panelAlone, roundTrips, unexpected, until } from "./panel-pair.ts";

const ref = { host: "laptop", id: "c1" };

/** Resolves when the signal aborts, as a handler that heeds it. */
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => onAbort(signal, () => reject(signal.reason)));

test("A call brings its input to the handler and the result back", async () => {
  const { panel, problems, panelProblems } = connected({
    "containers.stop": async ({ refs, grace }) => refs.map((one) => ({ ref: { ...one, id: `${one.id}:${grace}` } })),
  });
  const results = await panel.call("containers.stop", { refs: [ref], grace: 3 });
  expect(results).toEqual([{ ref: { host: "laptop", id: "c1:3" } }]);
  expect([...problems, ...panelProblems]).toEqual([]);
});

test("A call without a result resolves with undefined, over a transport that is JSON too", async () => {
  const { panel, core } = panelAlone();
  core.send({ type: "welcome", protocol: 1 });
  const answer = panel.call("hosts.retry", { host: "laptop" });
  core.send({ type: "reply", id: 1 });
  await expect(answer).resolves.toBeUndefined();
});

test("Calls that run at once are answered each for itself, whatever the order", async () => {
  let release = () => {};
  const slow = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { panel } = connected({
    "containers.inspect": async ({ ref: { id } }) => {
      if (id === "slow") await slow;
      return id;
    },
  });
  const first = panel.call("containers.inspect", { ref: { host: "laptop", id: "slow" } });
  expect(await panel.call("containers.inspect", { ref: { host: "laptop", id: "fast" } })).toBe("fast");
  release();
  expect(await first).toBe("slow");
});

test("What a handler rejects with arrives as a PanelError with the words for people", async () => {
  const { panel, problems } = connected({
    "containers.inspect": async () => {
      throw new EngineError(409, "container is marked for removal");
    },
  });
  const error = await panel.call("containers.inspect", { ref }).catch((caught: unknown) => caught);
  expect(isPanelError(error)).toBe(true);
  expect(error).toMatchObject({
    name: "PanelError",
    info: { name: "EngineError", title: "Docker refused", sentence: "container is marked for removal" },
  });
  expect(problems).toEqual([]);
});

test("A handler that knows the host's name words the error itself", async () => {
  const info = {
    name: "Conflict",
    title: "Not possible now on laptop",
    sentence: "s",
    hint: "h",
    detail: "d",
  } as const;
  const { panel } = connected({ "hosts.retry": () => Promise.reject(new PanelError(info)) });
  await expect(panel.call("hosts.retry", { host: "laptop" })).rejects.toMatchObject({ info });
});

test("A handler that throws synchronously rejects its own call only, and the log hears of what nobody foresaw", async () => {
  const bug = new TypeError("x is not a function");
  const { panel, problems } = connected({
    "containers.rename": () => {
      throw bug;
    },
  });
  await expect(panel.call("containers.rename", { ref, name: "web" })).rejects.toMatchObject({
    info: { name: "Unexpected", sentence: "x is not a function" },
  });
  expect(problems).toEqual([bug]);
  await roundTrips(panel);
});

test("A result that can't be carried rejects the call instead of leaving it waiting", async () => {
  const { panel } = connected({ "containers.inspect": async () => (() => "a function") as unknown as string });
  await expect(panel.call("containers.inspect", { ref })).rejects.toMatchObject({ info: { name: "Unexpected" } });
});

test("An input that can't be carried rejects the call", async () => {
  const { panel } = connected({});
  const host = (() => "laptop") as unknown as string;
  await expect(panel.call("hosts.retry", { host })).rejects.toMatchObject({ name: "PanelError" });
  await roundTrips(panel);
});

test("Aborting rejects the call at once and aborts the handler's signal", async () => {
  const aborted = vi.fn();
  const { panel, problems } = connected({
    "containers.inspect": (_, signal) => {
      onAbort(signal, aborted);
      return untilAborted(signal);
    },
  });
  const controller = new AbortController();
  const answer = panel.call("containers.inspect", { ref }, controller.signal);
  await roundTrips(panel, 1);
  controller.abort();
  await expect(answer).rejects.toMatchObject({ info: { name: "Cancelled" } });
  await until(() => expect(aborted).toHaveBeenCalledOnce());
  await roundTrips(panel, 1);
  expect(problems).toEqual([]);
});

test("A signal that is aborted already sends nothing", async () => {
  const handler = vi.fn(async () => "");
  const { panel } = connected({ "containers.inspect": handler });
  await expect(panel.call("containers.inspect", { ref }, AbortSignal.abort())).rejects.toMatchObject({
    info: { name: "Cancelled" },
  });
  await roundTrips(panel);
  expect(handler).not.toHaveBeenCalled();
});

test("A reply that was under way when the call was cancelled is ignored", async () => {
  const { panel, core, problems, received } = panelAlone();
  core.send({ type: "welcome", protocol: 1 });
  const controller = new AbortController();
  const first = panel.call("containers.inspect", { ref }, controller.signal);
  controller.abort();
  await expect(first).rejects.toThrow();
  core.send({ type: "reply", id: 1, ok: "late" });
  core.send({ type: "end", id: 1 });
  const second = panel.call("containers.inspect", { ref });
  core.send({ type: "reply", id: 2, ok: "mine" });
  expect(await second).toBe("mine");
  expect(received.map(({ type, id }) => [type, id])).toEqual([
    ["hello", undefined],
    ["call", 1],
    ["cancel", 1],
    ["call", 2],
  ]);
  expect(problems).toEqual([]);
});

test("After a call the signal holds no listener of ours", async () => {
  const { panel } = connected({});
  const { signal } = new AbortController();
  const added = vi.spyOn(signal, "addEventListener");
  const removed = vi.spyOn(signal, "removeEventListener");
  await panel.call("hosts.retry", { host: "laptop" }, signal);
  expect(added).toHaveBeenCalledOnce();
  expect(removed).toHaveBeenCalledOnce();
});

test("The end of the transport rejects what waits and what comes later, and aborts the handlers", async () => {
  const aborted = vi.fn();
  const { panel, serverEnd } = connected({
    "containers.inspect": (_, signal) => {
      onAbort(signal, aborted);
      return untilAborted(signal);
    },
  });
  const waiting = panel.call("containers.inspect", { ref });
  await roundTrips(panel, 1);
  serverEnd.dispose();
  const lost = { info: { title: "This panel has lost Quayside" } };
  await expect(waiting).rejects.toMatchObject(lost);
  await expect(panel.call("hosts.retry", { host: "laptop" })).rejects.toMatchObject(lost);
  expect(aborted).toHaveBeenCalledOnce();
});

test("Disposing the panel's end cancels its calls and aborts the handlers", async () => {
  const aborted = vi.fn();
  const { panel } = connected({
    "containers.inspect": (_, signal) => {
      onAbort(signal, aborted);
      return untilAborted(signal);
    },
  });
  const waiting = panel.call("containers.inspect", { ref });
  await roundTrips(panel, 1);
  panel.dispose();
  await expect(waiting).rejects.toMatchObject({ info: { name: "Cancelled" } });
  await until(() => expect(aborted).toHaveBeenCalledOnce());
});

test("A panel may have so many calls open and no more; cancelled ones count until they have stopped", async () => {
  let release = () => {};
  const stubborn = new Promise<string>((resolve) => {
    release = () => resolve("");
  });
  const { panel } = connected({ "containers.inspect": () => stubborn }, { serve: { maxOpen: 2 } });
  const controller = new AbortController();
  const open = [1, 2].map(() => panel.call("containers.inspect", { ref }, controller.signal).catch(() => {}));
  await expect(panel.call("hosts.retry", { host: "laptop" })).rejects.toMatchObject({ info: { name: "Conflict" } });
  controller.abort();
  await Promise.all(open);
  await expect(panel.call("hosts.retry", { host: "laptop" })).rejects.toMatchObject({ info: { name: "Conflict" } });
  release();
  await until(() => roundTrips(panel, 1));
});

test("A page of another version is told that it is, and its calls are refused", async () => {
  const { panel, core } = panelAlone();
  const waiting = panel.call("hosts.retry", { host: "laptop" });
  core.send({ type: "welcome", protocol: 2 });
  const other = { info: { title: "This panel is of another version" } };
  await expect(waiting).rejects.toMatchObject(other);
  await expect(panel.call("hosts.retry", { host: "laptop" })).rejects.toMatchObject(other);
});

test("Two panels are served by the same handlers without hearing of each other", async () => {
  const signals: AbortSignal[] = [];
  const handlers = handlersOf({
    "containers.rename": (_, signal) => {
      signals.push(signal);
      return untilAborted(signal);
    },
    "containers.inspect": async ({ ref: { id } }) => id,
  });
  const open = () => {
    const [end, serverEnd] = inMemoryTransports();
    servePanel(serverEnd, handlers, { onProblem: unexpected });
    return connectPanel(end, { onProblem: unexpected });
  };
  const one = open();
  const waiting = one.call("containers.rename", { ref, name: "web" });
  await until(() => expect(signals).toHaveLength(1));
  const two = open();
  expect(await two.call("containers.inspect", { ref })).toBe("c1");
  expect(signals[0]?.aborted).toBe(false);
  one.dispose();
  await expect(waiting).rejects.toThrow();
  expect(await two.call("containers.inspect", { ref })).toBe("c1");
  two.dispose();
});

test("A call's error keeps the name of the error it came from", async () => {
  const errors = [new Conflict("taken"), new InvalidInput("name", "has a space")];
  const { panel } = connected({ "containers.rename": () => Promise.reject(errors.shift()) });
  for (const name of ["Conflict", "InvalidInput"]) {
    await expect(panel.call("containers.rename", { ref, name: "web" })).rejects.toMatchObject({ info: { name } });
  }
});
