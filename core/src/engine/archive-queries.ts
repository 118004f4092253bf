import type { IncomingMessage } from "node:http";
import { EngineError } from "../errors/errors.ts";
import { checkedId } from "./checked-id.ts";
import type { EngineCalls } from "./engine-calls.ts";
import { type EngineRequest, engineRequest } from "./engine-request.ts";
import type { EngineHabits } from "./habits.ts";
import { array, number, object, text } from "./json.ts";

/** The answer of `HEAD /containers/{id}/archive`. */
export interface ArchiveStat {
  readonly size: number;
  /** As Go has it: permissions in the last nine bits, the kind in the first. */
  readonly mode: number;
  /** RFC 3339 with nanoseconds. */
  readonly modified: string;
  /** Of a link: where it leads in the end, within the container; "" of all else. */
  readonly linkTarget: string;
}

export interface ArchiveChange {
  readonly path: string;
  /** 0 changed, 1 added, 2 deleted. */
  readonly kind: number;
}

const LOOK_UPS = 10_000;
/** The engine compares the file systems of the container and its image. */
const CHANGES = 60_000;

/**
 * The engine's own view of a container's files: its root and its volumes, running or not, with root's rights. What only
 * its processes see (tmpfs, /proc, /sys, /dev) is not in it. Paths are percent-encoded. Errors: NotFound, EngineError,
 * HostUnreachable, Cancelled.
 */
export class ArchiveQueries {
  readonly #calls: EngineCalls;
  readonly #habits: () => EngineHabits;

  constructor(calls: EngineCalls, habits: () => EngineHabits) {
    this.#calls = calls;
    this.#habits = habits;
  }

  /** Whether what is read tells whose each file is. */
  get tellsOwners(): boolean {
    return this.#habits().archiveOwners;
  }

  async stat(id: string, path: string, signal: AbortSignal): Promise<ArchiveStat> {
    const request = this.#request("HEAD", id, path);
    const answer = await this.#calls.call(LOOK_UPS, signal, (docker, abort) => engineRequest(docker, request, abort));
    const { headers } = answer as IncomingMessage;
    (answer as IncomingMessage).resume();
    const header = headers["x-docker-container-path-stat"];
    const json = object(
      typeof header === "string" ? parsed(Buffer.from(header, "base64").toString("utf8")) : undefined,
    );
    const mode = number(json.mode);
    if (mode === undefined) throw new EngineError(500, "The engine told nothing of the file.");
    return {
      ...{ size: number(json.size) ?? 0, mode, modified: text(json.mtime) },
      linkTarget: text(json.linkTarget),
    };
  }

  /** A tar of the file, or of the directory and all below it. Whoever leaves it ends it. */
  read(id: string, path: string, signal: AbortSignal): AsyncGenerator<Buffer> {
    return this.#read(this.#request("GET", id, path), signal);
  }

  /** A tar of all of the container but its volumes, with their owners. Whoever leaves it ends it. */
  export(id: string, signal: AbortSignal): AsyncGenerator<Buffer> {
    return this.#read({ method: "GET", path: `/containers/${checkedId(id)}/export`, stream: true }, signal);
  }

  async *#read(request: EngineRequest, signal: AbortSignal): AsyncGenerator<Buffer> {
    const stream = await this.#calls.stream(signal, (docker, abort) => engineRequest(docker, request, abort));
    yield* this.#calls.guarded(stream, signal, stream as AsyncIterable<Buffer>);
  }

  /** What differs from the image. */
  async changes(id: string, signal: AbortSignal): Promise<ArchiveChange[]> {
    const request: EngineRequest = { method: "GET", path: `/containers/${checkedId(id)}/changes` };
    const json = await this.#calls.call(CHANGES, signal, (docker, abort) => engineRequest(docker, request, abort));
    // An engine without any says null.
    return array(json).map((entry) => ({ path: text(object(entry).Path), kind: number(object(entry).Kind) ?? 0 }));
  }

  #request(method: "HEAD" | "GET", id: string, path: string): EngineRequest {
    return {
      ...{ method, path: `/containers/${checkedId(id)}/archive`, encodedQuery: `path=${path}`, stream: true },
    };
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
