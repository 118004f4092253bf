/**
 * Runs `draw` at most once a frame, however often it is asked. A hidden panel gets no frames: what is asked meanwhile
 * is drawn once when it is shown again.
 */
export class FrameGate {
  readonly #draw: () => void;
  #asked: number | undefined;

  constructor(draw: () => void) {
    this.#draw = draw;
  }

  ask(): void {
    this.#asked ??= requestAnimationFrame(() => {
      this.#asked = undefined;
      this.#draw();
    });
  }

  dispose(): void {
    if (this.#asked !== undefined) cancelAnimationFrame(this.#asked);
    this.#asked = undefined;
  }
}
