import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { findViolations } from "../boundaries/find-violations.ts";
import { projectOf, readProject } from "../boundaries/project.ts";

type Files = Readonly<Record<string, string>>;

function violationsOf(files: Files): string[] {
  return findViolations(projectOf(Object.entries(files).map(([path, text]) => ({ path, text }))));
}

/** What is planted, and a piece of the sentence that must be said. */
const planted: readonly (readonly [what: string, files: Files, sentence: string])[] = [
  ["vscode in core", { "core/src/a.ts": 'import type { Uri } from "vscode";' }, "core knows neither"],
  [
    "Docker Desktop's client in core",
    { "core/src/a.ts": 'import {\n  createDockerDesktopClient,\n} from "@docker/extension-api-client";' },
    "core knows neither",
  ],
  [
    "the DOM's types in core",
    { "core/tsconfig.json": '{ "compilerOptions": { "lib": ["es2023", "DOM"] } }' },
    "the DOM",
  ],
  ["a reference to the DOM in core", { "core/src/a.ts": '/// <reference lib="dom" />' }, "the DOM"],
  ["dockerode outside of engine", { "core/src/logs/a.ts": 'import type D from "dockerode";' }, "dockerode lives in"],
  ["docker-modem outside of engine", { "test/core/a.ts": 'import Modem from "docker-modem";' }, "dockerode lives in"],
  ["ssh2 at load time", { "core/src/hosts/a.ts": 'import { Client } from "ssh2";' }, "ssh2 is loaded by import()"],
  ["a circle", { "core/src/a.ts": 'export * from "./b.ts";', "core/src/b.ts": 'import "./a.ts";' }, "in a circle"],
  [
    "a circle through a workspace's name and a type",
    {
      "core/src/a.ts": 'import { b } from "./logs/b.ts";',
      "core/src/logs/b.ts": 'import type { A } from "@quayside/core/a.ts";',
    },
    "core/src/a.ts → core/src/logs/b.ts → core/src/a.ts",
  ],
  [
    "a panel that uses the engine",
    { "shared-ui/src/a.tsx": 'import "@quayside/core/engine/engine.ts";' },
    "nothing of core but",
  ],
  [
    "Node in what a panel loads",
    { "shared-ui/src/a.tsx": 'import "@quayside/core/panel/b.ts";', "core/src/panel/b.ts": 'import "node:fs";' },
    "a browser has no Node",
  ],
  ["core that leans on the panels", { "core/src/a.ts": 'import "@quayside/shared-ui/app.ts";' }, "point one way"],
  ["the product that leans on the tests", { "core/src/a.ts": 'import "@quayside/test/a.ts";' }, "point one way"],
  ["a path into another workspace", { "shared-ui/src/a.ts": 'import "../../core/src/model/b.ts";' }, "by its name"],
  ["an engine that knows hosts", { "core/src/engine/a.ts": 'import "../hosts/b.ts";' }, "handed a dialer"],
  [
    "a change around the gate",
    { "core/src/containers/a.ts": 'import { stop } from "../engine/engine-commands.ts";' },
    "through perform()",
  ],
  [
    "a change around the gate, later",
    { "core/src/logs/a.ts": 'await import("../engine/engine-commands.ts");' },
    "perform()",
  ],
  [
    "an engine's commands, taken from it",
    { "core/src/logs/a.ts": "await live.engine.commands.kill(id);" },
    "perform()",
  ],
  ["an engine's commands, unpacked", { "core/src/logs/a.ts": "const { queries, commands } = engine;" }, "perform()"],
  ["an engine's commands, by a text", { "core/src/logs/a.ts": 'engine["commands"].kill(id);' }, "perform()"],
  ["a feature in another's insides", { "core/src/logs/a.ts": 'import "../stats/b.ts";' }, "another's insides"],
  ["a file of utils", { "core/src/utils.ts": "" }, "a name that says nothing"],
  ["a folder of helpers", { "test/helpers/a.ts": "" }, "a name that says nothing"],
];

describe("the boundaries", () => {
  it.each(planted)("catch %s", (_what, files, sentence) => {
    expect(violationsOf(files)).toEqual([expect.stringContaining(sentence)]);
  });

  it("allow what the design allows", () => {
    const files = {
      "core/src/actions/perform.ts": 'import { stop } from "../engine/engine-commands.ts";',
      "core/src/hosts/links.ts": "commands(id) { return this.#live(id).engine.commands; }",
      "core/src/terminals/a.ts": "gate.perform(action, async (commands, abort) => commands.exec(id, abort), signal);",
      "core/src/containers/a.ts":
        'import { perform } from "../actions/perform.ts";\nimport type { EngineCommands } from "../engine/engine-commands.ts";\nimport "../model/host.ts";',
      "core/src/engine/engine-commands.ts": 'import Docker from "dockerode";',
      "core/src/hosts/ssh.ts": 'import type { Client } from "ssh2";\nconst ssh = await import("ssh2");',
      "core/src/model/host.ts": "// import nothing from '../hosts/ssh.ts'",
      "core/src/panel/b.ts": 'import type { Socket } from "node:net";',
      "shared-ui/src/a.tsx":
        'import { Host } from "@quayside/core/model/host.ts";\nimport "@quayside/core/panel/b.ts";',
      "vscode-extension/src/a.ts": 'import * as vscode from "vscode";\nimport { Quayside } from "@quayside/core";',
    };
    expect(violationsOf(files)).toEqual([]);
  });

  it("are kept by Quayside", () => {
    const top = fileURLToPath(new URL("../..", import.meta.url));
    const project = readProject(top);
    expect(project.files.length).toBeGreaterThan(50);
    expect(findViolations(project)).toEqual([]);
  });
});
