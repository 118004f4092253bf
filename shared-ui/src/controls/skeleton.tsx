import type { ComponentChildren } from "preact";
import { useLate } from "./use-late.ts";

interface Props {
  /** What comes, for screen readers. */
  readonly label: string;
  /** What it waits for: a sentence that is shown when that takes long. */
  readonly waitsFor: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** In the place of what is on its way: bars of the final size, so that nothing jumps. */
export function Skeleton({ label, waitsFor, class: kind = "", children }: Props) {
  const late = useLate();
  return (
    <>
      {/* Beside what is busy: within it screen readers keep silent. */}
      <p class={late ? "waits-for" : "sr"} role="status">
        {late ? waitsFor : label}
      </p>
      <div class={`scroll loading ${kind}`} aria-busy="true">
        <div aria-hidden="true">{children}</div>
      </div>
    </>
  );
}
