import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** How the line of each fault begins that Quayside must have an answer to. */
const faults = [
  ...["The socket is missing", "The socket may not be opened", "What listens is no Docker engine"],
  ...["What listens answers garbage", "The engine is killed and comes back", "The engine hangs in the middle"],
  ...["The engine is frozen", "600 events happen while Quayside is away", "Two windows write events at once"],
  ...["Two windows each add a host at once", "SIGKILL in the instant after an action's reply", "A torn line"],
  ...["A foreign line", "An unreadable file", "An event log newer than the program", "A file of hosts newer"],
  ...["Names and labels that hold HTML, ANSI, right-to-left marks, 4 KB", "A log line of 5 MB"],
  ...["A log line that is no UTF-8", "No log line at all", "5,000 lines a second with viewers joining"],
  ...[
    "A slow panel beside a fast one",
    "A container is removed while its logs",
    "A container is removed while its menu",
  ],
  ...["A container is removed while its terminal", "Exec into a stopped", "Exec into a container without a shell"],
  ...["A panel sends an unknown message", "A panel sends a malformed message", "http.proxy is set to a dead port"],
  ...["A call of any kind is cancelled", "A panel of logs is hidden in VS Code"],
];

type ReadFile = (path: string) => string;

/** A sentence for each line of the table that no test stands behind or that nobody saw failing, and for each fault without a line. */
function unproven(table: string, readFile: ReadFile): string[] {
  const lines = table
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .slice(2)
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim()),
    );
  const missing = faults.filter((fault) => !lines.some(([named = ""]) => named.startsWith(fault)));
  return [
    ...missing.map((fault) => `“${fault}” has no line.`),
    ...lines.flatMap(([fault = "", file = "", name = "", without = ""]) => [
      ...reasonAgainst(file, name, readFile).map((why) => `“${fault}” ${why}`),
      ...(without === "" ? [`“${fault}” doesn’t say without what it was seen failing.`] : []),
    ]),
  ];
}

function reasonAgainst(file: string, name: string, readFile: ReadFile): string[] {
  if (file === "" || name === "") return ["names no test."];
  let text: string;
  try {
    text = readFile(file);
  } catch {
    return [`names ${file}, which is not there.`];
  }
  // The name as the first argument of a call: test("…"), needs' test("…"), test.each([…])("…").
  const quoted = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const call = new RegExp(`([\\w.]*)\\(\\s*(["'\`])${quoted}\\2`).exec(text);
  if (call === null) return [`names “${name}”, which is not in ${file}.`];
  return /\b(skip|todo|fails)\b/.test(call[1] ?? "") ? [`names “${name}”, which is skipped.`] : [];
}

const readHere: ReadFile = (path) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");

test("each fault has a test, which is in the file that is named, and runs", () => {
  expect(unproven(readHere("faults.md"), readHere)).toEqual([]);
});

const good = readHere("faults.md");
const cure = "`ENOENT` among the reasons in engine/engine-failure.ts";
const line = `| The socket is missing | core/engine-failures.test.ts | that is missing says so, and what to do | ${cure} |`;

test.each([
  ["a fault without a line", line, "", "“The socket is missing” has no line."],
  ["a line without a test", "that is missing says so, and what to do", "", "“The socket is missing” names no test."],
  [
    "a file that is not there",
    "core/engine-failures.test.ts",
    "core/gone.test.ts",
    "names core/gone.test.ts, which is not there.",
  ],
  [
    "a test that is not there",
    "that is missing says so, and what to do",
    "that is gone",
    "names “that is gone”, which is not in",
  ],
  [
    "a line without what was taken out",
    cure,
    "",
    "“The socket is missing” doesn’t say without what it was seen failing.",
  ],
  ["a line without the last column", ` ${cure} |`, "", "“The socket is missing” doesn’t say without what"],
])("%s is found", (_what, from, to, sentence) => {
  expect(good).toContain(line);
  const broken = unproven(good.replace(line, line.replace(from, to)), readHere);
  expect(broken).toContainEqual(expect.stringContaining(sentence));
  expect(unproven(good, readHere)).not.toContainEqual(expect.stringContaining(sentence));
});

test("a test that is skipped is found", () => {
  const skipping: ReadFile = (path) => readHere(path).replace('Test("that is missing', 'Test.skip("that is missing');
  expect(unproven(good, skipping)).toContainEqual(expect.stringContaining("which is skipped"));
});
