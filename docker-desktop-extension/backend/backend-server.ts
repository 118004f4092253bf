import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { isError } from "@quayside/core/errors/errors.ts";
import { type Disposable, disposable } from "@quayside/core/lifetime/disposable.ts";
import type { PanelHandlers } from "@quayside/core/panel/methods.ts";
import { servePanel } from "@quayside/core/panel/serve-panel.ts";
import { messagesRequest, OTHER_VERSION, opened, sessionRequest, wireVersion } from "../envelope.ts";
import { streamLines } from "./attach-stream.ts";
import { heldMessages } from "./held-messages.ts";
import { readJson, TooLarge } from "./read-json.ts";
import type { Session } from "./session.ts";
import { Sessions } from "./sessions.ts";

export interface BackendOptions {
  /** Asked for with each page that comes. */
  readonly handlers: () => PanelHandlers;
  /** Whether it can read files of the person's own computer; not so in a container. It can unless told. */
  readonly readsFiles?: boolean;
  /** For the log. */
  readonly onProblem: (problem: unknown) => void;
  /** Milliseconds; for tests, the usual ones unless told. */
  readonly timings?: Partial<BackendTimings>;
}

export interface BackendTimings {
  /** How long a request for messages is held when there are none. */
  readonly hold: number;
  /** Between two heartbeats of a stream. */
  readonly beat: number;
  /** Until a silent page counts as gone. */
  readonly expireAfter: number;
}

const usualTimings: BackendTimings = { hold: 20_000, beat: 5_000, expireAfter: 60_000 };

export interface Backend extends Disposable {
  readonly server: Server;
  /** Each page is to come again: by itself it does, and gets what `handlers` gives then. */
  endSessions(): void;
}

/** Core behind HTTP, for a unix socket or a pipe. It validates all it is sent, and listens on nothing by itself. */
export function createBackend({ handlers, readsFiles = true, onProblem, timings = {} }: BackendOptions): Backend {
  const { hold, beat, expireAfter } = { ...usualTimings, ...timings };
  const serve = (session: Session) => servePanel(session, handlers(), { onProblem });
  const sessions = new Sessions({ serve, now: () => performance.now(), expireAfter });
  const streams = new Map<Session, Disposable>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://backend");
    const [, id, what] = /^\/sessions(?:\/([0-9a-f]{32})(?:\/(messages|stream))?)?$/.exec(url.pathname) ?? [
      undefined,
      undefined,
    ];
    const route = `${request.method} ${id === undefined ? url.pathname : (what ?? "session")}`;
    if (route === "GET /health") return send(response, 200, {});
    if (route === "POST /sessions") {
      const known = opened(sessionRequest, await readJson(request)) !== undefined;
      if (!known) return send(response, OTHER_VERSION, { error: `This backend speaks version ${wireVersion}.` });
      return send(response, 201, { session: sessions.create().id, readsFiles });
    }

    const session = id === undefined ? undefined : sessions.get(id);
    if (session === undefined) return send(response, 404, { error: "There is no such session." });
    const after = numberOf(url.searchParams.get("after"));
    switch (route) {
      case "POST messages": {
        const body = opened(messagesRequest, await readJson(request));
        if (body === undefined) return send(response, 400, { error: "This is not a batch of messages." });
        session.outbox.forget(body.after);
        return send(response, 200, { received: session.receive(body.first, body.messages) });
      }
      case "GET messages": {
        if (after === undefined || after > session.outbox.last)
          return send(response, 400, { error: "There is no such message." });
        session.heard();
        session.outbox.forget(after);
        return await heldMessages(session, after, response, hold);
      }
      case "GET stream": {
        if (after === undefined || after > session.outbox.last)
          return send(response, 400, { error: "There is no such message." });
        session.heard();
        response.writeHead(200, { "content-type": "text/plain; charset=us-ascii" });
        // One reader a page: a helper that outlived its page's interest ends here.
        streams.get(session)?.dispose();
        const stream = streamLines(session, after, response, beat);
        streams.set(session, stream);
        response.once("close", () => streams.get(session) === stream && streams.delete(session));
        return;
      }
      case "DELETE session":
        session.dispose();
        return send(response, 200, {});
      default:
        return send(response, 404, { error: "There is nothing here." });
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => fail(response, error, onProblem));
  });
  return {
    server,
    endSessions: () => sessions.endAll(),
    dispose: disposable(() => {
      sessions.dispose();
      server.close();
      server.closeAllConnections();
    }).dispose,
  };
}

function fail(response: ServerResponse, error: unknown, onProblem: (problem: unknown) => void): void {
  const message = error instanceof Error ? error.message : String(error);
  if (response.headersSent || response.destroyed) response.destroy();
  else if (error instanceof TooLarge) send(response.setHeader("connection", "close"), 413, { error: message });
  else if (error instanceof SyntaxError) send(response, 400, { error: "The body is not JSON." });
  else if (isError(error, "Conflict")) send(response, 409, { error: message });
  else {
    onProblem(error);
    send(response, 500, { error: message });
  }
}

function send(response: ServerResponse, status: number, body: Readonly<Record<string, unknown>>): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ v: wireVersion, ...body }));
}

function numberOf(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
