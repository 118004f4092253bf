import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { FrameGate } from "../app/frame.ts";
import { type Inventory, InventoryDraft, inventoryOf } from "./inventory.ts";

/**
 * Follows all hosts until the stream ends or the signal aborts; rejects with what the stream failed with. `show` is
 * called at most once a frame, with everything that came in between.
 */
export async function watchInventory(
  api: PanelApi,
  show: (inventory: Inventory) => void,
  signal: AbortSignal,
): Promise<void> {
  let shown: Inventory | undefined;
  let draft: InventoryDraft | undefined;
  const flush = (): void => {
    if (draft === undefined) return;
    shown = draft.finish();
    draft = undefined;
    show(shown);
  };
  const gate = new FrameGate(flush);
  try {
    for await (const item of api.stream("inventory.watch", {}, signal)) {
      if ("snapshot" in item) {
        draft = undefined;
        shown = inventoryOf(item.snapshot);
        show(shown);
      } else if (shown !== undefined) {
        draft ??= new InventoryDraft(shown);
        draft.apply(item.change);
        gate.ask();
      }
    }
    flush();
  } finally {
    gate.dispose();
  }
}
