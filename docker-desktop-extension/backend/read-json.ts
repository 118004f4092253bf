import type { IncomingMessage } from "node:http";
import { maxRequest } from "../envelope.ts";

export class TooLarge extends Error {
  override readonly name = "TooLarge";
  constructor() {
    super(`The body has more than ${maxRequest} bytes.`);
  }
}

/** The body, bounded. Throws TooLarge or SyntaxError. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxRequest) throw new TooLarge();
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString("utf8")) as unknown;
}
