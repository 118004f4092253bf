import { batch, computed, signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { Ref } from "@quayside/core/model/ref.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";
import { aroundLine, type JsonLine, jsonLines, linesWith, unfolded } from "./json-lines.ts";

/** A list of more is folded at first. */
const FOLDED_FROM = 60;

/** The engine's JSON of a container, in lines that fold. */
export class InspectModel {
  readonly text = signal<string | undefined>(undefined);
  readonly failure = signal<ErrorInfo | undefined>(undefined);
  readonly search = signal("");
  /** Which of the hits is looked at. */
  readonly at = signal(0);
  readonly lines = computed(() => (this.text.value === undefined ? [] : jsonLines(JSON.parse(this.text.value))));
  readonly hits = computed(() => linesWith(this.lines.value, this.search.value, this.isRevealed));
  readonly seen = computed(() => unfolded(this.lines.value, this.isFolded));
  /** Paths that were folded, or unfolded, by hand. */
  readonly #folded = signal<ReadonlyMap<string, boolean>>(new Map());
  readonly #revealed = signal<ReadonlySet<string>>(new Set());
  readonly #api: PanelApi;
  #reading = new AbortController();

  constructor(api: PanelApi) {
    this.#api = api;
  }

  readonly isFolded = ({ path, count }: JsonLine): boolean => this.#folded.value.get(path) ?? count >= FOLDED_FROM;
  readonly isRevealed = ({ path, hiddenFrom }: JsonLine): boolean =>
    hiddenFrom === undefined || this.#revealed.value.has(path);

  /** What was read before stands until this is there. */
  async read({ host, id }: Ref): Promise<void> {
    this.#reading.abort();
    this.#reading = new AbortController();
    const { signal: abort } = this.#reading;
    try {
      const text = await this.#api.call("containers.inspect", { ref: { host, id } }, abort);
      if (abort.aborted) return;
      batch(() => {
        this.failure.value = undefined;
        this.text.value = text;
      });
    } catch (error) {
      if (!abort.aborted) this.failure.value = errorInfo(error);
    }
  }

  fold(path: string, folded: boolean): void {
    this.#folded.value = new Map(this.#folded.value).set(path, folded);
  }

  /** All but the outermost. */
  foldAll(folded: boolean): void {
    const all = this.lines.value.filter(({ opens, depth }) => opens !== undefined && depth > 0);
    this.#folded.value = new Map(all.map(({ path }) => [path, folded]));
  }

  reveal(path: string): void {
    const next = new Set(this.#revealed.value);
    if (!next.delete(path)) next.add(path);
    this.#revealed.value = next;
  }

  /** Goes so many hits on, round at the ends; what is folded around it is unfolded. Gives its place among what is seen. */
  go(step: number): number | undefined {
    const hits = this.hits.value;
    if (hits.length === 0) return undefined;
    this.at.value = (((this.at.value + step) % hits.length) + hits.length) % hits.length;
    const line = hits[this.at.value] ?? 0;
    const folded = aroundLine(this.lines.value, line).filter(this.isFolded);
    if (folded.length > 0)
      this.#folded.value = new Map([...this.#folded.value, ...folded.map(({ path }) => [path, false] as const)]);
    return this.seen.value.indexOf(line);
  }

  look(text: string): void {
    batch(() => {
      this.search.value = text;
      this.at.value = 0;
    });
  }

  dispose(): void {
    this.#reading.abort();
  }
}
