import { strings } from "./strings.ts";

/** Of the same length for every secret: how long it is, is a part of it. */
const MASK = "•".repeat(16);

/** In the place of what is better not shown. Nothing of that is in the page, in no attribute either. */
export function Mask() {
  return (
    <>
      <span class="mask" aria-hidden="true">
        {MASK}
      </span>
      <span class="sr">{strings.hidden}</span>
    </>
  );
}
