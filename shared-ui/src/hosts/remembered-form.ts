import { hostColours } from "@quayside/core/model/host.ts";
import { type Draft, emptyDraft } from "./draft.ts";

/** A form that was open when its panel was hidden: VS Code takes a hidden panel's page away. No secret is in it. */
export interface RememberedForm {
  readonly draft: Draft;
  /** The host that is edited. */
  readonly host?: string;
  readonly testId?: string;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** Old data, perhaps of another version: what isn't understood is left out. */
export function readRememberedForm(value: unknown): RememberedForm | undefined {
  const { draft: kept, host, testId } = record(record(value).form);
  if (typeof kept !== "object" || kept === null) return undefined;
  const given = record(kept);
  const texts = Object.entries(emptyDraft).filter(([, text]) => typeof text === "string");
  const draft: Draft = {
    ...emptyDraft,
    ...Object.fromEntries(
      texts.map(([field, text]) => [field, typeof given[field] === "string" ? given[field] : text]),
    ),
    access: given.access === "view" || given.access === "operate" ? given.access : "admin",
    verify: given.verify !== false,
    colour: hostColours.find((colour) => colour === given.colour),
  };
  return {
    draft,
    ...(typeof host === "string" ? { host } : {}),
    ...(typeof testId === "string" ? { testId } : {}),
  };
}
