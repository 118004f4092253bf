import { inPieces } from "./paste.ts";

/** What is typed on its way to core: in its order, and of much only one piece at a time. */
export class TypedInput {
  readonly #write: (text: string) => Promise<void>;
  readonly #failed: (error: unknown) => void;
  #waiting: string[] = [];
  #sending = false;

  constructor(write: (text: string) => Promise<void>, failed: (error: unknown) => void) {
    this.#write = write;
    this.#failed = failed;
  }

  type(text: string): void {
    const pieces = inPieces(text);
    const [only] = pieces;
    // A key waits for nothing.
    if (!this.#sending && pieces.length === 1 && only !== undefined) {
      this.#write(only).catch(this.#failed);
      return;
    }
    this.#waiting.push(...pieces);
    void this.#send();
  }

  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let piece = this.#waiting.shift(); piece !== undefined; piece = this.#waiting.shift())
        await this.#write(piece);
    } catch (error) {
      // The rest would be something else without it.
      this.#waiting = [];
      this.#failed(error);
    } finally {
      this.#sending = false;
    }
  }
}
