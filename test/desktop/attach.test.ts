import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { PanelHandlers } from "@quayside/core/panel/methods.ts";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { attachExit } from "../../docker-desktop-extension/attach-exit.ts";
import type { BackendTimings } from "../../docker-desktop-extension/backend/backend-server.ts";
import { buildDesktop } from "../../docker-desktop-extension/build.ts";
import { StreamReader } from "../../docker-desktop-extension/stream-lines.ts";
import { until } from "../lab/waiting.ts";
import { backendPart } from "./backend-part.ts";

const program = fileURLToPath(new URL("../../docker-desktop-extension/dist/backend/attach.cjs", import.meta.url));
const big = { "containers.inspect": async () => `grüße ^ ${"x".repeat(100_000)}` };
const hello = { type: "hello", protocol: 1 };
const inspect = { type: "call", id: 1, method: "containers.inspect", input: { ref: { host: "local", id: "x" } } };

function attach(socket: string, session: string, after = 0, env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [program, session, String(after)], {
    env: { ...process.env, QUAYSIDE_SOCKET: socket, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const heard = { output: "", complaint: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    heard.output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    heard.complaint += text;
  });
  return { child, heard, ended: exitCode(child) };
}

const exitCode = async (child: ChildProcess) => (await once(child, "exit"))[0] as number;

async function part(own: Partial<PanelHandlers> = big, timings: Partial<BackendTimings> = {}) {
  const backend = await backendPart(own, timings);
  const session = await backend.openSession();
  await backend.ask("POST", `/sessions/${session}/messages`, { v: 1, first: 1, messages: [hello, inspect], after: 0 });
  return { ...backend, session };
}

describe("the helper attach", () => {
  beforeAll(() => buildDesktop());

  it("prints messages as small lines of ASCII", async () => {
    const { socketPath, session } = await part();
    const { heard } = attach(socketPath, session);
    await until(() => heard.output.includes("2="), { what: "the second message's end" });
    for (const line of heard.output.split("\n")) expect(Buffer.byteLength(line)).toBeLessThan(4096);
    const messages = [...new StreamReader(1 << 20).read(heard.output)].filter(({ kind }) => kind === "message");
    expect(messages).toMatchObject([
      { sequence: 1 },
      { sequence: 2, message: { ok: await big["containers.inspect"]() } },
    ]);
  });

  it("begins after what the page has already", async () => {
    const { socketPath, session } = await part();
    const { heard } = attach(socketPath, session, 1);
    await until(() => heard.output.includes("2="), { what: "the second message" });
    expect(heard.output).not.toContain("1=");
  });

  it("goes when its session does, when another takes over, and says when there never was one", async () => {
    const { ask, socketPath, session } = await part();
    const first = attach(socketPath, session);
    await until(() => first.heard.output !== "", { what: "the first to be attached" });
    const second = attach(socketPath, session);
    expect(await first.ended).toBe(attachExit.ended);
    await until(() => second.heard.output !== "", { what: "the second to be attached" });
    await ask("DELETE", `/sessions/${session}`);
    expect(await second.ended).toBe(attachExit.ended);
    const third = attach(socketPath, session);
    expect(await third.ended).toBe(attachExit.noSession);
    expect(third.heard.complaint).toBe("There is no such session.\n");
  });

  it("goes when nobody reads its output any more", async () => {
    const { socketPath, session } = await part(big, { beat: 20 });
    const { child, heard, ended } = attach(socketPath, session);
    await until(() => heard.output !== "", { what: "it to be attached" });
    child.stdout.destroy();
    expect(await ended).toBe(attachExit.nobodyReads);
  });

  it("goes when its output is blocked", async () => {
    const flood = { "containers.inspect": async () => "x".repeat(4_000_000) };
    const { socketPath, session } = await part(flood, { beat: 20 });
    const { child, ended } = attach(socketPath, session, 0, { QUAYSIDE_ATTACH_SILENCE: "300" });
    child.stdout.pause();
    expect(await ended).toBe(attachExit.silence);
  });

  it("goes when the backend misses its heartbeats", async () => {
    const { socketPath, session } = await part(big, { beat: 100_000 });
    expect(await attach(socketPath, session, 0, { QUAYSIDE_ATTACH_SILENCE: "300" }).ended).toBe(attachExit.silence);
  });

  it("stays while the heartbeats come", async () => {
    const { socketPath, session } = await part(big, { beat: 50 });
    const { child, heard } = attach(socketPath, session, 0, { QUAYSIDE_ATTACH_SILENCE: "600" });
    await until(() => heard.output.split("h^").length > 30, { what: "thirty heartbeats", withinMs: 20_000 });
    expect(child.exitCode).toBe(null);
  });

  it("says where it looked when there is no backend", async () => {
    const { ended, heard } = attach("/nowhere/backend.sock", "0".repeat(32));
    expect(await ended).toBe(attachExit.failed);
    expect(heard.complaint).toContain("/nowhere/backend.sock");
  });
});
