// What Docker Desktop puts into a tab's page before the page's own scripts: `ddClient` and the theme. It asks the page
// around it for everything. What is switched off stands in the address of this script.
import type { v1 } from "@docker/extension-api-client-types";
import { chaosOf } from "../chaos.ts";
import type { DesktopReply, DesktopRequest, ExecOutcome, ExecRequest } from "../port-messages.ts";
import { portMark } from "../port-messages.ts";
import { desktopThemes, partialThemes } from "./desktop-themes.ts";

type Exec = v1.DockerDesktopClient["docker"]["cli"]["exec"];
interface StreamOptions {
  readonly onOutput?: (data: { stdout: string } | { stderr: string }) => void;
  readonly onError?: (error: unknown) => void;
  readonly onClose?: (code: number) => void;
  readonly splitOutputLines?: boolean;
}
type Waiting = (reply: DesktopReply) => void;

const script =
  document.currentScript instanceof HTMLScriptElement ? new URL(document.currentScript.src) : new URL(location.href);
const chaos = chaosOf(script.searchParams.get("chaos") ?? "");
const waiting = new Map<number, Waiting>();
let lastId = 0;

const tell = (request: DesktopRequest) => parent.postMessage({ [portMark]: request }, "*");

window.addEventListener("message", ({ data, source }: MessageEvent<Readonly<Record<string, unknown>> | null>) => {
  const reply = data?.[portMark] as DesktopReply | DesktopRequest | undefined;
  // In a test the page around is the page itself, which then hears its own requests.
  if (source !== parent || reply === undefined || !("id" in reply) || "request" in reply || reply.kind === "close")
    return;
  waiting.get(reply.id)?.(reply);
});

function service(
  method: string,
  url: unknown,
  headers: Readonly<Record<string, string>>,
  data: unknown,
): Promise<unknown> {
  if (typeof url !== "string") throw new TypeError("The url must be a string.");
  const id = ++lastId;
  return new Promise((resolve, reject) => {
    waiting.set(id, (message) => {
      waiting.delete(id);
      if (message.kind !== "service") return;
      const { status, body } = message.reply;
      if (status >= 200 && status < 300) resolve(chaos.has("data-wrap") ? { data: parsed(body) } : parsed(body));
      else reject({ name: "ServiceError", message: body, statusCode: status });
    });
    const body = data === undefined ? undefined : typeof data === "string" ? data : JSON.stringify(data);
    tell({ kind: "service", id, request: { method, url, headers, body } });
  });
}

/** JSON where it is JSON: a text `true` becomes a boolean. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

const json = { "content-type": "application/json" };

const vmService = {
  get: (url: string) => service("GET", url, {}, undefined),
  head: (url: string) => service("HEAD", url, {}, undefined),
  delete: (url: string) => service("DELETE", url, {}, undefined),
  post: (url: string, data: unknown) => service("POST", url, json, data),
  put: (url: string, data: unknown) => service("PUT", url, json, data),
  patch: (url: string, data: unknown) => service("PATCH", url, json, data),
  // As in Rancher Desktop, an object is not made JSON here.
  request: ({
    url,
    method,
    headers,
    data,
  }: {
    url: string;
    method: string;
    headers: Record<string, string>;
    data: unknown;
  }) => service(method, url, headers, data === undefined || typeof data === "string" ? data : String(data)),
};

function execIn(where: ExecRequest["where"]): Exec {
  const exec = (
    command: unknown,
    args: unknown,
    options: { cwd?: string; env?: Record<string, string>; stream?: StreamOptions } = {},
  ) => {
    if (typeof command !== "string") throw new TypeError("The command must be a string.");
    if (!Array.isArray(args) || !args.every((arg) => typeof arg === "string"))
      throw new TypeError("The arguments must be strings.");
    const id = ++lastId;
    const { cwd, env, stream } = options;
    const splitOutputLines = stream?.splitOutputLines === true;
    const request: ExecRequest = { where, command, args, cwd, env, stream: stream !== undefined, splitOutputLines };
    if (stream === undefined) return whole(id, request);
    waiting.set(id, (message) => deliver(id, stream, message));
    tell({ kind: "exec", id, request });
    return { close: () => tell({ kind: "close", id }) };
  };
  return exec as Exec;
}

function whole(id: number, request: ExecRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    waiting.set(id, (message) => {
      waiting.delete(id);
      if (message.kind !== "exec") return;
      const result = withParsers(message.outcome);
      if (message.outcome.code === 0) resolve(result);
      else reject(result);
    });
    tell({ kind: "exec", id, request });
  });
}

function withParsers(outcome: ExecOutcome) {
  const lines = () => outcome.stdout.split("\n").filter((line) => line !== "");
  return {
    ...outcome,
    lines,
    parseJsonLines: () => lines().map((line) => JSON.parse(line)),
    parseJsonObject: () => JSON.parse(outcome.stdout),
  };
}

function deliver(id: number, stream: StreamOptions, message: DesktopReply): void {
  if (message.kind !== "output") return;
  const { event } = message;
  if ("close" in event) {
    waiting.delete(id);
    stream.onClose?.(event.close);
  } else if ("error" in event) stream.onError?.(event.error);
  else stream.onOutput?.(event);
}

const places = [
  "Containers",
  "Container",
  "ContainerLogs",
  "ContainerInspect",
  "ContainerTerminal",
  "ContainerStats",
  "Images",
  "Image",
  "Volumes",
  "Volume",
];
const view =
  (place: string) =>
  async (...args: unknown[]) =>
    tell({ kind: "navigate", place, args });
const navigate = Object.fromEntries(
  chaos.has("no-navigate") ? [] : places.map((place) => [`view${place}`, view(place)]),
);
const toast = (level: "success" | "warning" | "error") => (text: string) => tell({ kind: "toast", level, text });
const notHere = async (): Promise<never> => {
  throw new Error("The simulated Docker Desktop has no lists of its own.");
};

const ddClient = {
  docker: { cli: { exec: execIn("docker") }, listContainers: notHere, listImages: notHere },
  extension: {
    image: "quayside/quayside-desktop:preview",
    vm: {
      ...(chaos.has("no-cli") ? {} : { cli: { exec: execIn("vm") } }),
      ...(chaos.has("no-service") ? {} : { service: vmService }),
    },
    host: { cli: { exec: execIn("host") } },
  },
  desktopUI: {
    toast: { success: toast("success"), warning: toast("warning"), error: toast("error") },
    dialog: { showOpenDialog: async () => ({ canceled: true, filePaths: [] }) },
    navigate,
  },
  host: {
    openExternal(url: string) {
      if (!/^https?:\/\//.test(url)) throw new TypeError("Only http and https are opened.");
      tell({ kind: "external", url });
    },
    platform: "linux",
    arch: "x64",
    hostname: "simulated",
  },
};

const themes = chaos.has("partial-theme") ? partialThemes : desktopThemes;
Object.assign(window, { ddClient }, chaos.has("no-theme") ? {} : { __ddMuiV6Themes: themes });
