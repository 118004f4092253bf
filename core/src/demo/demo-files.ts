import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { type NewEntry, writeTar } from "../files/tar-writer.ts";
import type { DemoContainer } from "./demo-container.ts";
import { Refusal } from "./refusal.ts";

/** A few files that every demo container has; nothing is written to them. */
function filesOf({ id, name, service }: DemoContainer): ReadonlyMap<string, string | undefined> {
  return new Map<string, string | undefined>([
    ["/", undefined],
    ["/app", undefined],
    ["/app/config.yaml", `name: ${name}\nport: 8080\nlog:\n  level: info\n`],
    ["/app/README.md", `# ${name}\n\nThis container is a part of Quayside’s demo, made from ${service.image}.\n`],
    ["/app/public", undefined],
    ["/app/public/index.html", `<!doctype html>\n<title>${name}</title>\n<p>Hello from ${name}.\n`],
    ["/etc", undefined],
    ["/etc/hostname", `${id.slice(0, 12)}\n`],
    ["/etc/os-release", 'NAME="Quayside demo"\nID=demo\n'],
    ["/tmp", undefined],
    ["/var", undefined],
    ["/var/log", undefined],
    ["/var/log/app.log", "started\nlistening on :8080\n"],
  ]);
}

/** `HEAD` and `GET /containers/{id}/archive`; a `PUT` is refused as a read-only container does. */
export async function answerArchive(
  container: DemoContainer,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = query.get("path")?.replace(/(.)\/+$/, "$1") ?? "/";
  const files = filesOf(container);
  if (request.method === "PUT") throw new Refusal(403, "container rootfs is marked read-only");
  if (!files.has(path)) throw new Refusal(404, `Could not find the file ${path} in container ${container.id}`);
  const text = files.get(path);
  const modified = Math.floor(container.createdAt / 1000);
  const facts = {
    name: path.slice(path.lastIndexOf("/") + 1),
    size: text === undefined ? 4096 : Buffer.byteLength(text),
    // Go's FileMode: the first bit is a directory's.
    mode: text === undefined ? 2 ** 31 + 0o755 : 0o644,
    mtime: new Date(modified * 1000).toISOString(),
    linkTarget: "",
  };
  response.writeHead(200, {
    "content-type": "application/x-tar",
    "x-docker-container-path-stat": Buffer.from(JSON.stringify(facts)).toString("base64"),
  });
  if (request.method === "HEAD") return void response.end();
  const below = [...files].filter(([each]) => each === path || each.startsWith(path === "/" ? path : `${path}/`));
  const cut = path === "/" ? 0 : path.lastIndexOf("/") + 1;
  const entries = below.map(([each, content]): NewEntry => {
    const own = { path: each.slice(cut), modified, uid: 0, gid: 0 };
    if (content === undefined)
      return { ...own, path: `${own.path.replace(/\/$/, "")}/`, kind: "directory", size: 0, mode: 0o755 };
    return { ...own, kind: "file", size: Buffer.byteLength(content), mode: 0o644, content: once(content) };
  });
  await pipeline(writeTar(entries), response);
}

/** What differs from the image, as far as a demo has one. */
export const demoChanges = [
  { Path: "/app", Kind: 0 },
  { Path: "/app/config.yaml", Kind: 0 },
  { Path: "/var", Kind: 0 },
  { Path: "/var/log", Kind: 0 },
  { Path: "/var/log/app.log", Kind: 1 },
];

async function* once(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}
