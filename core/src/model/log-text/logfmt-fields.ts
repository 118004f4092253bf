import type { OnField } from "./json-fields.ts";

const PAIR = /[ \t]*([A-Za-z_@][\w.@/-]*)=(?:"((?:[^"\\]+|\\.)*)"|([^\s"]*))(?=\s|$)/y;
/** A name without a value. */
const BARE = /[ \t]+[A-Za-z_@][\w.@/-]*(?=\s|$)/y;

/** The pairs of a line that is logfmt from its beginning on; what isn't a pair ends them. */
export function readLogfmtFields(text: string, onField: OnField): void {
  for (let at = 0; ; ) {
    PAIR.lastIndex = at;
    const pair = PAIR.exec(text);
    if (pair !== null) {
      at = PAIR.lastIndex;
      const [, name = "", quoted, plain = ""] = pair;
      const value = quoted === undefined ? plain : quoted.replace(/\\(.)/g, (_, sign) => (sign === "n" ? "\n" : sign));
      const kind = quoted === undefined && /^-?\d+(?:\.\d+)?$/.test(plain) ? "number" : "string";
      if (onField({ name, value, kind })) return;
      continue;
    }
    BARE.lastIndex = at;
    if (at === 0 || !BARE.test(text)) return;
    at = BARE.lastIndex;
  }
}
