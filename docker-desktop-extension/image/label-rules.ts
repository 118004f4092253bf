import * as v from "valibot";

type Labels = Readonly<Record<string, string>>;

/** What is wrong with the text of a label, after its name; undefined where it is right. */
type Rule = (text: string) => string | undefined;

/** Docker's own list, of its marketplace. */
const categories = [
  ...["ci-cd", "cloud-deployment", "cloud-development", "container-orchestration", "database", "image-registry"],
  ...["kubernetes", "networking", "security", "testing-tools", "utility-tools", "volumes"],
];

const words: Rule = (text) =>
  /^(todo|tbd|fixme|changeme|lorem ipsum|my[- ]extension)\b/i.test(text.trim()) ? "still has a placeholder" : undefined;

const url: Rule = (text) => (isUrl(text) ? undefined : "is no URL that begins with https");

const constraint: Rule = (text) =>
  /^\s*(>=|<=|>|<|=|\^|~)?\s*\d+(\.\d+){1,2}(\s*,\s*(>=|<=|>|<|=|\^|~)?\s*\d+(\.\d+){1,2})*\s*$/.test(text)
    ? undefined
    : "is no constraint of versions";

const html: Rule = (text) => {
  const [, before = "", tags] = /^([^<]*)(<[\s\S]*)?$/.exec(text) ?? [];
  if (tags === undefined || before.trim() !== "") return "is no HTML";
  if (/<\s*(script|style|iframe|object|embed|form)\b|\son\w+\s*=|javascript:/i.test(text))
    return "has HTML that acts, which Docker Desktop does not show";
  return isBalanced(text) ? undefined : "has HTML whose elements are not closed";
};

const listOf =
  (first: string): Rule =>
  (text) => {
    const entry = v.strictObject({
      [first]: v.pipe(v.string(), v.regex(/\S/)),
      url: v.pipe(v.string(), v.check(isUrl)),
    });
    const list = v.pipe(v.string(), v.parseJson(), v.array(entry), v.minLength(1));
    return v.is(list, text) ? undefined : `is no JSON list of ${first} and url`;
  };

const knownCategories: Rule = (text) => {
  const unknown = text.split(",").find((name) => !categories.includes(name.trim()));
  return unknown === undefined ? undefined : `has “${unknown.trim()}”, which is no category of Docker’s marketplace`;
};

const licence: Rule = (text) =>
  /^[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*$/.test(text) ? undefined : "is no SPDX expression";

const rules: Readonly<Record<string, Rule>> = {
  "org.opencontainers.image.title": words,
  "org.opencontainers.image.description": words,
  "org.opencontainers.image.vendor": words,
  "org.opencontainers.image.licenses": licence,
  "com.docker.desktop.extension.api.version": constraint,
  "com.docker.desktop.extension.icon": url,
  "com.docker.extension.screenshots": listOf("alt"),
  "com.docker.extension.detailed-description": html,
  "com.docker.extension.publisher-url": url,
  "com.docker.extension.additional-urls": listOf("title"),
  "com.docker.extension.categories": knownCategories,
  "com.docker.extension.changelog": html,
};

/** More is asked for than Docker Desktop itself requires: what its marketplace shows is to be there. */
export function labelProblems(labels: Labels): string[] {
  return Object.entries(rules).flatMap(([name, rule]) => {
    const text = labels[name] ?? "";
    const problem = text.trim() === "" ? "is missing or empty" : rule(text);
    return problem === undefined ? [] : [`The label ${name} ${problem}.`];
  });
}

function isUrl(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === "https:";
}

function isBalanced(text: string): boolean {
  const open: string[] = [];
  for (const [, end, name = ""] of text.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/gi)) {
    if (end === "") open.push(name);
    else if (open.pop() !== name) return false;
  }
  return open.length === 0;
}
