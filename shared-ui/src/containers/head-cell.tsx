import type { ComponentChildren } from "preact";

interface Props {
  readonly class: string;
  readonly sort?: "ascending" | "descending" | "none";
  readonly children: ComponentChildren;
}

/** The head of one column. What is in it takes the focus. */
export function HeadCell({ class: names, sort, children }: Props) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the button in it does
    // biome-ignore lint/a11y/useSemanticElements: a table's own elements can't share the grid of the rows
    <span class={names} role="columnheader" aria-sort={sort}>
      {children}
    </span>
  );
}
