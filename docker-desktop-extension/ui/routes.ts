import {
  type ContainerInput,
  type FilesInput,
  filesToShow,
  type LogsInput,
  panelInput,
  type TerminalsInput,
} from "@quayside/shared-ui/app/panel-input.ts";

/** What the part of the address behind `#` means: the page is a file, so there are no paths. */
export type Route =
  | { readonly panel: "containers" }
  | { readonly panel: "search" }
  | { readonly panel: "events" }
  | { readonly panel: "container"; readonly input: ContainerInput }
  | { readonly panel: "stats" }
  /** `add`: with the form for a new host. */
  | { readonly panel: "hosts"; readonly add?: true }
  | { readonly panel: "logs"; readonly input?: LogsInput }
  /** Of one container; without one the panel says how one is chosen. */
  | { readonly panel: "files"; readonly input?: FilesInput }
  /** With the terminal that is looked at first; else the last one is. */
  | { readonly panel: "terminals"; readonly input?: TerminalsInput };

export function routeOf(hash: string): Route {
  const [path, query = ""] = hash.replace(/^#/, "").split("?");
  const parameters = new URLSearchParams(query);
  if (path === "/hosts") return parameters.has("add") ? { panel: "hosts", add: true } : { panel: "hosts" };
  if (path === "/terminals") {
    const id = parameters.get("id");
    return id === null ? { panel: "terminals" } : { panel: "terminals", input: { id } };
  }
  const [, room, host = "", name = "", more] = (path ?? "").split("/").map(decoded);
  if (room === "container" && host !== "" && name !== "" && more === undefined)
    return { panel: "container", input: { host, name } };
  if (path === "/search") return { panel: "search" };
  if (path === "/events") return { panel: "events" };
  if (path === "/stats") return { panel: "stats" };
  if (path === "/files") {
    const input = filesToShow(json(parameters.get("of")));
    return input === undefined ? { panel: "files" } : { panel: "files", input };
  }
  if (path !== "/logs") return { panel: "containers" };
  const input = parameters.get("of");
  return input === null ? { panel: "logs" } : (parsed(input) ?? { panel: "logs" });
}

export function hashOf(route: Route): string {
  if (route.panel === "search" || route.panel === "events") return `#/${route.panel}`;
  if (route.panel === "container")
    return `#/container/${encodeURIComponent(route.input.host)}/${encodeURIComponent(route.input.name)}`;
  if (route.panel === "containers" || route.panel === "stats") return `#/${route.panel}`;
  if (route.panel === "hosts") return route.add === true ? "#/hosts?add" : "#/hosts";
  if (route.panel === "files")
    return route.input === undefined
      ? "#/files"
      : `#/files?${new URLSearchParams({ of: JSON.stringify(route.input) })}`;
  if (route.panel === "terminals")
    return route.input === undefined ? "#/terminals" : `#/terminals?${new URLSearchParams({ id: route.input.id })}`;
  return route.input === undefined ? "#/logs" : `#/logs?${new URLSearchParams({ of: JSON.stringify(route.input) })}`;
}

/** Nothing for what is no text of an address. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

/** An address may be old, or written by anybody. */
function json(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return undefined;
  }
}

/** The same of one that must name a container. */
function parsed(input: string): Route | undefined {
  try {
    return { panel: "logs", input: panelInput(JSON.parse(input)) };
  } catch {
    return undefined;
  }
}
