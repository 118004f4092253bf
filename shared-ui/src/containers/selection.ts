/** Which rows are picked, and from which one a range goes. */
export interface Selection {
  readonly keys: ReadonlySet<string>;
  readonly anchor: string | undefined;
}

export const nothingSelected: Selection = { keys: new Set(), anchor: undefined };

export function selectOnly(key: string): Selection {
  return { keys: new Set([key]), anchor: key };
}

export function toggle(selection: Selection, toggled: readonly string[]): Selection {
  const keys = new Set(selection.keys);
  const add = !toggled.every((key) => keys.has(key));
  for (const key of toggled) {
    if (add) keys.add(key);
    else keys.delete(key);
  }
  return { keys, anchor: toggled[0] };
}

/** From the anchor to this row, in the order shown; the anchor stays. */
export function selectRange(selection: Selection, key: string, order: readonly string[]): Selection {
  const from = selection.anchor === undefined ? -1 : order.indexOf(selection.anchor);
  const to = order.indexOf(key);
  if (from < 0 || to < 0) return selectOnly(key);
  return { keys: new Set(order.slice(Math.min(from, to), Math.max(from, to) + 1)), anchor: selection.anchor };
}

export function selectAll(selection: Selection, order: readonly string[]): Selection {
  return { keys: new Set(order), anchor: selection.anchor };
}

/**
 * What is acted on: never a row that the filter hides or that is gone. The same object when nothing falls away.
 */
export function within(selection: Selection, order: readonly string[]): Selection {
  if (selection.keys.size === 0) return selection;
  const keys = new Set(order.filter((key) => selection.keys.has(key)));
  return keys.size === selection.keys.size ? selection : { keys, anchor: selection.anchor };
}
