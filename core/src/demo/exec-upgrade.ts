import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { DemoExecs } from "./demo-execs.ts";
import { Refusal } from "./refusal.ts";

/**
 * `POST /exec/{id}/start` takes the connection over. Node hands over an upgraded request without its body: the JSON
 * (who wants a TTY said so when the exec was made) stands before the first typed byte and is skipped by its length.
 */
export function startExec(execs: DemoExecs, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const [, id] = /^(?:\/v\d+\.\d+)?\/exec\/([0-9a-f]+)\/start$/.exec(request.url ?? "") ?? [];
  try {
    if (id === undefined) throw new Refusal(404, "page not found");
    execs.get(id);
  } catch (error) {
    const body = JSON.stringify({ message: error instanceof Error ? error.message : String(error) });
    socket.end(
      `HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    return;
  }
  let skip = Number(request.headers["content-length"] ?? 0);
  const take = (bytes: Buffer): void => {
    const typed = bytes.subarray(skip);
    skip -= bytes.length - typed.length;
    if (skip > 0) return;
    socket.off("data", take);
    socket.pause();
    if (typed.length > 0) socket.unshift(typed);
    socket.write(
      "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n",
    );
    execs.start(id, socket);
    socket.resume();
  };
  socket.on("data", take);
  if (head.length > 0 || skip === 0) take(head);
}
