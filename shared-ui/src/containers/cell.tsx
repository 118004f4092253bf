import type { ComponentChildren } from "preact";

interface Props {
  readonly class: string;
  readonly title?: string;
  readonly children?: ComponentChildren;
}

/** One cell. The rows hold the focus, not their cells; a table's own elements can't lie at a height of their own. */
export function Cell({ class: names, title, children }: Props) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: ARIA lets a treegrid move its focus by rows
    // biome-ignore lint/a11y/useSemanticElements: see above
    <span class={names} role="gridcell" title={title}>
      {children}
    </span>
  );
}
