import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import { onAbort } from "@quayside/core/lifetime/abort.ts";
import { PanelError } from "@quayside/core/panel/panel-error.ts";

type Step<Item> = { readonly item: Item } | { readonly error: ErrorInfo } | { readonly end: true };

/** A stream that a test pushes into. Whoever reads after a failure gets what was pushed after it. */
export class PushedStream<Item> {
  readonly #steps: Step<Item>[] = [];
  #wake: (() => void) | undefined;

  push(item: Item): void {
    this.#take({ item });
  }

  fail(error: ErrorInfo): void {
    this.#take({ error });
  }

  /** Whoever reads comes to its end. */
  end(): void {
    this.#take({ end: true });
  }

  async *read(signal: AbortSignal): AsyncGenerator<Item> {
    const aborted = onAbort(signal, () => this.#wake?.());
    try {
      while (!signal.aborted) {
        const step = this.#steps.shift();
        if (step === undefined) {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        } else if ("end" in step) return;
        else if ("error" in step) throw new PanelError(step.error);
        else yield step.item;
      }
    } finally {
      aborted.dispose();
    }
  }

  #take(step: Step<Item>): void {
    this.#steps.push(step);
    this.#wake?.();
  }
}
