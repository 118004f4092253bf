import http from "node:http";
import type { Duplex } from "node:stream";
import type { Quayside } from "@quayside/core/quayside.ts";
import { removeContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { until } from "../lab/waiting.ts";
import { alternating, percentile, type Row, rounded } from "./row.ts";

const { signal } = new AbortController();

interface Echo {
  write(data: Uint8Array): void;
  onData(listener: (data: Uint8Array) => void): void;
  close(): void;
}

/** One key until it comes back, beside the same on a bare connection. */
export async function benchEcho(quayside: Quayside, host: string, engine: EngineAccess, samples = 400): Promise<Row[]> {
  const id = await runContainer(engine, { name: "bench-echo" });
  await until(() => quayside.inventory.container({ host, id }), { what: "the container" });
  const session = await quayside.terminals.open({ host, id }, { columns: 80, rows: 24 }, signal);
  const ours = echo({
    write: (data) => session.write(data),
    onData: (listen) => void session.onData(listen),
    close: () => session.dispose(),
  });
  const socket = await rawExec(engine, id);
  const raw = echo({
    write: (data) => void socket.write(data),
    onData: (listen) => void socket.on("data", listen),
    close: () => socket.destroy(),
  });
  await Promise.all([ours.settle(), raw.settle()]);
  const results = await alternating(samples, { ours: ours.once, raw: raw.once });
  ours.close();
  raw.close();
  await removeContainer(engine, id);
  const reached = percentile(results.ours, 0.5);
  return [
    {
      name: "echo in a terminal at the core, p50",
      unit: "ms",
      target: "≤ 0.45",
      reached: rounded(reached),
      kept: reached <= 0.45,
      raw: rounded(percentile(results.raw, 0.5)),
      samples,
    },
  ];
}

function echo(terminal: Echo) {
  let heard: () => void = () => {};
  terminal.onData(() => heard());
  const once = (): Promise<number> =>
    new Promise((resolve) => {
      const start = performance.now();
      heard = () => resolve(performance.now() - start);
      terminal.write(Buffer.from("x"));
    });
  return {
    once,
    close: () => terminal.close(),
    /** The prompt is there, and twenty keys have come back. */
    async settle(): Promise<void> {
      for (let key = 0; key < 20; key++) await once();
    },
  };
}

async function rawExec(engine: EngineAccess, id: string): Promise<Duplex> {
  const { Id } = await engine.api.json<{ Id: string }>("POST", `/containers/${id}/exec`, {
    ...{ AttachStdin: true, AttachStdout: true, AttachStderr: true, Tty: true, Cmd: ["sh"] },
  });
  return await new Promise((resolve, reject) => {
    const body = JSON.stringify({ Tty: true });
    const request = http.request({
      socketPath: engine.socket,
      method: "POST",
      path: `/exec/${Id}/start`,
      headers: {
        Connection: "Upgrade",
        Upgrade: "tcp",
        "Content-Type": "application/json",
        "Content-Length": body.length,
      },
    });
    request.on("upgrade", (_response, socket) => resolve(socket));
    request.on("error", reject);
    request.end(body);
  });
}
