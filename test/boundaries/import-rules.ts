import { type Import, packageOf } from "./imports.ts";

/** Which imports may not be, and why: one sentence, with the offending import before it. */
export interface ImportRule {
  readonly forbids: (found: Import) => boolean;
  readonly because: string;
}

const features = [
  ...["containers", "images", "volumes", "networks", "stacks", "swarm", "logs", "stats", "terminals", "files"],
  ...["staleness", "routes", "host-shells", "forwards"],
];

const panelHosts = ["vscode", "@docker/extension-api-client", "@docker/extension-api-client-types"];
const isInside = (folder: string, path: string | undefined) => path?.startsWith(`${folder}/`) === true;
const workspaceOf = (path: string) => path.split("/")[0] ?? "";
/** Build scripts, which lie beside src, are tools and no part of the program. */
const isProgram = (path: string) => workspaceOf(path) in ground && path.split("/").length > 2;
const featureOf = (path: string | undefined) => {
  const room = /^core\/src\/([\w-]+)\//.exec(path ?? "")?.[1];
  return room !== undefined && features.includes(room) ? room : undefined;
};

/** Rooms that may hold what changes an engine. */
export const mayCommandEngines = ["core/src/actions/", "core/src/engine/", "core/src/hosts/", "core/src/quayside.ts"];
const panelsMayUse = ["core/src/model/", "core/src/panel/", "core/src/errors/"];
const ground: Readonly<Record<string, readonly string[]>> = {
  core: [],
  "shared-ui": ["core"],
  "vscode-extension": ["core", "shared-ui"],
  "docker-desktop-extension": ["core", "shared-ui"],
};

export const importRules: readonly ImportRule[] = [
  {
    forbids: (found) => isInside("core", found.from) && panelHosts.includes(packageOf(found)),
    because: "core knows neither VS Code nor Docker Desktop; what it needs of them is handed to it.",
  },
  {
    forbids: ({ from, target }) => {
      const allowed = ground[workspaceOf(from)];
      if (target === undefined || allowed === undefined || workspaceOf(target) === workspaceOf(from)) return false;
      return !allowed.includes(workspaceOf(target));
    },
    because: "dependencies point one way: core ← shared-ui ← the two extensions, and nothing leans on the tests.",
  },
  {
    forbids: ({ from, specifier, target }) =>
      isProgram(from) && specifier.startsWith(".") && target !== undefined && workspaceOf(target) !== workspaceOf(from),
    because: "another workspace is imported by its name, @quayside/…, not by a path.",
  },
  {
    forbids: (found) =>
      ["dockerode", "docker-modem"].includes(packageOf(found)) && !isInside("core/src/engine", found.from),
    because: "dockerode lives in core/src/engine and nowhere else.",
  },
  {
    forbids: (found) => packageOf(found) === "ssh2" && found.kind === "value",
    because: "ssh2 is loaded by import() when an SSH host is dialled, never as the program starts.",
  },
  {
    forbids: ({ from, target }) =>
      isInside("shared-ui", from) && isInside("core", target) && !panelsMayUse.some((room) => target?.startsWith(room)),
    because: "shared-ui uses nothing of core but model, panel and errors.",
  },
  {
    forbids: ({ from, target }) => isInside("core/src/engine", from) && isInside("core/src/hosts", target),
    because: "engine is handed a dialer; it doesn't know where hosts come from.",
  },
  {
    // Its type may be named: perform() hands the commands to the work that it runs.
    forbids: ({ from, target, kind }) =>
      target === "core/src/engine/engine-commands.ts" &&
      kind !== "type" &&
      workspaceOf(from) !== "test" &&
      !mayCommandEngines.some((room) => from.startsWith(room)),
    because: "calls that change something go through perform() in core/src/actions.",
  },
  {
    forbids: ({ from, target }) => {
      const [own, other] = [featureOf(from), featureOf(target)];
      return own !== undefined && other !== undefined && own !== other;
    },
    because: "a feature doesn't import another's insides; what both need moves to a room that both may use.",
  },
];
