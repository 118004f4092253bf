// Activates the bundle with a VS Code that does nothing, and prints which of our files were loaded, in which order.
const Module = require("node:module");
const { basename, join } = require("node:path");
const { mkdtempSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");

const loaded = [];
const order = [];

/** Whatever is asked of it, it is there. */
function anything(name) {
  return new Proxy(function nothing() {}, {
    // Not for what the bundler asks of a module, nor for what would make a promise of it.
    get: (_target, key) => {
      // As a text it has its name.
      if (key === Symbol.toPrimitive) return () => name;
      return typeof key === "symbol" || ["then", "__esModule"].includes(key) ? undefined : anything(key);
    },
    apply: () => {
      if (name === "createTreeView") order.push(name);
      return anything(name);
    },
    construct: () => anything(name),
    // A function's own name can't be written to.
    set: () => true,
  });
}

const load = Module._load;
Module._load = function (request, ...rest) {
  // As a prototype: the bundler copies a module's own properties, and keeps its prototype.
  if (request === "vscode") return Object.create(anything("vscode"));
  if (request.startsWith(".") || request.startsWith("/")) {
    loaded.push(basename(request));
    order.push(basename(request));
  } else if (!Module.builtinModules.includes(request.replace("node:", ""))) loaded.push(request);
  return load.call(this, request, ...rest);
};

const storage = mkdtempSync(join(tmpdir(), "quayside-activation-"));
const extension = require(join(process.argv[2], "extension.js"));
extension.activate({
  subscriptions: [],
  extension: { extensionKind: 2 },
  extensionUri: anything("uri"),
  globalStorageUri: { fsPath: storage },
});
setImmediate(async () => {
  await extension.deactivate();
  rmSync(storage, { recursive: true });
  console.log(JSON.stringify({ loaded, order }));
  process.exit(0);
});
