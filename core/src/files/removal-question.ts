import { fewOf } from "../actions/confirmation-words.ts";
import type { Confirmation } from "../model/confirmation.ts";
import { baseName } from "../model/file-path.ts";

/** What to ask before these go. `directories`: how many of them are some. */
export function removalQuestion(
  paths: readonly string[],
  directories: number,
  { place, host }: { readonly place: string; readonly host: string },
): Confirmation {
  const [only] = paths;
  const what = paths.length === 1 && only !== undefined ? `“${baseName(only)}”` : `${paths.length} files`;
  const all = paths.length > 1 ? [`${fewOf(paths)}.`] : only === undefined ? [] : [`${only}.`];
  const below =
    directories === 0
      ? []
      : [paths.length === 1 ? "It goes with all that is in it." : "Directories go with all that is in them."];
  return {
    title: `Delete ${what} from ${place} on ${host}?`,
    sentence: [...all, ...below, "This can’t be undone."].join(" "),
    button: `Delete from ${place}`,
  };
}
