import http from "node:http";

const agents = new Map<string, http.Agent>();

/** The least that a Node program can do for a GET: one kept connection, the body joined. */
export function rawGet(socketPath: string, path: string): Promise<Buffer> {
  let agent = agents.get(socketPath);
  if (agent === undefined) {
    agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
    agents.set(socketPath, agent);
  }
  return new Promise((resolve, reject) => {
    const request = http.get({ socketPath, path, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve(Buffer.concat(chunks)));
      response.on("error", reject);
    });
    request.on("error", reject);
  });
}

/** Reads the body and throws it away; gives its length in bytes. */
export function rawDrain(socketPath: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.get({ socketPath, path, agent: false }, (response) => {
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on("end", () => resolve(bytes));
      response.on("error", reject);
    });
    request.on("error", reject);
  });
}

export function closeRawConnections(): void {
  for (const agent of agents.values()) agent.destroy();
  agents.clear();
}
