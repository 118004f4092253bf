import { allows } from "@quayside/core/model/access.ts";
import type { NamedPlace } from "@quayside/core/model/container-file.ts";
import type { Host } from "@quayside/core/model/host.ts";
import { shortened } from "@quayside/shared-ui/text/shortened.ts";
import { visibleText } from "@quayside/shared-ui/text/visible-text.ts";
import type { CommandId } from "../contributions/commands.ts";
import type { Mark } from "./look.ts";

/** A node as VS Code draws it. All texts are safe to draw: nothing in them acts, everything in them is seen. */
export interface NodeView {
  readonly label: string;
  readonly description: string;
  readonly mark: Mark | undefined;
  /** What the menus look at: words with a dot before each. */
  readonly contextValue: string;
  /** What a screen reader says. */
  readonly spoken: string;
  readonly expandable: boolean;
  /** Closed until the person opens it. */
  readonly closed?: true;
  /** Of a file: it has VS Code’s own icon for its name. */
  readonly file?: {
    readonly place: NamedPlace;
    readonly path: string;
    readonly folder: boolean;
    readonly opens: boolean;
  };
  /** What a click on it does, with its id. */
  readonly click?: CommandId;
}

/** Longer texts only ever come from strangers who mean harm; VS Code draws them at full length. */
const LONGEST = 200;

/** For one line of a view. */
export function lineOf(text: string): string {
  const shown = visibleText(shortened(text, LONGEST));
  return shown.trim() === "" ? `“${shown}”` : shown;
}

/** A word of the context value. */
export function reach({ state }: Host): string {
  return state.kind === "online" ? "online" : "away";
}

/** What may not be done on this host, for the menus to leave out. */
export function forbidden({ access }: Host): string {
  return (["operate", "admin"] as const).map((level) => (allows(access, level) ? "" : `.no-${level}`)).join("");
}
