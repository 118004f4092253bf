import type { Page } from "./page.ts";
import { strings } from "./strings.ts";

/** In the place of what its engine has not told yet, or can't be asked. */
export function SectionWaits({ page }: { page: Page }) {
  const { standing } = page.followed.value;
  if (standing !== "here" || page.details.failure.value !== undefined) return <p class="muted">{strings.notKnown}</p>;
  return (
    <div class="section-waits" aria-hidden="true">
      {[0, 1, 2].map((index) => (
        <span key={index} class={`skel skel-line-${index}`} />
      ))}
    </div>
  );
}
