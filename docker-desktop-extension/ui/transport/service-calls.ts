import type { v1 } from "@docker/extension-api-client-types";
import type * as v from "valibot";
import { messagesAnswer, OTHER_VERSION, opened, receivedAnswer, sessionAnswer, wireVersion } from "../../envelope.ts";

type HttpService = NonNullable<NonNullable<v1.DockerDesktopClient["extension"]["vm"]>["service"]>;

/** The backend knows this session no more: it has restarted, or the page was silent for too long. */
export class SessionLost extends Error {
  override readonly name = "SessionLost";
}

/** The page and the backend are of different versions: one was updated while the other was open. */
export class OtherVersion extends Error {
  override readonly name = "OtherVersion";
}

export interface OpenedSession {
  readonly session: string;
  /** Whether the backend can read files of the person's own computer. */
  readonly readsFiles: boolean;
}

/** The backend's HTTP through Docker Desktop. Any error but SessionLost and OtherVersion may pass by itself. */
export class ServiceCalls {
  readonly #service: HttpService;

  constructor(service: HttpService) {
    this.#service = service;
  }

  async openSession(): Promise<OpenedSession> {
    const opening = this.#service.post("/sessions", { v: wireVersion });
    const { session, readsFiles } = answered(sessionAnswer, await opening.catch(rethrow));
    return { session, readsFiles };
  }

  /** Gives the number of the last message that the backend has got. */
  async post(session: string, first: number, messages: readonly unknown[], after: number): Promise<number> {
    const sent = this.#service.post(`/sessions/${session}/messages`, { v: wireVersion, first, messages, after });
    return answered(receivedAnswer, await sent.catch(rethrow)).received;
  }

  /** Held by the backend until there is something. */
  async messages(
    session: string,
    after: number,
  ): Promise<{ readonly first: number; readonly messages: readonly unknown[] }> {
    const held = this.#service.get(`/sessions/${session}/messages?after=${after}`);
    return answered(messagesAnswer, await held.catch(rethrow));
  }

  async close(session: string): Promise<void> {
    await this.#service.delete(`/sessions/${session}`);
  }
}

function answered<Output>(schema: v.GenericSchema<unknown, Output>, body: unknown): Output {
  const answer = opened(schema, body);
  if (answer === undefined) throw new Error("The backend’s answer is not understood.");
  return answer;
}

/** A ServiceError is `{name, message, statusCode}`, and no Error in every version. */
function rethrow(error: unknown): never {
  const { statusCode, message } = (typeof error === "object" && error !== null ? error : {}) as {
    statusCode?: unknown;
    message?: unknown;
  };
  const words = typeof message === "string" ? message : String(error);
  if (statusCode === OTHER_VERSION) throw new OtherVersion(words);
  // 409 says that messages are missing: none can be sent any more in the order they were meant.
  throw statusCode === 404 || statusCode === 409 ? new SessionLost(words) : new Error(words, { cause: error });
}
