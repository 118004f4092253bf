import { record } from "../app/record.ts";
import { nothingSelected, type Selection } from "./selection.ts";
import { readSettings, type ViewSettings } from "./view-settings.ts";

/** Where the table stands: at this row, so many pixels of which are above the top of the view. */
export interface Place {
  readonly key: string;
  readonly above: number;
}

/** All that the home remembers of this panel. */
export interface KeptView {
  readonly settings: ViewSettings;
  readonly selection: Selection;
  /** Undefined at the very top. */
  readonly place: Place | undefined;
}

/** A selection of more is not kept: a part of it would be another one. */
const SELECTED_LIMIT = 2000;

export function keptView({ settings, selection, place }: KeptView): unknown {
  const selected = selection.keys.size > SELECTED_LIMIT ? [] : [...selection.keys];
  return { ...settings, selected, anchor: selection.anchor, place };
}

/** Old data, perhaps of another version: what isn't understood is left out. */
export function readKeptView(value: unknown): KeptView {
  const { selected, anchor, place } = record(value);
  const keys = Array.isArray(selected) ? selected.filter((key) => typeof key === "string") : [];
  const { key, above } = record(place);
  return {
    settings: readSettings(value),
    selection:
      keys.length === 0
        ? nothingSelected
        : { keys: new Set(keys), anchor: typeof anchor === "string" ? anchor : undefined },
    place: typeof key === "string" && typeof above === "number" ? { key, above } : undefined,
  };
}
