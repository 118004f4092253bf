import type { ServerResponse } from "node:http";

export const apiVersion = "1.51";

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "api-version": apiVersion });
  response.end(`${JSON.stringify(body)}\n`);
}
