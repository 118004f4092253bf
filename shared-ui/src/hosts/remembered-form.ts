import { hostColours } from "@quayside/core/model/host.ts";
import { record } from "../app/record.ts";
import { type Draft, emptyDraft } from "./draft.ts";

/** A form that was open when its panel was hidden: the homes take a hidden panel's page away. No secret is in it. */
export interface RememberedForm {
  readonly draft: Draft;
  /** The host that is edited. */
  readonly host?: string;
  readonly testId?: string;
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

/** How far the cards were scrolled. */
export function readTop(value: unknown): number {
  const { top } = record(value);
  return typeof top === "number" && top > 0 ? top : 0;
}

/** What is remembered lies open on a disk: a key or a password that was typed into a field for something else is left out. */
export function withoutSecrets(form: RememberedForm): RememberedForm {
  const fields = Object.entries(form.draft).map(([field, value]) => [
    field,
    typeof value === "string" && PRIVATE_KEY.test(value) ? "" : value,
  ]);
  const { address, jump, user, ...draft }: Draft = { ...form.draft, ...Object.fromEntries(fields) };
  const way = {
    address: withoutPassword(address),
    jump: jump.split(",").map(withoutPassword).join(","),
    // It is filled in from the address.
    user: user.split(":", 1).join(""),
  };
  return { ...form, draft: { ...draft, ...way } };
}

const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY/;

/** `user:password@host`, with or without a scheme. */
function withoutPassword(address: string): string {
  return address.replace(/^(\s*(?:[a-z][a-z\d+.-]*:\/\/)?[^@:/\s]*):(?!\/\/).*@/i, "$1@");
}
