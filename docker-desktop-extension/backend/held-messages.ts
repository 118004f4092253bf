import type { ServerResponse } from "node:http";
import { wireVersion } from "../envelope.ts";
import type { Session } from "./session.ts";

/** An answer is buffered whole on its way to the page: a few of these are better than one large. */
const ANSWER = 256 << 10;

/**
 * Milliseconds in which more may come to go with the first: what a key makes a shell write follows the answer to the
 * key at once, and in the next request it would be late by a whole way there and back.
 */
const TOGETHER = 3;

/** Answers with the messages after a number, as soon as there are any; with none when `hold` milliseconds have passed. */
export async function heldMessages(
  session: Session,
  after: number,
  response: ServerResponse,
  hold: number,
): Promise<void> {
  let messages = session.outbox.after(after, ANSWER);
  if (messages.length === 0) {
    await new Promise<void>((resolve) => {
      const pushed = session.outbox.onDidPush(() => setTimeout(resolve, TOGETHER));
      const ended = session.onEnd(resolve);
      const timer = setTimeout(resolve, hold);
      const leave = () => {
        pushed.dispose();
        ended.dispose();
        clearTimeout(timer);
        resolve();
      };
      response.once("close", leave);
    });
    messages = session.outbox.after(after, ANSWER);
  }
  if (response.destroyed) return;
  if (session.ended) {
    response.writeHead(404, { "content-type": "application/json" });
    response.end(JSON.stringify({ v: wireVersion, error: "The session has ended." }));
    return;
  }
  response.writeHead(200, { "content-type": "application/json" });
  response.end(`{"v":${wireVersion},"first":${after + 1},"messages":[${messages.map(({ json }) => json).join(",")}]}`);
}
