import { type IncomingHttpHeaders, request } from "node:http";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { buildDesktop } from "../../docker-desktop-extension/build.ts";
import { previewContainer } from "../../docker-desktop-extension/preview/preview-container.ts";
import { startPreviewServer } from "../../docker-desktop-extension/preview/preview-server.ts";
import { backendPart } from "./backend-part.ts";

const dist = fileURLToPath(new URL("../../docker-desktop-extension/dist", import.meta.url));

interface Visit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

async function preview() {
  const { socketPath } = await backendPart({});
  const container = previewContainer(`${dist}/backend`, socketPath);
  const server = await startPreviewServer({
    port: 0,
    token: "right",
    folder: dist,
    backendSocket: socketPath,
    container,
    note: "",
  });
  onTestFinished(() => server.close());
  const visit = async (path: string, { method = "GET", headers = {}, body }: Visit = {}) => {
    const response = await new Promise<import("node:http").IncomingMessage>((resolve, reject) => {
      const sent = request({ host: "127.0.0.1", port: server.port, path, method, headers }, resolve).on(
        "error",
        reject,
      );
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
    return {
      status: response.statusCode,
      headers: response.headers as IncomingHttpHeaders,
      text: await text(response),
    };
  };
  return { ...server, visit, cookie: `quayside-${server.port}=right` };
}

const openSession = { method: "POST", url: "/sessions", headers: {}, body: '{"v":1}' };

describe("the preview's server", () => {
  beforeAll(() => buildDesktop());

  it("takes the token from the address into a cookie, and shows the page to whoever has it", async () => {
    const { visit, url } = await preview();
    const arrived = await visit(new URL(url).pathname + new URL(url).search);
    expect([arrived.status, arrived.headers.location]).toEqual([303, "/"]);
    const [cookie = ""] = arrived.headers["set-cookie"] ?? [];
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
    const page = await visit("/", { headers: { cookie: cookie.split(";")[0] ?? "" } });
    expect([page.status, page.text.includes("simulated")]).toEqual([200, true]);
  });

  it.each([
    "/",
    "/ui/index.html",
    "/ui/index.js",
    "/ui/charts.js",
    "/frame.js",
    "/dd/note",
    "/nothing",
  ])("refuses %s without a token or with a wrong one", async (path) => {
    const { visit, port } = await preview();
    expect((await visit(path)).status).toBe(401);
    expect((await visit(`${path}?token=wrong`)).status).toBe(401);
    expect((await visit(path, { headers: { cookie: `quayside-${port}=wrong` } })).status).toBe(401);
    expect((await visit(path, { headers: { cookie: "quayside-1=right" } })).status).toBe(401);
  });

  it.each([
    "evil.example",
    "127.0.0.1",
    "127.0.0.1:1",
    "localhost.evil.example",
  ])("refuses the host %s, whatever it brings along", async (host) => {
    const { visit, cookie, port } = await preview();
    const named = host === "evil.example" ? `${host}:${port}` : host;
    for (const path of ["/", "/?token=right", "/dd/service"]) {
      expect((await visit(path, { headers: { cookie, host: named } })).status).toBe(403);
    }
  });

  it("takes commands and requests only from its own page", async () => {
    const { visit, cookie, port } = await preview();
    const post = (headers: Record<string, string>) =>
      visit("/dd/service", { method: "POST", headers, body: openSession });
    expect((await post({})).status).toBe(401);
    expect((await post({ cookie, origin: "http://evil.example" })).status).toBe(403);
    expect((await post({ cookie, origin: "null" })).status).toBe(403);
    const own = await post({ cookie, origin: `http://127.0.0.1:${port}` });
    expect(JSON.parse(own.text)).toMatchObject({ status: 201 });
  });

  it.each([
    ["another program", { where: "vm", command: "sh", args: ["-c", "id"] }],
    ["another file", { where: "vm", command: "node", args: ["backend.cjs"] }],
    ["code", { where: "vm", command: "node", args: ["-e", "process.exit()"] }],
    ["an option", { where: "vm", command: "node", args: ["attach.cjs", "--inspect", "0"] }],
    ["the host", { where: "host", command: "node", args: ["attach.cjs", "0".repeat(32), "0"] }],
    ["the docker command line", { where: "docker", command: "ps", args: [] }],
    ["another folder", { where: "vm", command: "node", args: ["attach.cjs", "0".repeat(32), "0"], cwd: "/tmp" }],
    [
      "its environment",
      { where: "vm", command: "node", args: ["attach.cjs", "0".repeat(32), "0"], env: { NODE_OPTIONS: "--inspect" } },
    ],
  ])("runs nothing but the helper: not %s", async (_what, command) => {
    const { visit, cookie } = await preview();
    for (const stream of [true, false]) {
      const answer = await visit("/dd/exec", { method: "POST", headers: { cookie }, body: { ...command, stream } });
      expect(answer.text).toMatch(/not found/);
      expect(answer.text).toMatch(/"(close|code)":127/);
    }
  });

  it("runs the helper, which ends when the page hangs up", async () => {
    const { cookie, port, visit } = await preview();
    const { session } = JSON.parse(
      JSON.parse((await visit("/dd/service", { method: "POST", headers: { cookie }, body: openSession })).text).body,
    );
    const command = {
      where: "vm",
      command: "node",
      args: ["attach.cjs", session, "0"],
      stream: true,
      splitOutputLines: true,
    };
    const response = await new Promise<import("node:http").IncomingMessage>((resolve) => {
      request({ host: "127.0.0.1", port, path: "/dd/exec", method: "POST", headers: { cookie } }, resolve).end(
        JSON.stringify(command),
      );
    });
    const [first] = await response.setEncoding("utf8").take(1).toArray();
    expect(first).toBe('{"stdout":"h^"}\n');
    // `close` of the server waits for the helper: the test would not end.
  });

  it("refuses a port that is taken", async () => {
    const { port } = await preview();
    const again = {
      port,
      token: "x",
      folder: dist,
      backendSocket: "/x",
      container: previewContainer(dist, "/x"),
      note: "",
    };
    await expect(startPreviewServer(again)).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});
