import { spawn } from "node:child_process";
import { connect } from "node:net";
import { Duplex } from "node:stream";
import { Cancelled, HostUnreachable } from "../../errors/errors.ts";
import { onAbort } from "../../lifetime/abort.ts";

/** Opens a TCP connection. Errors: Cancelled, and the system's with their codes; ETIMEDOUT after the deadline. */
export function tcpConnection(
  host: string,
  port: number,
  deadline: number,
  signal: AbortSignal,
  named: () => void,
): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const settle = (): void => {
      clearTimeout(timer);
      listening.dispose();
      socket.off("error", fail);
    };
    const fail = (error: Error): void => {
      settle();
      socket.on("error", () => {}); // what it says after that is of no use
      socket.destroy();
      reject(error);
    };
    const timer = setTimeout(
      () => fail(Object.assign(new Error(`no answer within ${deadline / 1000} s`), { code: "ETIMEDOUT" })),
      deadline,
    );
    const listening = onAbort(signal, () => fail(new Cancelled()));
    socket.once("lookup", (error) => {
      if (!error) named();
    });
    socket.once("error", fail);
    socket.once("connect", () => {
      settle();
      socket.setNoDelay(true);
      resolve(socket);
    });
  });
}

/** What the person's ssh settings name as ProxyCommand: its input and output are the connection. By a shell, as ssh does. */
export function commandConnection(command: string, address: string): Duplex {
  const child = spawn(command, { shell: true, stdio: ["pipe", "pipe", "pipe"] });
  const said: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => {
    if (said.length < 20) said.push(chunk);
  });
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
  child.once("exit", (code) => {
    const words = Buffer.concat(said).toString("utf8").trim().slice(0, 1000);
    if (code !== 0 && !stream.destroyed)
      stream.destroy(new HostUnreachable("other", address, `ProxyCommand ended with ${code}: ${words}`));
  });
  child.once("error", (error) => stream.destroy(error));
  stream.once("close", () => child.kill());
  return stream;
}
