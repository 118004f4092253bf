import { record } from "../app/record.ts";
import { type Column, type Facet, type Grouping, isColumn, isFacet } from "./vocabulary.ts";

export interface Sort {
  readonly column: Column;
  readonly descending: boolean;
}

export interface Filter {
  readonly text: string;
  /** Host ids; all hosts where it is empty. */
  readonly hosts: readonly string[];
  /** One of them is enough; all states where it is empty. */
  readonly facets: readonly Facet[];
}

/** What the home remembers of this panel. */
export interface ViewSettings {
  readonly filter: Filter;
  readonly sort: Sort;
  readonly grouping: Grouping;
  /** Keys of the groups that are closed. */
  readonly collapsed: readonly string[];
}

export const noFilter: Filter = { text: "", hosts: [], facets: [] };

export const defaultSettings: ViewSettings = {
  filter: noFilter,
  sort: { column: "name", descending: false },
  grouping: "host",
  collapsed: [],
};

const COLLAPSED_LIMIT = 2000;

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** Old data, perhaps of another version: what isn't understood becomes the default. */
export function readSettings(value: unknown): ViewSettings {
  const { filter, sort, grouping, collapsed } = record(value);
  const { text, hosts, facets } = record(filter);
  const { column, descending } = record(sort);
  return {
    filter: { text: typeof text === "string" ? text : "", hosts: texts(hosts), facets: texts(facets).filter(isFacet) },
    sort: isColumn(column) ? { column, descending: descending === true } : defaultSettings.sort,
    grouping: grouping === "stack" || grouping === "none" ? grouping : "host",
    collapsed: texts(collapsed).slice(-COLLAPSED_LIMIT),
  };
}

export function isFiltered(filter: Filter): boolean {
  return filter.text.trim() !== "" || filter.hosts.length > 0 || filter.facets.length > 0;
}
