import { shortened } from "@quayside/shared-ui/text/shortened.ts";
import { visibleText } from "@quayside/shared-ui/text/visible-text.ts";

/** A status bar is one line. */
const LONGEST = 200;

/** VS Code draws an icon for `$(name)` in its status bar: in a name that comes from a stranger it stays text. */
export function statusText(text: string): string {
  return shortened(visibleText(text), LONGEST).replaceAll("$(", "$ (");
}
