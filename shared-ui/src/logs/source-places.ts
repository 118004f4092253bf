/** Where a line of a stack trace says its code is: `[start, end)` of the line's text. */
export interface SourcePlace {
  readonly start: number;
  readonly end: number;
  /** As it was written, without a scheme: a stranger's text. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly column?: number;
}

/** Characters of a line that are looked at, and places that are found in it. */
const LONGEST = 2000;
const MOST = 10;
const LONGEST_PATH = 500;

const KINDS =
  "[cm]?[jt]sx?|vue|svelte|astro|pyx?|java|kts?|scala|groovy|clj|go|cs|fs|vb|cshtml|razor|php|phtml|rb|erb|rake|rs|exs?|erl|c|cc|cpp|h|hpp|swift|dart|lua|pl|sh";
/** What no place has in it divides the text. */
const TOKEN = /[^\s"'`()<>|,;=]+/g;
const PLACE = new RegExp(`^(?:file://)?(.*[^/\\\\]\\.(?:${KINDS})):(\\d{1,7})(?::(\\d{1,7}))?(?::(?:in)?)?$`);
/** `File "/app/main.py", line 3` */
const PYTHON = /\bFile "([^"]+)", line (\d{1,7})/g;
/** `in /src/Shop/Charge.cs:line 42` */
const DOTNET = /\bin ((?:[A-Za-z]:)?[^":]+):line (\d{1,7})/g;
/** `#0 /var/www/index.php(12): charge()`, `in /var/www/index.php on line 12` */
const PHP = /(\/[^\s"'()<>|:]+\.(?:php|phtml))(?:\((\d{1,7})\)| on line (\d{1,7}))/g;
/** `at com.acme.shop.Charge.run(Charge.java:42)`: the file's folders are the package's. */
const JAVA = /\.(?:java|kts?|scala|groovy)$/;
const PACKAGE = /(?:^|[\s/])((?:[A-Za-z_$][\w$]*\.)+)[\w$<>]+\($/;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]+:/;

/** The places that the text of a line names. Each pattern goes along the text once, so a hostile line costs no more than a long one. */
export function placesOf(line: string): readonly SourcePlace[] {
  const text = line.length > LONGEST ? line.slice(0, LONGEST) : line;
  // Nearly no line names one: most are through here.
  if (!/[:(]\d|line \d/.test(text)) return [];
  const found: SourcePlace[] = [];
  for (const match of text.matchAll(PYTHON)) add(found, match.index, match[0].length, match[1], match[2]);
  for (const match of text.matchAll(DOTNET)) add(found, match.index + 3, match[0].length - 3, match[1], match[2]);
  for (const match of text.matchAll(PHP)) add(found, match.index, match[0].length, match[1], match[2] ?? match[3]);
  for (const match of text.matchAll(TOKEN)) {
    const token = match[0].replace(/[.\]]+$/, "");
    const place = PLACE.exec(token);
    if (place === null) continue;
    const [, path = "", number, column] = place;
    const shown = token.replace(/:(?:in)?$/, "");
    add(found, match.index, shown.length, withPackage(path, text.slice(0, match.index)), number, column);
  }
  return found.sort((one, other) => one.start - other.start).slice(0, MOST);
}

function withPackage(path: string, before: string): string {
  if (!JAVA.test(path) || path.includes("/")) return path;
  const named = PACKAGE.exec(before.slice(-300))?.[1]?.split(".").slice(0, -2) ?? [];
  return [...named, path].join("/");
}

function add(
  found: SourcePlace[],
  start: number,
  length: number,
  path: string | undefined,
  line: string | undefined,
  column?: string,
): void {
  if (path === undefined || line === undefined || !isPath(path)) return;
  const end = start + length;
  if (found.some((other) => start < other.end && other.start < end)) return;
  found.push({ start, end, path, line: Number(line), ...(column === undefined ? {} : { column: Number(column) }) });
}

/** A file of a machine: no address of the net, no share of another one, no command. */
function isPath(path: string): boolean {
  if (path.length > LONGEST_PATH || path.startsWith("//") || path.startsWith("\\\\")) return false;
  return !SCHEME.test(path) || /^[A-Za-z]:[\\/]/.test(path);
}

const VENDOR =
  /(?:^|[\s(/\\])(?:node_modules[/\\]|node:[a-z]|internal\/|site-packages\/|vendor\/|dist-packages\/|\.cargo\/registry\/|gems\/)/;

/** The folder, as people call it, in which the frame's package lies. */
export function vendorFolder(line: string): string {
  return /(?:node_modules|site-packages|dist-packages|vendor|gems)(?=[/\\])/.exec(line.slice(0, LONGEST))?.[0] ?? "";
}

/** A frame of code that the program's people didn't write: of a package, or of the language itself. */
export function isVendorFrame(line: string): boolean {
  const first = line.charCodeAt(0);
  if (first !== 32 && first !== 9) return false;
  return VENDOR.test(line.length > LONGEST ? line.slice(0, LONGEST) : line);
}
