import { record } from "../app/record.ts";
import { type SortKey, sortKeys } from "./facts.ts";

/** What the home remembers of this panel: where one was, for each container by its name. */
export interface FileSettings {
  /** The place that was looked at last comes last. */
  readonly paths: readonly (readonly [place: string, path: string])[];
  readonly sort: SortKey;
  readonly descending: boolean;
}

const REMEMBERED = 100;

/** Old data, perhaps of another version: what isn't understood becomes the default. */
export function readFileSettings(value: unknown): FileSettings {
  const { paths, sort, descending } = record(value);
  const known = Array.isArray(paths) ? paths : [];
  return {
    paths: known.flatMap((entry: unknown) => {
      const [place, path] = Array.isArray(entry) ? (entry as unknown[]) : [];
      return typeof place === "string" && typeof path === "string" && path.startsWith("/")
        ? [[place, path] as const]
        : [];
    }),
    sort: sortKeys.find((key) => key === sort) ?? "name",
    descending: descending === true,
  };
}

export function withPath(settings: FileSettings, place: string, path: string): FileSettings {
  const others = settings.paths.filter(([known]) => known !== place).slice(1 - REMEMBERED);
  return { ...settings, paths: [...others, [place, path]] };
}

export function pathOf({ paths }: FileSettings, place: string): string {
  return paths.find(([known]) => known === place)?.[1] ?? "/";
}
