import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { BuildOptions, Plugin } from "esbuild";

/**
 * Leaves out of dockerode what Quayside never calls: BuildKit (it brings grpc and protobufjs), the packing of build
 * contexts, and docker-modem's own SSH, which opens a connection per request and checks no host key.
 */
const slimDockerode: Plugin = {
  name: "slim-dockerode",
  setup(build) {
    build.onResolve({ filter: /^(\.\/(session|buildkit|ssh)|tar-fs|@balena\/dockerignore)$/ }, ({ importer, path }) =>
      /node_modules[\\/](dockerode|docker-modem)[\\/]/.test(importer) ? { path, namespace: "left-out" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "left-out" }, () => ({
      contents: 'module.exports = () => { throw new Error("This part of dockerode is not in the bundle."); };',
      loader: "js",
    }));
  },
};

/** ssh2 lies in a file of its own beside the bundle, which `ssh2Bundle` makes: it is loaded when a host needs it. */
const ssh2Beside: Plugin = {
  name: "ssh2-beside",
  setup(build) {
    build.onLoad({ filter: /[\\/]ssh[\\/]ssh2-module\.ts$/ }, () => ({
      contents: 'export const ssh2Module = require("node:path").join(__dirname, "ssh2.cjs");',
      loader: "js",
    }));
  },
};

const screenFile = "terminal-screen";

/** The screens of held terminals likewise: `screenBundle` makes the file. */
const screenBeside: Plugin = {
  name: "terminal-screen-beside",
  setup(build) {
    build.onResolve({ filter: /[\\/]terminal-screen\.ts$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: `./${screenFile}.cjs`, external: true } : undefined,
    );
  },
};

/** For every bundle that has core in it. */
export const corePlugins = [slimDockerode, ssh2Beside, screenBeside];

export const screenBundle = {
  entryPoints: { [screenFile]: fileURLToPath(new URL("src/terminals/terminal-screen.ts", import.meta.url)) },
  outExtension: { ".js": ".cjs" },
  bundle: true,
  minify: true,
  format: "cjs",
  platform: "node",
  target: "node20",
  logLevel: "warning",
} as const satisfies BuildOptions;

/** CommonJS, since ssh2 as an ES module crashes. Its compiled parts are left out: it has JavaScript in their place. */
export const ssh2Bundle = {
  entryPoints: { ssh2: createRequire(import.meta.url).resolve("ssh2") },
  // In whatever package it lies.
  outExtension: { ".js": ".cjs" },
  bundle: true,
  minify: true,
  external: ["cpu-features", "*.node"],
  format: "cjs",
  platform: "node",
  target: "node20",
  logLevel: "warning",
} as const satisfies BuildOptions;
