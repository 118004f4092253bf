import { Conflict, InvalidInput, isError } from "../errors/errors.ts";
import { type Disposable, Disposables } from "../lifetime/disposable.ts";
import { Credit } from "./credit.ts";
import type { PanelHandlers } from "./methods.ts";
import { errorInfo, isPanelError } from "./panel-error.ts";
import {
  type CoreMessage,
  checkInput,
  type Malformed,
  maxCredit,
  type PanelMessage,
  parsePanelMessage,
  protocolVersion,
} from "./protocol.ts";
import type { Transport } from "./transport.ts";

export interface ServeOptions {
  /** Told of what nobody else hears of: messages that fit nothing, errors that nobody foresaw. For the log. */
  readonly onProblem: (problem: unknown) => void;
  /** Calls and streams that one panel may have open at once; 256 unless told. */
  readonly maxOpen?: number;
}

/**
 * Serves one panel until its transport ends or this is disposed, which ends the transport. Panels are independent of
 * each other: each has its own connection, and a stream is pulled only while its panel has given credit for it.
 *
 * A hidden panel is not known here. Its page either is gone, or leaves its streams; shown again it opens them anew
 * and so begins with the present, instead of working off what it missed. A page that does neither stops reading, and
 * is sent no more than its credit.
 */
export function servePanel(transport: Transport, handlers: PanelHandlers, options: ServeOptions): Disposable {
  return new PanelServer(transport, handlers, options);
}

type Call = Extract<PanelMessage, { type: "call" }>;
type Open = Extract<PanelMessage, { type: "open" }>;

/** A call or a stream that runs. */
class Operation {
  readonly #controller = new AbortController();
  readonly credit: Credit;
  readonly signal = this.#controller.signal;

  constructor(credit: number) {
    this.credit = new Credit(credit, maxCredit);
  }

  cancel(): void {
    this.#controller.abort();
    this.credit.close();
  }
}

/** Node's own functions throw an AbortError where ours throw Cancelled. */
const isStop = (error: unknown) =>
  isError(error, "Cancelled") || (error instanceof Error && error.name === "AbortError");

class PanelServer implements Disposable {
  readonly #transport: Transport;
  readonly #handlers: PanelHandlers;
  readonly #onProblem: (problem: unknown) => void;
  readonly #maxOpen: number;
  readonly #listening = new Disposables();
  readonly #open = new Map<number, Operation>();
  /** Cancelled ones too, until they have stopped indeed. */
  #running = 0;
  #greeted = false;

  constructor(transport: Transport, handlers: PanelHandlers, { onProblem, maxOpen = 256 }: ServeOptions) {
    this.#transport = transport;
    this.#handlers = handlers;
    this.#onProblem = onProblem;
    this.#maxOpen = maxOpen;
    this.#listening.add(transport.onMessage((raw) => this.#receive(raw)));
    this.#listening.add(transport.onEnd(() => this.dispose()));
  }

  dispose(): void {
    this.#listening.dispose();
    this.#cancelAll();
    this.#transport.dispose();
  }

  #receive(raw: unknown): void {
    const parsed = parsePanelMessage(raw);
    if ("problem" in parsed) {
      this.#refuse(parsed);
      return;
    }
    const { message } = parsed;
    switch (message.type) {
      case "hello":
        this.#welcome(message.protocol);
        break;
      case "credit":
        this.#open.get(message.id)?.credit.add(message.credit);
        break;
      case "cancel":
        this.#open.get(message.id)?.cancel();
        this.#open.delete(message.id);
        break;
      default:
        void this.#answer(message);
    }
  }

  /** A new page begins: what is open belongs to one that is gone. */
  #welcome(theirs: number): void {
    this.#cancelAll();
    this.#greeted = theirs === protocolVersion;
    if (!this.#greeted)
      this.#onProblem(new InvalidInput("protocol", `A panel speaks version ${theirs} of the panel protocol.`));
    this.#send({ type: "welcome", protocol: protocolVersion });
  }

  #refuse({ problem, id, type }: Malformed): void {
    this.#onProblem(problem);
    // Under an id that is open, an answer would be taken for that one's.
    if (id === undefined || this.#open.has(id)) return;
    this.#send({ type: type === "open" ? "end" : "reply", id, err: errorInfo(problem) });
  }

  /** Never rejects: whatever goes wrong is the answer. */
  async #answer(question: Call | Open): Promise<void> {
    const { id } = question;
    if (this.#open.has(id)) {
      this.#onProblem(new InvalidInput("id", `A panel used the id ${id} twice.`));
      return;
    }
    const operation = new Operation(question.type === "open" ? question.credit : 1);
    this.#open.set(id, operation);
    this.#running += 1;
    try {
      this.#admit();
      if (question.type === "open") await this.#pump(question, operation);
      else await this.#call(question, operation);
    } catch (error) {
      this.#fail(question, operation, error);
    } finally {
      this.#running -= 1;
      if (this.#open.get(id) === operation) this.#open.delete(id);
    }
  }

  #admit(): void {
    if (!this.#greeted) throw new InvalidInput("protocol", "This panel has not said which protocol it speaks.");
    if (this.#running > this.#maxOpen) throw new Conflict(`This panel has ${this.#maxOpen} requests open already.`);
  }

  async #call({ id, method, input }: Call, { signal }: Operation): Promise<void> {
    // The schema of the same name has let the input through; TypeScript can't follow one name through two tables.
    const handler = this.#handlers[method] as (input: unknown, signal: AbortSignal) => Promise<unknown>;
    const ok = await handler(checkInput(method, input), signal);
    if (!signal.aborted) this.#transport.send({ type: "reply", id, ok } satisfies CoreMessage);
  }

  async #pump({ id, method, input }: Open, { signal, credit }: Operation): Promise<void> {
    const handler = this.#handlers[method] as (input: unknown, signal: AbortSignal) => AsyncIterable<unknown>;
    for await (const item of handler(checkInput(method, input), signal)) {
      if (signal.aborted) return;
      this.#transport.send({ type: "item", id, item } satisfies CoreMessage);
      // The next is pulled only when it may be sent, so that nothing gathers here for a slow panel.
      if (!(await credit.spend())) return;
    }
    if (!signal.aborted) this.#transport.send({ type: "end", id } satisfies CoreMessage);
  }

  #fail({ id, type }: Call | Open, { signal }: Operation, error: unknown): void {
    const err = errorInfo(error);
    // Nobody waits for a cancelled one, and stopping is no problem; anything else that went wrong on the way is.
    if (signal.aborted ? !isStop(error) : err.name === "Unexpected")
      this.#onProblem(isPanelError(error) ? (error.cause ?? error) : error);
    if (!signal.aborted) this.#send({ type: type === "open" ? "end" : "reply", id, err });
  }

  /** For answers that are only words: where even these can't be carried, the log is all that is left. */
  #send(message: CoreMessage): void {
    try {
      this.#transport.send(message);
    } catch (error) {
      this.#onProblem(error);
    }
  }

  #cancelAll(): void {
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const operation of open) operation.cancel();
  }
}
