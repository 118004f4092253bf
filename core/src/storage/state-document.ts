/** Forward steps: `migrations[1]` makes data of version 1 into data of version 2. */
export type Migrations = Readonly<Record<number, (data: unknown) => unknown>>;

export interface StateFormat<T> {
  /** The version that this program writes. */
  readonly version: number;
  /** What stands for a file that is not there. */
  readonly empty: T;
  /**
   * Checks data of the present version; throws where it can't be used at all, and then the whole file is set aside.
   * StoreUnusable goes on to whoever asked: that is not the file's own fault. Keep what it does not know (valibot's
   * looseObject), so that a rewrite does not lose fields that another program wrote.
   */
  readonly parse: (data: unknown) => T;
  readonly migrations?: Migrations;
}

/** A state file as read: `{"version": 1, "data": …}` and whatever else stands beside these two. */
export interface StateDocument<T> {
  readonly data: T;
  readonly rest: Readonly<Record<string, unknown>>;
  /** The version of a file that is newer than this program. */
  readonly newer?: number;
}

/** Throws when the text is no state file. Of a newer version it reads what it can, else there is only the empty state. */
export function decodeDocument<T>(bytes: Uint8Array, format: StateFormat<T>): StateDocument<T> {
  // `fatal`: text that is not UTF-8 would come back changed when it is written again.
  const document: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  if (typeof document !== "object" || document === null || Array.isArray(document))
    throw new Error("It holds no object.");
  const { version, data, ...rest } = document as Record<string, unknown>;
  if (typeof version !== "number" || !Number.isInteger(version)) throw new Error("It has no version number.");
  if (version > format.version) return { data: parseOrEmpty(data, format), rest, newer: version };
  return { data: format.parse(migrate(data, version, format)), rest };
}

export function encodeDocument(data: unknown, version: number, rest: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ version, data, ...rest }, null, 2)}\n`;
}

/** Of a newer program's file what we understand is shown; it is never written back. */
function parseOrEmpty<T>(data: unknown, format: StateFormat<T>): T {
  try {
    return format.parse(data);
  } catch {
    return format.empty;
  }
}

function migrate<T>(data: unknown, from: number, format: StateFormat<T>): unknown {
  let current = data;
  for (let version = from; version < format.version; version++) {
    const step = format.migrations?.[version];
    if (step === undefined) throw new Error(`Nothing reads version ${version}.`);
    current = step(current);
  }
  return current;
}
