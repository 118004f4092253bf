import { spawn } from "node:child_process";
import { Duplex } from "node:stream";
import { HostUnreachable } from "../../errors/errors.ts";

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
