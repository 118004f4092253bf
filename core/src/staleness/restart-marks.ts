import type { Container } from "../model/container.ts";
import type { RestartMark } from "./facts.ts";

const KEPT = 64;

/** How often containers were restarted, as it was seen: the engine tells a count and no times. By this machine's clock. */
export class RestartMarks {
  readonly #marks = new Map<string, RestartMark[]>();

  see({ id, run }: Container, at: number): void {
    if (run?.exact !== true) return;
    const count = run.restarts ?? 0;
    const marks = this.#marks.get(id) ?? [];
    if (marks.at(-1)?.count === count) return;
    this.#marks.set(id, [...marks, { at, count }].slice(-KEPT));
  }

  forget(id: string): void {
    this.#marks.delete(id);
  }

  of(id: string): readonly RestartMark[] {
    return this.#marks.get(id) ?? [];
  }
}
