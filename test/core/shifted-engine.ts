import { rm } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";

const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?=\.\d{1,9}Z)/g;

/**
 * Stands before a real engine and gives it another clock: each time that it tells, of its lines, its containers and its
 * own, is so many seconds later; what it is asked for since or until is earlier. All stay as long as they were.
 */
export async function startShiftedEngine(engineSocket: string, folder: string, seconds: number) {
  const socket = join(folder, "shifted.sock");
  const clients = new Set<Socket>();
  const later = (time: string): string => new Date(Date.parse(`${time}Z`) + seconds * 1000).toISOString().slice(0, 19);
  const server = createServer((client) => {
    clients.add(client);
    const engine = connect(engineSocket);
    client.on("data", (chunk) =>
      engine.write(
        Buffer.from(
          chunk
            .toString("latin1")
            .replace(/\b(since|until)=(\d{10})/g, (_, key, at) => `${key}=${Number(at) - seconds}`),
          "latin1",
        ),
      ),
    );
    engine.on("data", (chunk) => client.write(Buffer.from(chunk.toString("latin1").replace(TIME, later), "latin1")));
    for (const [one, other] of [
      [client, engine],
      [engine, client],
    ] as const) {
      one.on("error", () => {});
      one.on("close", () => other.destroy());
    }
    client.on("close", () => clients.delete(client));
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    socket,
    async close() {
      for (const client of clients) client.destroy();
      await new Promise((resolve) => server.close(resolve));
      await rm(socket, { force: true });
    },
  };
}
