import { onAbort } from "../lifetime/abort.ts";
import type { InventoryChange, InventorySnapshot } from "../model/inventory-change.ts";
import type { Inventory } from "./inventory.ts";
import { mergeChanges } from "./merge-changes.ts";

/** First the whole, then what changes; while nobody asks for the next, changes are merged into one. Ends on abort. */
export async function* watchInventory(
  inventory: Pick<Inventory, "snapshot" | "onDidChange">,
  signal: AbortSignal,
): AsyncGenerator<{ snapshot: InventorySnapshot } | { change: InventoryChange }> {
  let pending: InventoryChange | undefined;
  let wake: () => void = () => {};
  const listening = inventory.onDidChange((change) => {
    pending = pending === undefined ? change : mergeChanges(pending, change);
    wake();
  });
  const aborted = onAbort(signal, () => wake());
  try {
    yield { snapshot: inventory.snapshot() };
    while (!signal.aborted) {
      if (pending === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (signal.aborted) resolve();
        });
        continue;
      }
      const change = pending;
      pending = undefined;
      yield { change };
    }
  } finally {
    listening.dispose();
    aborted.dispose();
  }
}
