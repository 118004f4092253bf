import { connect, type Socket } from "node:net";
import { Cancelled } from "../errors/errors.ts";
import { onAbort } from "../lifetime/abort.ts";

/** Opens a TCP connection. Errors: Cancelled, and the system's with their codes; ETIMEDOUT after the deadline. */
export function tcpConnection(
  host: string,
  port: number,
  deadline: number,
  signal: AbortSignal,
  named: (address: string) => void,
): Promise<Socket> {
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
    socket.once("lookup", (error, address) => {
      if (!error) named(address);
    });
    socket.once("error", fail);
    socket.once("connect", () => {
      settle();
      socket.setNoDelay(true);
      resolve(socket);
    });
  });
}
