import { describe, type SuiteFactory, type TestFunction, test } from "vitest";
import { missingParts } from "./missing-parts.ts";
import type { Part } from "./parts.ts";

interface PartTests {
  describe(name: string, body: SuiteFactory): void;
  test(name: string, body: TestFunction, timeoutMs?: number): void;
  /** Why the tests are skipped. */
  readonly reason: string | undefined;
}

/**
 * `describe` and `test` for what needs these parts of the lab. Where one can't be had they skip, and each test's
 * name in the report tells why.
 */
export function needs(...parts: readonly Part[]): PartTests {
  const missing = missingParts();
  const reasons = parts.flatMap((part) => (missing[part] === undefined ? [] : [`no ${part}: ${missing[part]}`]));
  if (reasons.length === 0) {
    return { describe: (name, body) => void describe(name, body), test: (...args) => test(...args), reason: undefined };
  }
  const reason = reasons.join("; ");
  const told = (name: string) => `${name} [${reason}]`;
  return {
    describe: (name, body) => void describe.skip(told(name), body),
    test: (name, ...rest) => test.skip(told(name), ...rest),
    reason,
  };
}
