import { type Field, type OnField, readJsonFields } from "@quayside/core/model/log-text/json-fields.ts";
import { readLogfmtFields } from "@quayside/core/model/log-text/logfmt-fields.ts";
import { plainStart } from "@quayside/core/model/log-text/plain-start.ts";

export interface LineFields {
  /** What a person is to read first, where one of the fields is that. */
  readonly message?: string;
  readonly fields: readonly Field[];
  /** There are more fields than are given. */
  readonly more: boolean;
}

const MOST_FIELDS = 100;
const LONGEST_NAME = 200;
const LONGEST_VALUE = 2000;
const CHARACTERS = 20_000;
const MESSAGES: ReadonlySet<string> = new Set(["msg", "message", "@m", "@mt"]);

/** The fields of a line of JSON, or of logfmt with at least two pairs; undefined for all others. */
export function fieldsOf(line: string): LineFields | undefined {
  const text = plainStart(line, CHARACTERS).trim();
  const json = text.startsWith("{");
  const found = json ? gather(text, readJsonFields) : gather(text, readLogfmtFields);
  return found.fields.length < (json ? 1 : 2) ? undefined : found;
}

/** Whether one of its fields is that one. */
export function hasField(line: string, { name, value }: Pick<Field, "name" | "value">): boolean {
  return fieldsOf(line)?.fields.some((field) => field.name === name && field.value === value) === true;
}

function gather(text: string, read: (text: string, onField: OnField) => void): LineFields {
  const fields: Field[] = [];
  let more = false;
  let message: string | undefined;
  read(text, ({ name, value, kind }) => {
    more = fields.length === MOST_FIELDS;
    if (more) return true;
    if (kind === "string" && MESSAGES.has(name)) message ??= value.slice(0, LONGEST_VALUE);
    fields.push({ name: name.slice(0, LONGEST_NAME), value: value.slice(0, LONGEST_VALUE), kind });
    return false;
  });
  return message === undefined ? { fields, more } : { message, fields, more };
}
