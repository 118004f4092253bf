import type { ClientChannel } from "ssh2";
import type { SshClient } from "./ssh-client.ts";

/** What a command over there printed, 64 KB at most; undefined where it failed. */
export async function outputOf(client: SshClient, command: string, signal: AbortSignal): Promise<string | undefined> {
  return await client.run(command, (channel) => gathered(channel, signal)).catch(() => undefined);
}

function gathered(channel: ClientChannel, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let failed = true;
    const stop = (): void => void channel.destroy();
    signal.addEventListener("abort", stop, { once: true });
    channel.stderr.resume();
    channel.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= 1 << 16) chunks.push(chunk);
    });
    channel.on("exit", (code: unknown) => {
      failed = code !== 0;
    });
    channel.on("error", () => {});
    channel.on("close", () => {
      signal.removeEventListener("abort", stop);
      resolve(failed ? undefined : Buffer.concat(chunks).toString("utf8"));
    });
  });
}
