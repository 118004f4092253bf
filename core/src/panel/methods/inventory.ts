import type { InventoryChange, InventorySnapshot } from "../../model/inventory-change.ts";
import { nothing } from "./inputs.ts";
import { stream } from "./method.ts";

export const inventoryMethods = {
  /** First the whole, then what changes. A panel that was hidden opens it anew. */
  "inventory.watch": stream<{ snapshot: InventorySnapshot } | { change: InventoryChange }>()(nothing),
} as const;
