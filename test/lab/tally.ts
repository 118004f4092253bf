import { readFileSync, writeFileSync } from "node:fs";
import type { Reporter, SerializedError, TestModule } from "vitest/node";

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
}

/** The file to write to; two runs in one tree have each their own. */
export const tallyVariable = "QUAYSIDE_TALLY";

/** Counts for the last line of `npm test`, and keeps the name and reason of each skipped test. */
export function tallyReporter(): Reporter {
  return {
    onTestRunEnd(modules, errors) {
      const file = process.env[tallyVariable];
      if (file !== undefined) writeFileSync(file, JSON.stringify(count(modules, errors)));
    },
  };
}

/** undefined when vitest ended before it could count. */
export function readTally(file: string): Tally | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Tally;
  } catch {
    return undefined;
  }
}

function count(modules: readonly TestModule[], errors: readonly SerializedError[]): Tally {
  // A file that can't be loaded, a set-up that fails and an error outside of any test are failures of no test.
  let failed = errors.length;
  let passed = 0;
  const skipped: string[] = [];
  for (const module of modules) {
    failed += module.errors().length;
    for (const suite of module.children.allSuites()) failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === "passed") passed++;
      else if (result.state === "failed") failed++;
      else if (result.state === "pending") skipped.push(`${name(module, test.fullName)} (it never ran)`);
      else skipped.push(name(module, test.fullName) + (result.note === undefined ? "" : ` [${result.note}]`));
    }
  }
  return { passed, failed, skipped };
}

function name(module: TestModule, test: string): string {
  return `${module.relativeModuleId} > ${test}`;
}
