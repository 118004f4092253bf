import type { ComponentChildren } from "preact";

/** A line of a list of facts. */
export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

interface LinkProps {
  readonly title: string;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}

export function FactLink({ title, onClick, children }: LinkProps) {
  return (
    <button type="button" class="link" title={title} onClick={onClick}>
      {children}
    </button>
  );
}
