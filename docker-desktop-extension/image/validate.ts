import * as v from "valibot";
import { composeProblems } from "./compose-rules.ts";
import { iconProblems } from "./icon-rules.ts";
import { labelProblems } from "./label-rules.ts";

/** What of an image Docker Desktop reads before it installs it, and how a container of it would run. */
export interface ExtensionImage {
  readonly config: {
    readonly labels: Readonly<Record<string, string>>;
    /** The command of the health check. */
    readonly healthcheck: readonly string[];
    readonly user: string;
    readonly stopSignal: string;
  };
  /** Whether the image has this file or folder. */
  readonly has: (path: string) => boolean;
  /** The text of a file that it has. */
  readonly text: (path: string) => string;
}

const name = v.pipe(v.string(), v.regex(/\S/));
const socketName = v.pipe(v.string(), v.regex(/^[\w-]{1,32}\.sock$/, "it is to be a short name that ends in .sock"));
/** As Docker's own schema has it, but that Quayside has a page, a backend, and no programs of the person's machine. */
const metadataFile = v.strictObject({
  icon: v.pipe(name, v.endsWith(".svg", "it is to be an SVG")),
  ui: v.strictObject({
    "dashboard-tab": v.strictObject({
      title: name,
      root: name,
      src: name,
      backend: v.strictObject({ socket: socketName }),
    }),
  }),
  vm: v.strictObject({ composefile: name, exposes: v.strictObject({ socket: socketName }) }),
});

/** What keeps Docker Desktop from taking it as an extension, as `docker extension validate` would say, and what should keep us from giving it. */
export function validateExtension(image: ExtensionImage): string[] {
  return [...labelProblems(image.config.labels), ...containerProblems(image), ...fileProblems(image)];
}

function containerProblems({ config: { healthcheck, user, stopSignal } }: ExtensionImage): string[] {
  return [
    ...(healthcheck[0] === "CMD" && healthcheck.length > 1 ? [] : ["The image has no health check."]),
    // The folder of the backend's socket, and the engine's own socket, are root's there.
    ...(user === "0:0"
      ? []
      : ["The image does not say that it runs as root, whom Docker Desktop’s sockets belong to."]),
    ...(stopSignal === "SIGTERM" ? [] : ["The image does not say that SIGTERM ends it."]),
  ];
}

function fileProblems({ has, text }: ExtensionImage): string[] {
  if (!has("/metadata.json")) return ["There is no /metadata.json."];
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), metadataFile), text("/metadata.json"));
  if (!read.success)
    return read.issues.map(
      (issue) => `/metadata.json is wrong at ${v.getDotPath(issue) ?? "its top"}: ${issue.message}.`,
    );
  const { icon, ui, vm } = read.output;
  const tab = ui["dashboard-tab"];
  const file = (path: string, what: string, problems?: (text: string) => string[]): string[] =>
    has(absolute(path)) ? (problems?.(text(absolute(path))) ?? []) : [`${what} is not in the image.`];
  return [
    ...file(icon, "The icon", iconProblems),
    ...file(vm.composefile, "The compose file", composeProblems),
    ...file(`${tab.root}/${tab.src}`, "The page"),
    ...(vm.exposes.socket === tab.backend.socket
      ? []
      : ["The backend’s socket is not named alike in vm.exposes and ui.dashboard-tab.backend."]),
  ];
}

function absolute(path: string): string {
  return path.startsWith("/") ? path : `/${path}`;
}
