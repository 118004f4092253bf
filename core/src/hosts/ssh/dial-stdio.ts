import type { Duplex } from "node:stream";
import type { ClientChannel } from "ssh2";
import { Cancelled } from "../../errors/errors.ts";
import { onAbort } from "../../lifetime/abort.ts";
import { shellWord } from "../../model/shell-word.ts";
import { ChannelSocket } from "./channel-socket.ts";
import type { SshClient } from "./ssh-client.ts";

/**
 * A connection to the engine by docker's own command over there, which carries its input and output to the socket.
 * Where that fails, the stream ends with what it said.
 */
export function dialStdio(client: SshClient, path: string): Promise<Duplex> {
  return client.run(dialCommand(path), joined);
}

const dialCommand = (path: string): string => `docker -H ${shellWord(`unix://${path}`)} system dial-stdio`;

function joined(channel: ClientChannel): Duplex {
  const socket = new ChannelSocket(channel);
  const said = wordsOf(channel);
  // It may end before whoever asked for it has it: that one finds it destroyed.
  socket.on("error", () => {});
  channel.once("exit", (code: unknown) => {
    const words = said();
    if (code !== 0 && !socket.destroyed) socket.destroy(new Error(words === "" ? `docker ended with ${code}` : words));
  });
  return socket;
}

/** Rejects with what the command over there complains of; resolves where an engine answers through it. */
export function probeStdio(client: SshClient, path: string, signal: AbortSignal): Promise<void> {
  return client.run(dialCommand(path), (channel) => answered(joined(channel), signal));
}

function answered(channel: Duplex, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const listening = onAbort(signal, () => channel.destroy(new Cancelled()));
    const end = (): void => {
      listening.dispose();
      channel.destroy();
    };
    channel.once("data", () => {
      resolve();
      end();
    });
    channel.once("error", (error) => {
      reject(error);
      end();
    });
    channel.once("close", () => reject(new Error("docker system dial-stdio ended without a word.")));
    channel.write("GET /_ping HTTP/1.1\r\nHost: localhost\r\n\r\n");
  });
}

/** What it writes to its error output, 4 KB at most. */
function wordsOf(channel: ClientChannel): () => string {
  let words = "";
  channel.stderr.on("data", (chunk: Buffer) => {
    if (words.length < 4096) words += chunk.toString("utf8");
  });
  return () => words.trim();
}
