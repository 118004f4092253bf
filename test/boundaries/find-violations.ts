import { importCycles, loadedBy } from "./graph.ts";
import { importRules, mayCommandEngines } from "./import-rules.ts";
import type { Project } from "./project.ts";

/** A sentence for each place where the house's boundaries are crossed. */
export function findViolations(project: Project): string[] {
  return [
    ...forbiddenImports(project),
    ...aroundTheGate(project),
    ...cycles(project),
    ...nodeInPanels(project),
    ...domInCore(project),
    ...vagueNames(project),
  ];
}

function forbiddenImports({ imports }: Project): string[] {
  return imports.flatMap((found) =>
    importRules
      .filter((rule) => rule.forbids(found))
      .map((rule) => `${found.from} imports "${found.specifier}": ${rule.because}`),
  );
}

/** Imports tell who knows the commands' type; this tells who takes them out of an engine or a host. */
function aroundTheGate({ files }: Project): string[] {
  return files
    .filter(({ path }) => path.startsWith("core/src/") && !mayCommandEngines.some((room) => path.startsWith(room)))
    .filter(({ text }) => /\.commands\b|\[\s*["'`]commands["'`]\s*\]|\{[^{}]*\bcommands\b[^{}]*\}\s*=[^>=]/.test(text))
    .map(({ path }) => `${path} takes an engine's commands: calls that change something go through perform().`);
}

function cycles({ imports }: Project): string[] {
  return importCycles(imports).map((cycle) => `${cycle.join(" → ")}: imports go round in a circle.`);
}

function nodeInPanels({ files, imports }: Project): string[] {
  const panels = files.map(({ path }) => path).filter((path) => path.startsWith("shared-ui/src/"));
  const inBrowser = loadedBy(panels, imports);
  return imports
    .filter(({ from, specifier, kind }) => inBrowser.has(from) && specifier.startsWith("node:") && kind !== "type")
    .map(({ from, specifier }) => `${from} imports "${specifier}": panels load it, and a browser has no Node.`);
}

function domInCore({ files }: Project): string[] {
  const sentence = "core runs without a browser, so its types must not know the DOM.";
  const config = files.find(({ path }) => path === "core/tsconfig.json");
  const inConfig = config !== undefined && /"dom\b/i.test(config.text) ? [`core/tsconfig.json: ${sentence}`] : [];
  const referring = files
    .filter(({ path, text }) => path.startsWith("core/") && /^\/\/\/\s*<reference\s+lib="dom/m.test(text))
    .map(({ path }) => `${path} refers to the DOM's types: ${sentence}`);
  return [...inConfig, ...referring];
}

function vagueNames({ files }: Project): string[] {
  return files
    .filter(({ path }) => /(^|\/)(utils?|helpers?|common)(\/|\.[^/]*$)/i.test(path))
    .map(({ path }) => `${path}: a name that says nothing collects everything; name it after what it does.`);
}
