import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { InventoryChange, InventorySnapshot } from "@quayside/core/model/inventory-change.ts";
import type { LogBatch, LogItem } from "@quayside/core/model/log-line.ts";
import type { CallName, InputOf, ItemOf, OutputOf, PanelApi, StreamName } from "@quayside/core/panel/methods.ts";
import { PanelError } from "@quayside/core/panel/panel-error.ts";

export interface RecordedCall {
  readonly method: CallName;
  readonly input: unknown;
}

type Answer = (input: unknown) => unknown;
type InventoryItem = ItemOf<"inventory.watch">;

/** A stream that a test pushes into. */
class Pushed<T> {
  readonly #items: T[] = [];
  #wake: (() => void) | undefined;
  #error: ErrorInfo | undefined;
  #ended = false;

  push(item: T): void {
    this.#items.push(item);
    this.#wake?.();
  }

  fail(error: ErrorInfo): void {
    this.#error = error;
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  async *read(signal: AbortSignal | undefined): AsyncGenerator<T> {
    signal?.addEventListener("abort", () => this.#wake?.());
    while (signal?.aborted !== true) {
      const item = this.#items.shift();
      if (item !== undefined) yield item;
      else if (this.#error !== undefined) throw new PanelError(this.#error);
      else if (this.#ended) return;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}

/** A home made of nothing: it shows what it is given, and remembers what it was asked. */
export class FakePanelApi implements PanelApi {
  readonly calls: RecordedCall[] = [];
  readonly answers = new Map<CallName, Answer>();
  #inventory = new Pushed<InventoryItem>();
  #logs = new Pushed<LogBatch>();

  call<M extends CallName>(method: M, input: InputOf<M>): Promise<OutputOf<M>> {
    this.calls.push({ method, input });
    const answer = this.answers.get(method);
    // The answers are the tests' own, by the method's name.
    return Promise.resolve().then(() => answer?.(input) as OutputOf<M>);
  }

  stream<M extends StreamName>(method: M, _input: InputOf<M>, signal?: AbortSignal): AsyncIterable<ItemOf<M>> {
    const pushed = method === "logs.follow" ? this.#logs.read(signal) : this.#inventory.read(signal);
    return pushed as AsyncIterable<unknown> as AsyncIterable<ItemOf<M>>;
  }

  snapshot(snapshot: InventorySnapshot): void {
    this.#inventory.push({ snapshot });
  }

  change(change: Partial<InventoryChange>): void {
    this.#inventory.push({
      change: { hosts: [], removedHosts: [], containers: [], removedContainers: [], listed: [], ...change },
    });
  }

  lines(items: readonly LogItem[], caughtUp = true): void {
    this.#logs.push({ items, caughtUp });
  }

  fail(error: ErrorInfo): void {
    this.#inventory.fail(error);
    this.#logs.fail(error);
  }

  /** What comes next is a new stream's. */
  renew(): void {
    this.#inventory = new Pushed();
    this.#logs = new Pushed();
  }
}
