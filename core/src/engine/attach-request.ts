import type { Duplex } from "node:stream";
import type { DockerApi } from "./docker-api.ts";

export interface AttachQuery {
  readonly stdin: boolean;
  readonly detachKeys: string;
}

/**
 * Joins the stream to a container's main process. A request of our own: dockerode's has its options as a body too, and
 * podman (4.3) types the body of this one into the process.
 */
export function attachRequest(
  docker: DockerApi,
  id: string,
  query: AttachQuery,
  abortSignal: AbortSignal,
): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    docker.modem.dial(
      {
        ...{ method: "POST", path: `/containers/${id}/attach?`, hijack: true, isStream: true, abortSignal },
        statusCodes: { 200: true },
        // Without any the modem announces one in chunks, and their end would be typed.
        ...{ file: Buffer.alloc(0), headers: { "Content-Type": "text/plain" } },
        options: { _query: { stream: true, stdout: true, stderr: true, ...query } },
      },
      (error, stream) => (error ? reject(error) : resolve(stream as Duplex)),
    );
  });
}
