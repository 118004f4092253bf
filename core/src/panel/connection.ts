import type { ErrorInfo } from "../errors/error-info.ts";
import { disconnected, otherVersion } from "../errors/panel-ended.ts";
import { onAbort } from "../lifetime/abort.ts";
import { type Disposable, Disposables } from "../lifetime/disposable.ts";
import { IncomingStream } from "./incoming-stream.ts";
import type { CallName, InputOf, ItemOf, OutputOf, PanelApi, StreamName } from "./methods.ts";
import { cancelled, errorInfo, PanelError } from "./panel-error.ts";
import { type CoreMessage, type Malformed, type PanelMessage, parseCoreMessage, protocolVersion } from "./protocol.ts";
import type { Transport } from "./transport.ts";

export interface ConnectOptions {
  /** Items that a stream may have under way; 16 unless told: a megabyte of log batches. At most `maxCredit`. */
  readonly credit?: number;
  /** Told of messages that belong to nothing; to the console unless given. */
  readonly onProblem?: (problem: Error) => void;
}

/** The panel's end. It owns the transport: dispose ends it, and what still waits is rejected. */
export function connectPanel(transport: Transport, options: ConnectOptions = {}): PanelApi & Disposable {
  return new PanelConnection(
    transport,
    options.credit ?? 16,
    options.onProblem ?? ((problem) => console.error(problem)),
  );
}

/** What waits under an id: a call for its reply, or a stream. */
interface Waiting {
  readonly item: ((item: unknown) => void) | undefined;
  done(ok: unknown): void;
  fail(error: ErrorInfo): void;
}

class PanelConnection implements PanelApi, Disposable {
  readonly #transport: Transport;
  readonly #credit: number;
  readonly #onProblem: (problem: Error) => void;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listening = new Disposables();
  #nextId = 1;
  #welcomed = false;
  #closed: ErrorInfo | undefined;

  constructor(transport: Transport, credit: number, onProblem: (problem: Error) => void) {
    this.#transport = transport;
    this.#credit = credit;
    this.#onProblem = onProblem;
    this.#listening.add(transport.onMessage((raw) => this.#receive(raw)));
    this.#listening.add(transport.onEnd(() => this.#close(disconnected)));
    this.#send({ type: "hello", protocol: protocolVersion });
  }

  call<M extends CallName>(method: M, input: InputOf<M>, signal?: AbortSignal): Promise<OutputOf<M>> {
    return new Promise((resolve, reject) => {
      const refused = this.#closed ?? (signal?.aborted ? cancelled : undefined);
      if (refused !== undefined) {
        reject(new PanelError(refused));
        return;
      }
      const id = this.#nextId++;
      const fail = (error: ErrorInfo) => {
        link?.dispose();
        reject(new PanelError(error));
      };
      const link =
        signal &&
        onAbort(signal, () => {
          this.#leave(id);
          fail(cancelled);
        });
      const done = (ok: unknown) => {
        link?.dispose();
        // Core's handlers are typed by the same table, and only what a panel sends is checked against it.
        resolve(ok as OutputOf<M>);
      };
      this.#begin({ type: "call", id, method, input }, { item: undefined, done, fail });
    });
  }

  async *stream<M extends StreamName>(method: M, input: InputOf<M>, signal?: AbortSignal): AsyncGenerator<ItemOf<M>> {
    if (this.#closed !== undefined) throw new PanelError(this.#closed);
    if (signal?.aborted) return;
    const id = this.#nextId++;
    const credit = this.#credit;
    const incoming = new IncomingStream<ItemOf<M>>(credit, (count) =>
      this.#send({ type: "credit", id, credit: count }),
    );
    const link =
      signal &&
      onAbort(signal, () => {
        this.#leave(id);
        incoming.close();
      });
    try {
      this.#begin(
        { type: "open", id, method, input, credit },
        {
          item: (item) => incoming.push(item as ItemOf<M>),
          done: () => incoming.end(),
          fail: (error) => incoming.end(error),
        },
      );
      yield* incoming.read();
    } finally {
      link?.dispose();
      this.#leave(id);
    }
  }

  dispose(): void {
    this.#close(cancelled);
    this.#transport.dispose();
  }

  #begin(message: PanelMessage & { readonly id: number }, waiting: Waiting): void {
    this.#waiting.set(message.id, waiting);
    try {
      this.#send(message);
    } catch (error) {
      this.#waiting.delete(message.id);
      waiting.fail(errorInfo(error));
    }
  }

  #send(message: PanelMessage): void {
    this.#transport.send(message);
  }

  /** Core is told, unless it has ended this itself. */
  #leave(id: number): void {
    if (this.#waiting.delete(id)) this.#send({ type: "cancel", id });
  }

  #receive(raw: unknown): void {
    const parsed = parseCoreMessage(raw);
    if ("problem" in parsed) this.#receiveMalformed(parsed);
    else if (parsed.message.type === "welcome") this.#welcome(parsed.message.protocol);
    // What comes before is for an earlier page on this transport, whose ids were the same.
    else if (this.#welcomed) this.#deliver(parsed.message);
  }

  #welcome(theirs: number): void {
    if (theirs === protocolVersion) this.#welcomed = true;
    else this.#close(otherVersion(protocolVersion, theirs));
  }

  #deliver(message: Exclude<CoreMessage, { type: "welcome" }>): void {
    const waiting = this.#waiting.get(message.id);
    if (waiting === undefined) {
      // One that was left may still get what was under way; one that never was may not.
      if (message.id >= this.#nextId)
        this.#onProblem(new Error(`A message came for ${message.id}, which was never asked.`));
    } else if (message.type === "item") {
      if (waiting.item === undefined) this.#onProblem(new Error(`A stream’s item came for the call ${message.id}.`));
      else waiting.item(message.item);
    } else {
      this.#waiting.delete(message.id);
      if (message.err !== undefined) waiting.fail(message.err);
      else waiting.done(message.type === "reply" ? message.ok : undefined);
    }
  }

  /** Whoever waits for it would wait for ever. */
  #receiveMalformed({ problem, id }: Malformed): void {
    this.#onProblem(problem);
    const waiting = this.#welcomed && id !== undefined ? this.#waiting.get(id) : undefined;
    if (waiting === undefined || id === undefined) return;
    this.#leave(id);
    waiting.fail(errorInfo(problem));
  }

  #close(reason: ErrorInfo): void {
    if (this.#closed !== undefined) return;
    this.#closed = reason;
    this.#listening.dispose();
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { fail } of waiting) fail(reason);
  }
}
