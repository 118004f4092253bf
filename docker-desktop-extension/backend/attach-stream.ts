import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { type Disposable, disposable } from "@quayside/core/lifetime/disposable.ts";
import { heartbeatLine, linesOf } from "../stream-lines.ts";
import type { Session } from "./session.ts";

/** Enough to keep the pipe busy while the next is gathered. */
const READ_AHEAD = 256 << 10;

/** Writes a session's messages after a number as lines, until the session or the reader ends or it is disposed of. */
export function streamLines(session: Session, after: number, response: ServerResponse, beat: number): Disposable {
  const leaving = new AbortController();
  const { signal } = leaving;
  let wake = () => {};
  const pushed = session.outbox.onDidPush(() => wake());
  const ended = session.onEnd(() => leaving.abort());
  const beats = setInterval(() => response.write(heartbeatLine), beat);
  response.once("close", () => leaving.abort());
  signal.addEventListener("abort", () => {
    pushed.dispose();
    ended.dispose();
    clearInterval(beats);
    wake();
    response.end();
  });
  void pump();
  return disposable(() => leaving.abort());

  async function pump(): Promise<void> {
    let sent = after;
    response.write(heartbeatLine);
    while (!signal.aborted) {
      const messages = session.outbox.after(sent, READ_AHEAD);
      for (const { sequence, json } of messages) {
        for (const line of linesOf(sequence, json)) {
          if (!response.write(line)) await drained();
          if (signal.aborted) return;
        }
        sent = sequence;
      }
      if (messages.length > 0) continue;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  async function drained(): Promise<void> {
    // Aborting is the only way to fail here, and whoever called asks for that next.
    await once(response, "drain", { signal }).catch(() => {});
  }
}
