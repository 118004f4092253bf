import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { Conflict, NotFound } from "../errors/errors.ts";
import type { Disposable } from "../lifetime/disposable.ts";
import { latest } from "../lifetime/latest.ts";
import { filterNameSchema, type LineFilter, lineFilterSchema, type SavedFilter } from "../model/line-filter.ts";
import { StateFile, type StateFileOptions } from "../storage/state-file.ts";

interface FilterList {
  readonly filters: readonly SavedFilter[];
}

const MOST = 200;
const stored = v.looseObject({
  filters: v.array(v.looseObject({ id: v.string(), name: filterNameSchema, filter: lineFilterSchema })),
});

/** The filters for logs that people gave names, in `filters.json`: shared by all windows, for all containers. */
export class SavedFilters implements Disposable {
  readonly #file: StateFile<FilterList>;

  constructor(options: Pick<StateFileOptions<FilterList>, "path" | "report" | "clock">) {
    this.#file = new StateFile<FilterList>({
      ...options,
      version: 1,
      empty: { filters: [] },
      parse: (data) => v.parse(stored, data),
    });
  }

  /** By name; again after each change, be it another window's. */
  async *watch(signal: AbortSignal): AsyncGenerator<readonly SavedFilter[]> {
    let list = (await this.#file.read(signal)).data;
    const told = (listener: () => void) =>
      this.#file.onDidChange(({ data }) => {
        list = data;
        listener();
      });
    for await (const { filters } of latest(() => list, told, signal)) {
      yield [...filters].sort((one, other) => one.name.localeCompare(other.name));
    }
  }

  /** Takes the place of the one that has this name. Errors: Conflict, StoreUnusable. */
  async save(name: string, filter: LineFilter, signal: AbortSignal): Promise<{ readonly id: string }> {
    let id = randomUUID() as string;
    await this.#file.update((list) => {
      const same = list.filters.find((saved) => saved.name === name);
      if (same === undefined && list.filters.length >= MOST)
        throw new Conflict(`${MOST} filters are saved already: remove one of them first.`);
      id = same?.id ?? id;
      return { ...list, filters: [...list.filters.filter((saved) => saved.id !== id), { id, name, filter }] };
    }, signal);
    return { id };
  }

  /** Errors: NotFound, Conflict where another has the name, StoreUnusable. */
  async rename(id: string, name: string, signal: AbortSignal): Promise<void> {
    await this.#file.update((list) => {
      if (list.filters.some((saved) => saved.name === name && saved.id !== id))
        throw new Conflict(`A filter is called “${name}” already.`);
      if (!list.filters.some((saved) => saved.id === id)) throw new NotFound("This filter was removed meanwhile.");
      return { ...list, filters: list.filters.map((saved) => (saved.id === id ? { ...saved, name } : saved)) };
    }, signal);
  }

  async remove(id: string, signal: AbortSignal): Promise<void> {
    await this.#file.update((list) => ({ ...list, filters: list.filters.filter((saved) => saved.id !== id) }), signal);
  }

  dispose(): void {
    this.#file.dispose();
  }
}
