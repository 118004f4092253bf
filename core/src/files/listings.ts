import type { FilePage, FileWayName, PageRange } from "../model/container-file.ts";
import type { Listing } from "./file-way.ts";

/** A directory as it was when its first page was read. */
export interface ReadDirectory extends Listing {
  readonly way: FileWayName;
}

/** Directories whose next pages may be asked for: so many, then the one that was asked for longest ago goes. */
const KEPT = 8;

/** Pages of one directory come from one look at it, so that none is told twice and none is left out. */
export class Listings {
  readonly #kept = new Map<string, ReadDirectory>();

  async page(key: string, { offset, limit }: PageRange, read: () => Promise<ReadDirectory>): Promise<FilePage> {
    const known = offset === 0 ? undefined : this.#kept.get(key);
    const directory = known ?? inOrder(await read());
    this.#kept.delete(key);
    const { entries, way, cut } = directory;
    if (entries.length > offset + limit) this.#keep(key, directory);
    const page = { entries: entries.slice(offset, offset + limit), total: entries.length, way };
    return cut === undefined ? page : { ...page, cut };
  }

  #keep(key: string, directory: ReadDirectory): void {
    this.#kept.set(key, directory);
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value ?? "");
  }
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

function inOrder(directory: ReadDirectory): ReadDirectory {
  const isDirectory = ({ kind, targetKind }: ReadDirectory["entries"][number]) =>
    kind === "directory" || targetKind === "directory";
  const entries = [...directory.entries].sort(
    (a, b) => Number(isDirectory(b)) - Number(isDirectory(a)) || collator.compare(a.name, b.name),
  );
  return { ...directory, entries };
}
