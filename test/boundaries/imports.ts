import { posix } from "node:path";

export interface SourceFile {
  /** From the top, with slashes on every system. */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly from: string;
  /** As it is written. */
  readonly specifier: string;
  /** The file of this project that it means; undefined for a package. */
  readonly target: string | undefined;
  /** `type` leaves nothing in the program; `later` loads when the line is reached: `import()`. */
  readonly kind: "value" | "type" | "later";
}

// The formatter puts every import and re-export at the start of a line.
const declaration = /^(?:import|export)\s+(type\s+(?!from\b))?(?:[\w$*{}\s,]+?\s*from\s*)?["']([^"'\n]+)["']/gm;
const call = /\b(import|require)\(\s*["']([^"'\n]+)["']/g;

export function importsOf({ path, text }: SourceFile, known: ReadonlySet<string>): Import[] {
  const found = (specifier: string, kind: Import["kind"]): Import => ({
    ...{ from: path, specifier, kind },
    target: resolve(path, specifier, known),
  });
  const declared = [...text.matchAll(declaration)].map(([, type, specifier = ""]) =>
    found(specifier, type === undefined ? "value" : "type"),
  );
  const called = [...text.matchAll(call)].map(([, how, specifier = ""]) =>
    found(specifier, how === "require" ? "value" : "later"),
  );
  return [...declared, ...called];
}

/** The name of the package, without the path inside it. */
export function packageOf({ specifier }: Import): string {
  const [first = "", second = ""] = specifier.split("/");
  return first.startsWith("@") ? `${first}/${second}` : first;
}

function resolve(from: string, specifier: string, known: ReadonlySet<string>): string | undefined {
  const path = pathOf(from, specifier);
  if (path === undefined) return undefined;
  const candidates = [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`];
  return candidates.find((candidate) => known.has(candidate)) ?? path;
}

function pathOf(from: string, specifier: string): string | undefined {
  if (specifier.startsWith(".")) return posix.join(posix.dirname(from), specifier);
  if (specifier === "@quayside/core") return "core/src/quayside.ts";
  const [, workspace, rest] = /^@quayside\/([\w-]+)\/(.+)$/.exec(specifier) ?? [];
  return workspace === undefined ? undefined : `${workspace}/src/${rest}`;
}
