import type { IncomingMessage, ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { type DemoContainer, isUp } from "./demo-container.ts";
import { inspection, listEntry } from "./demo-container-json.ts";
import type { DemoContainers } from "./demo-containers.ts";
import { processesOf } from "./demo-details.ts";
import type { DemoExecs } from "./demo-execs.ts";
import { answerArchive, demoChanges } from "./demo-files.ts";
import { answerResources, isResourceRoom } from "./demo-resource-api.ts";
import type { DemoResources } from "./demo-resources.ts";
import { sendStats } from "./demo-stats.ts";
import { sendEvents, sendLogs } from "./demo-streams.ts";
import { nanosecondsOf, rfc3339 } from "./docker-time.ts";
import type { EventHistory } from "./event-history.ts";
import { Refusal } from "./refusal.ts";
import { apiVersion, sendJson } from "./send-json.ts";

export interface DemoWorld {
  readonly containers: DemoContainers;
  readonly resources: DemoResources;
  readonly events: EventHistory;
  readonly execs: DemoExecs;
  readonly now: () => number;
  readonly id: string;
}

const version = "1";

/** Answers one request as an engine would: the part of its API that Quayside uses. */
export async function answer(world: DemoWorld, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://demo");
  const path = url.pathname.replace(/^\/v\d+\.\d+(?=\/)/, "");
  const [, room = "", id = "", action] = path.split("/").map(decodeURIComponent);
  if (isResourceRoom(room)) return answerResources(world.resources, path, url.searchParams, request, response);
  switch (routeOf(request.method, room, id, action)) {
    case "GET _ping":
      return void response.writeHead(200, { "api-version": apiVersion, "content-type": "text/plain" }).end("OK");
    case "GET version":
      return sendJson(response, 200, versionJson());
    case "GET info":
      return sendJson(response, 200, infoJson(world));
    case "GET events":
      return sendEvents(world, url.searchParams, request, response);
    case "GET containers/json": {
      const all = /^(1|true)$/i.test(url.searchParams.get("all") ?? "");
      const listed = world.containers
        .list()
        .filter((container) => all || isUp(container) || container.state === "restarting");
      return sendJson(
        response,
        200,
        listed.map((container) => listEntry(container, world.now())),
      );
    }
    case "GET exec/:id/json":
      return sendJson(response, 200, world.execs.inspection(id));
    case "POST exec/:id/resize":
      world.execs.resize(id, Number(url.searchParams.get("w")), Number(url.searchParams.get("h")));
      return void response.writeHead(200).end();
    case "GET containers/:id/logs":
      return sendLogs(world, world.containers.get(id), url.searchParams, request, response);
    case "GET containers/:id/stats": {
      const exists = (one: string) => world.containers.list().some((container) => container.id === one);
      return sendStats({ now: world.now, exists }, world.containers.get(id), request, response);
    }
    case "GET containers/:id/archive":
    case "PUT containers/:id/archive":
      return await answerArchive(world.containers.get(id), url.searchParams, request, response);
    case "GET containers/:id/changes":
      return sendJson(response, 200, demoChanges);
    case "GET containers/:id/json":
      return sendJson(response, 200, inspection(world.containers.get(id), world.now()));
    case "GET containers/:id/top":
      return sendJson(response, 200, processesOf(world.containers.get(id)));
    case "POST containers/:id/exec":
      return sendJson(response, 201, { Id: world.execs.create(world.containers.get(id), object(await json(request))) });
    case "POST containers/:id/update":
      throw new Refusal(501, "The demo’s containers keep their restart policies.");
    case "DELETE containers/:id":
      world.containers.remove(world.containers.get(id), /^(1|true)$/i.test(url.searchParams.get("force") ?? ""));
      return void response.writeHead(204).end();
    default: {
      const change = request.method === "POST" && room === "containers" ? changes[action ?? ""] : undefined;
      if (change === undefined) throw new Refusal(404, "page not found: the demo has only what Quayside asks for");
      const changed = change(world.containers, world.containers.get(id), url.searchParams);
      return void response.writeHead(changed === false ? 304 : 204).end();
    }
  }
}

/** "GET containers/:id/json" */
function routeOf(method: string | undefined, room: string, id: string, action: string | undefined): string {
  const subject = id === "" ? "" : room === "containers" && id === "json" ? "/json" : "/:id";
  return `${method === "HEAD" ? "GET" : method} ${room}${subject}${action === undefined ? "" : `/${action}`}`;
}

type Change = (containers: DemoContainers, container: DemoContainer, query: URLSearchParams) => unknown;

/** `POST /containers/{id}/…`; false says that it was so already. */
const changes: Readonly<Record<string, Change>> = {
  start: (containers, container) => containers.start(container),
  stop: (containers, container) => containers.stop(container),
  restart: (containers, container) => containers.restart(container),
  kill: (containers, container) => containers.kill(container),
  pause: (containers, container) => containers.pause(container),
  unpause: (containers, container) => containers.unpause(container),
  rename: (containers, container, query) => containers.rename(container, query.get("name") ?? ""),
};

export function sendFailure(response: ServerResponse, error: unknown): void {
  const status =
    error instanceof Refusal ? error.status : error instanceof SyntaxError || error instanceof URIError ? 400 : 500;
  const message = error instanceof Error ? error.message : String(error);
  if (response.headersSent) response.destroy();
  else sendJson(response, status, { message });
}

function versionJson(): unknown {
  return {
    Platform: { Name: "Quayside demo" },
    Components: [{ Name: "Quayside demo", Version: version }],
    Version: version,
    ...{ ApiVersion: apiVersion, MinAPIVersion: "1.24", Os: "linux", Arch: "amd64" },
  };
}

function infoJson({ containers, id, now }: DemoWorld): unknown {
  const list = containers.list();
  return {
    ID: id,
    ...{
      Name: "demo",
      OperatingSystem: "Quayside demo",
      OSType: "linux",
      Architecture: "x86_64",
      NCPU: 8,
      MemTotal: 16 * 2 ** 30,
    },
    Containers: list.length,
    ContainersRunning: list.filter(({ state }) => state === "running").length,
    ContainersPaused: list.filter(({ state }) => state === "paused").length,
    SystemTime: rfc3339(nanosecondsOf(now())),
    ServerVersion: version,
  };
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
