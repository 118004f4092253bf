import { batch, computed, signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { Container } from "@quayside/core/model/container.ts";
import type { ContainerDetails } from "@quayside/core/model/container-details.ts";
import type { Ref } from "@quayside/core/model/ref.ts";
import { sameRef } from "@quayside/core/model/ref.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";

/** Of what is told by no event: results of checks, and what became of the image. Milliseconds. */
const USUAL_PAUSE = 30_000;
const LEAST_PAUSE = 2_000;

/** What its engine tells of the container: read when it changes, and from time to time while the page is seen. */
export class DetailsModel {
  /** Of the container of the page, and of no earlier one. */
  readonly details = computed(() => {
    const [of, read] = [this.#of.value, this.#read.value];
    return of !== undefined && read !== undefined && sameRef(of, read) ? read : undefined;
  });
  /** Why it can't be read; what was read before still stands. */
  readonly failure = signal<ErrorInfo | undefined>(undefined);

  readonly #api: PanelApi;
  readonly #of = signal<Ref | undefined>(undefined);
  readonly #read = signal<ContainerDetails | undefined>(undefined);
  readonly #closed = new AbortController();
  #reading: AbortController | undefined;
  #asked = false;
  #container: Container | undefined;
  #seen = true;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: PanelApi) {
    this.#api = api;
  }

  /** Reads it anew where it is another one, or not as it was; nothing is asked while it can't be. */
  follow(container: Container | undefined, answers: boolean): void {
    const changed = container !== this.#container;
    const other = container === undefined || this.#container === undefined || !sameRef(container, this.#container);
    this.#container = answers ? container : undefined;
    if (container !== undefined) this.#of.value = { host: container.host, id: container.id };
    // What is asked of one that is gone is of no use to the next.
    if (!answers || other) this.#stop();
    if (answers && container !== undefined && changed && this.#seen) void this.read();
  }

  /** While it isn't seen nothing is read; seen again, it is read at once. */
  show(seen: boolean): void {
    if (seen === this.#seen) return;
    this.#seen = seen;
    clearTimeout(this.#timer);
    if (seen) void this.read();
  }

  /** One reading at a time: what is asked for meanwhile is read after it. */
  async read(): Promise<void> {
    if (this.#container === undefined) return;
    if (this.#reading !== undefined) {
      this.#asked = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#asked = false;
    const { host, id } = this.#container;
    const reading = new AbortController();
    this.#reading = reading;
    try {
      const read = await this.#api.call("containers.details", { ref: { host, id } }, reading.signal);
      if (!reading.signal.aborted) this.#take(read);
    } catch (error) {
      if (!reading.signal.aborted) this.failure.value = errorInfo(error);
    } finally {
      if (this.#reading === reading) {
        this.#reading = undefined;
        if (this.#asked) void this.read();
        else this.#wait();
      }
    }
  }

  /** Reads how much it holds, too, which takes its own time. Never rejects. */
  async measure(): Promise<void> {
    if (this.#container === undefined) return;
    const { host, id } = this.#container;
    try {
      this.#take(await this.#api.call("containers.details", { ref: { host, id }, size: true }, this.#closed.signal));
    } catch (error) {
      if (!this.#closed.signal.aborted) this.failure.value = errorInfo(error);
    }
  }

  dispose(): void {
    this.#closed.abort();
    this.#stop();
  }

  #take(read: ContainerDetails): void {
    const before = this.#read.peek();
    // How much it holds is told only when it is asked for.
    const size = read.size ?? (before !== undefined && sameRef(before, read) ? before.size : undefined);
    batch(() => {
      this.failure.value = undefined;
      this.#read.value = size === undefined ? read : { ...read, size };
    });
  }

  #wait(): void {
    clearTimeout(this.#timer);
    if (!this.#seen || this.#container === undefined) return;
    const interval = this.details.peek()?.health?.interval ?? USUAL_PAUSE;
    this.#timer = setTimeout(() => void this.read(), Math.min(USUAL_PAUSE, Math.max(LEAST_PAUSE, interval)));
  }

  #stop(): void {
    this.#reading?.abort();
    this.#reading = undefined;
    clearTimeout(this.#timer);
  }
}
