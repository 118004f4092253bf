import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./lab/longest-first.ts";
import { tallyReporter } from "./lab/tally.ts";

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  // The panels' tests are Preact.
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    pool: "forks",
    // Two cores, which engines, a VS Code and a browser want too.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // For a machine that is four times slower than a quiet one; what a test waits for says so long before.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    teardownTimeout: 60_000,
    globalSetup: ["test/lab/shared-engines.ts"],
    reporters: ["default", tallyReporter()],
  },
});
