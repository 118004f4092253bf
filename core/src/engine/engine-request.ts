import type { Readable } from "node:stream";
import type { DockerApi } from "./docker-api.ts";

export interface EngineRequest {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "DELETE";
  /** Without version and query; what came from people is checked or encoded already. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | boolean | undefined>>;
  /** In place of `query`, where its values are no texts: the bytes of a path. */
  readonly encodedQuery?: string;
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly tar?: Readable;
  readonly stream?: boolean;
}

const done: Record<number, true> = { 200: true, 201: true, 204: true };

/**
 * A request of our own: dockerode's calls send a volume's `force` and the options of `df` nowhere, and repeat a
 * network's settings in the URL.
 */
export function engineRequest(docker: DockerApi, request: EngineRequest, abortSignal: AbortSignal): Promise<unknown> {
  const { method, path, query = {}, encodedQuery = "", body = {}, tar: file, stream: isStream = false } = request;
  const told = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
  return new Promise((resolve, reject) => {
    docker.modem.dial(
      {
        ...{ method, path: `${path}?${encodedQuery}`, isStream, statusCodes: done, abortSignal },
        ...(file === undefined ? {} : { file }),
        options: { _query: told, _body: body },
      },
      (error, result) => (error ? reject(error) : resolve(result)),
    );
  });
}
