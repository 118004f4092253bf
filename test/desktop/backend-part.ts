import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { PanelHandlers } from "@quayside/core/panel/methods.ts";
import { onTestFinished } from "vitest";
import { type BackendTimings, createBackend } from "../../docker-desktop-extension/backend/backend-server.ts";
import { handlersOf } from "../core/panel-pair.ts";

export interface Answer {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
}

/** HTTP to a socket, as Docker Desktop does it. */
export async function ask(socketPath: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const payload = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  const response = await new Promise<import("node:http").IncomingMessage>((resolve, reject) => {
    request({ socketPath, method, path }, resolve).on("error", reject).end(payload);
  });
  return { status: response.statusCode ?? 0, json: JSON.parse(await text(response)) };
}

/** The backend's server in this process, on a real socket; `restart` is another backend on the same one. */
export async function backendPart(own: Partial<PanelHandlers>, timings: Partial<BackendTimings> = {}) {
  const folder = await mkdtemp(join(tmpdir(), "quayside-backend-"));
  const socketPath = join(folder, "backend.sock");
  const problems: unknown[] = [];
  const start = async () => {
    const backend = createBackend({
      handlers: () => handlersOf(own),
      onProblem: (problem) => problems.push(problem),
      timings,
    });
    await rm(socketPath, { force: true });
    await new Promise<void>((resolve) => backend.server.listen(socketPath, resolve));
    return backend;
  };
  let backend = await start();
  onTestFinished(async () => {
    backend.dispose();
    await rm(folder, { recursive: true });
  });
  return {
    socketPath,
    problems,
    ask: (method: string, path: string, body?: unknown) => ask(socketPath, method, path, body),
    async openSession(): Promise<string> {
      return String((await ask(socketPath, "POST", "/sessions", { v: 1 })).json.session);
    },
    stop: () => backend.dispose(),
    async restart() {
      backend.dispose();
      backend = await start();
    },
  };
}
