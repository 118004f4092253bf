import { commandWords, isSecretValue, looksSecret } from "@quayside/core/model/secret-text.ts";

/** One line of JSON as it is written for reading. Lines lie in one array; what is folded is between a line and its `end`. */
export interface JsonLine {
  readonly depth: number;
  /** Tells it from all others, over another reading too: the names on the way to it. */
  readonly path: string;
  /** Of a property. */
  readonly name?: string;
  readonly opens?: "{" | "[";
  readonly closes?: "}" | "]";
  /** Index of the line that closes what this one opens; its own for all others. */
  readonly end: number;
  /** How many it opens. */
  readonly count: number;
  /** Of a value: text, number, true, false, null; or something empty. */
  readonly value?: string | number | boolean | null;
  readonly empty?: "{}" | "[]";
  /** From this character on the text is better not shown. */
  readonly hiddenFrom?: number;
  /** Another follows it: a comma. */
  readonly more: boolean;
}

/** Deeper than any engine's answer. */
const DEEPEST = 40;

type Mutable = { -readonly [K in keyof JsonLine]: JsonLine[K] };

/** The JSON of an engine in lines; what looks like a secret in a container's is marked. */
export function jsonLines(json: unknown): readonly JsonLine[] {
  const lines: Mutable[] = [];
  const add = (line: Omit<Mutable, "end" | "count">): Mutable => {
    const added = { ...line, end: lines.length, count: 0 };
    lines.push(added);
    return added;
  };
  const write = (value: unknown, place: Place): void => {
    const { depth, path, more } = place;
    const common = { depth, path, more, ...(place.name === undefined ? {} : { name: place.name }) };
    if (typeof value !== "object" || value === null) {
      const plain = isPlain(value) ? value : null;
      const hiddenFrom = typeof plain === "string" ? place.hides(plain) : undefined;
      add({ ...common, value: plain, ...(hiddenFrom === undefined ? {} : { hiddenFrom }) });
      return;
    }
    const isList = Array.isArray(value);
    const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
    if (entries.length === 0 || depth >= DEEPEST) {
      add({ ...common, empty: isList ? "[]" : "{}" });
      return;
    }
    const opening = add({ ...common, opens: isList ? "[" : "{" });
    const hides = isList ? listRule(place, value) : undefined;
    entries.forEach(([name, inner], index) => {
      write(inner, {
        depth: depth + 1,
        path: `${path}/${escaped(name)}`,
        ...(isList ? {} : { name }),
        more: index < entries.length - 1,
        hides: hides?.(index) ?? ruleOf(path, name),
      });
    });
    opening.count = entries.length;
    opening.end = lines.length;
    add({ depth, path: `${path}/~end`, more, closes: isList ? "]" : "}" });
  };
  write(json, { depth: 0, path: "", more: false, hides: () => undefined });
  return lines;
}

interface Place {
  readonly depth: number;
  readonly path: string;
  readonly name?: string;
  readonly more: boolean;
  /** From which character on a text here is hidden. */
  readonly hides: Rule;
}

/** As JSON pointers do it: a name may hold a slash, and two places must not have one path. */
const escaped = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");

type Rule = (text: string) => number | undefined;

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** Names mean something where people gave them; the engine's own ("SandboxKey") do not. */
function ruleOf(parent: string, name: string): Rule {
  const named = /\/(?:Labels|Options|LogConfig\/Config|DriverOpts|Annotations|Sysctls)$/.test(parent);
  return (text) => ((named ? looksSecret(name, text) : isSecretValue(text)) ? 0 : undefined);
}

const variable: Rule = (text) => {
  const at = text.indexOf("=");
  return at > 0 && looksSecret(text.slice(0, at), text.slice(at + 1)) ? at + 1 : undefined;
};

function listRule({ path }: Place, list: readonly unknown[]): ((index: number) => Rule) | undefined {
  if (path === "/Config/Env") return () => variable;
  if (!/^\/(?:Args|Config\/(?:Cmd|Entrypoint))$/.test(path)) return undefined;
  const words = commandWords(list.map((word) => (typeof word === "string" ? word : "")));
  return (index) => () => (words[index]?.secret === true ? 0 : undefined);
}

/** Indices of the lines that are seen. `isFolded` is asked for lines that open something. */
export function unfolded(lines: readonly JsonLine[], isFolded: (line: JsonLine) => boolean): readonly number[] {
  const seen: number[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined) break;
    seen.push(index);
    if (line.opens !== undefined && isFolded(line)) index = line.end;
  }
  return seen;
}

/** Lines that hold all that there is to fold around this one, from the outside in. */
export function aroundLine(lines: readonly JsonLine[], at: number): readonly JsonLine[] {
  const around: JsonLine[] = [];
  for (let index = 0; index < at; index++) {
    const line = lines[index];
    if (line?.opens === undefined) continue;
    if (line.end >= at) around.push(line);
    else index = line.end;
  }
  return around;
}

/** The value as JSON writes it; `hidden`: without what is better not shown. */
export function valueText({ value, empty, hiddenFrom }: JsonLine, hidden: boolean): string {
  if (empty !== undefined) return empty;
  if (typeof value !== "string") return String(value);
  return JSON.stringify(hidden && hiddenFrom !== undefined ? value.slice(0, hiddenFrom) : value);
}

/** Indices of the lines whose name or value holds this text, in small letters or capitals. What is hidden is not looked into. */
export function linesWith(
  lines: readonly JsonLine[],
  text: string,
  isRevealed: (line: JsonLine) => boolean,
): readonly number[] {
  const wanted = text.toLowerCase();
  if (wanted === "") return [];
  return lines.flatMap((line, index) => {
    const inName = line.name?.toLowerCase().includes(wanted) === true;
    const isValue = line.value !== undefined || line.empty !== undefined;
    return inName || (isValue && valueText(line, !isRevealed(line)).toLowerCase().includes(wanted)) ? [index] : [];
  });
}
