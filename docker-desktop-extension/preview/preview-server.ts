import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type ChaosProfile, chaosOf } from "./chaos.ts";
import { judge } from "./guard.ts";
import type { ExecEvent, ExecRequest, ServiceRequest } from "./port-messages.ts";
import { type Container, SimulatedExec } from "./simulated-exec.ts";
import { callService, SlowStart } from "./simulated-service.ts";

export interface PreviewOptions {
  /** 0: any that is free. */
  readonly port: number;
  readonly token: string;
  /** dist/ of this workspace. */
  readonly folder: string;
  readonly backendSocket: string;
  readonly container: Container;
  /** Shown beside Docker Desktop's name. */
  readonly note: string;
}

export interface PreviewServer {
  /** With the token: for the one who started it. */
  readonly url: string;
  readonly port: number;
  /** Ends every connection and every command that a page started. */
  close(): Promise<void>;
}

/** A simulated Docker Desktop with Quayside's tab, for the browser, on loopback alone. Rejects with EADDRINUSE. */
export async function startPreviewServer(options: PreviewOptions): Promise<PreviewServer> {
  const desktop = new Desktop(options);
  let port = options.port;
  const server = createServer((request, response) => {
    const judgement = judge(request, { port, token: options.token });
    response.setHeader("cache-control", "no-store").setHeader("x-content-type-options", "nosniff");
    if (judgement.kind === "refused") sendText(response, judgement.status, judgement.sentence);
    else if (judgement.kind === "arrived")
      response.writeHead(303, { "set-cookie": judgement.cookie, location: judgement.location }).end();
    else desktop.answer(request, response).catch((error: unknown) => fail(response, error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (typeof address === "object" && address !== null) port = address.port;
  return {
    port,
    url: `http://127.0.0.1:${port}/?token=${options.token}`,
    async close() {
      desktop.dismiss();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, desktop.idle()]);
    },
  };
}

/** Around the tab; the tab's own page has its policy in itself, and is to be shown only here. */
const framePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; frame-ancestors 'none'";
const tabPolicy = "frame-ancestors 'self'";
const bodyLimit = 16 << 20;

const files: Readonly<Record<string, readonly [type: string, file: string]>> = {
  "/": ["text/html", "preview/index.html"],
  "/frame.js": ["text/javascript", "preview/frame.js"],
  "/frame.css": ["text/css", "preview/frame.css"],
  "/dd-client.js": ["text/javascript", "preview/dd-client.js"],
  "/ui/index.html": ["text/html", "ui/index.html"],
  "/ui/index.js": ["text/javascript", "ui/index.js"],
  "/ui/charts.js": ["text/javascript", "ui/charts.js"],
  "/ui/index.css": ["text/css", "ui/index.css"],
};

class Desktop {
  readonly #options: PreviewOptions;
  readonly #served = new Set<AbortController>();
  readonly #exec: SimulatedExec;
  readonly #slowStart = new SlowStart();
  readonly #running = new Set<Promise<void>>();

  constructor(options: PreviewOptions) {
    this.#options = options;
    this.#exec = new SimulatedExec(options.container);
  }

  /** What the pages have under way ends. */
  dismiss(): void {
    for (const served of this.#served) served.abort();
  }

  /** When all commands have ended. */
  async idle(): Promise<void> {
    await Promise.all(this.#running);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://preview");
    const route = `${request.method} ${url.pathname}`;
    if (route === "GET /dd/note") return sendText(response, 200, this.#options.note);
    if (route === "POST /dd/service") return await this.#service(request, response);
    if (route === "POST /dd/exec") return await this.#execute(request, response);
    const file = request.method === "GET" ? files[url.pathname] : undefined;
    if (file === undefined) return sendText(response, 404, "There is nothing here.");
    await this.#file(file, url, response);
  }

  async #file([type, name]: readonly [string, string], url: URL, response: ServerResponse): Promise<void> {
    const content = await readFile(join(this.#options.folder, name), "utf8");
    const isTab = name === "ui/index.html";
    response.writeHead(200, {
      "content-type": `${type}; charset=utf-8`,
      "content-security-policy": isTab ? tabPolicy : framePolicy,
    });
    response.end(isTab ? withClient(content, url.searchParams.get("chaos") ?? "") : content);
  }

  async #service(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { chaos, ...asked } = await body<ServiceRequest>(request);
    const interference = chaos.has("slow-start") ? this.#slowStart.interfere() : undefined;
    const reply = interference ?? (await callService(this.#options.backendSocket, asked, this.#whenGone(response)));
    sendJson(response, reply);
  }

  async #execute(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { chaos, ...asked } = await body<ExecRequest>(request);
    const gone = this.#whenGone(response);
    const running = asked.stream
      ? this.#streamed(asked, chaos, response, gone)
      : this.#exec.whole(asked, gone).then((outcome) => sendJson(response, outcome));
    this.#running.add(running);
    await running.finally(() => this.#running.delete(running));
  }

  async #streamed(
    asked: ExecRequest,
    chaos: ReadonlySet<ChaosProfile>,
    response: ServerResponse,
    gone: AbortSignal,
  ): Promise<void> {
    response.writeHead(200, { "content-type": "application/x-ndjson" }).flushHeaders();
    const emit = async (event: ExecEvent): Promise<void> => {
      if (gone.aborted || response.write(`${JSON.stringify(event)}\n`)) return;
      // A page that has gone reads nothing any more, and needs nothing.
      await once(response, "drain", { signal: gone }).catch(() => {});
    };
    await this.#exec.stream(asked, { cut: chaos.has("cut-characters"), emit }, gone);
    response.end();
  }

  /** Aborts when the page hangs up, and when all is dismissed. */
  #whenGone(response: ServerResponse): AbortSignal {
    const served = new AbortController();
    this.#served.add(served);
    response.once("close", () => {
      this.#served.delete(served);
      served.abort();
    });
    return served.signal;
  }
}

/** Docker Desktop puts its client into the page before the page's own scripts. */
function withClient(page: string, chaos: string): string {
  const client = `<script src="../dd-client.js?chaos=${encodeURIComponent([...chaosOf(chaos)].join(","))}"></script>\n`;
  return page.replace(/<script /, `${client}<script `);
}

async function body<Request extends object>(
  request: IncomingMessage,
): Promise<Request & { readonly chaos: ReadonlySet<ChaosProfile> }> {
  if (Number(request.headers["content-length"] ?? Number.NaN) > bodyLimit)
    throw new RangeError("The request is too large.");
  // Only the frame, which is ours, gets past the guard to send it.
  const parsed = JSON.parse(await text(request)) as Request & { readonly chaos?: unknown };
  return { ...parsed, chaos: chaosOf(String(parsed.chaos ?? "")) };
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) response.destroy();
  else sendText(response, 500, error instanceof Error ? error.message : String(error));
}

function sendText(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(sentence);
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}
