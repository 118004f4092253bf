import type { Parts } from "./parts.ts";

/** Scrolls to what was just made, which may lie below all that is seen, and selects it. */
export async function showInTree({ tree, view }: Pick<Parts, "tree" | "view">, node: string): Promise<void> {
  await tree.drawn();
  // Somebody may have removed it already.
  if (tree.model.node(node) !== undefined) await view.reveal(node, { select: true, focus: false, expand: true });
}
