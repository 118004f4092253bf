import type { NamedPlace } from "@quayside/core/model/container-file.ts";
import * as vscode from "vscode";
import { filesScheme } from "../contributions/names.ts";

/**
 * `quayside-files:/<host id>/container/<name>/etc/hosts`. A container is called by its name: one that is created anew
 * under it goes on in the same editors.
 */
export function fileUri({ host, kind, name }: NamedPlace, path: string): vscode.Uri {
  // A volume's name may hold what has a meaning in a path.
  const head = [host, kind, encodeURIComponent(name)].join("/");
  return vscode.Uri.from({ scheme: filesScheme, path: path === "/" ? `/${head}` : `/${head}${path}` });
}

/** Nothing for what is no address of a file. */
export function parseFileUri({ path }: vscode.Uri): { readonly place: NamedPlace; readonly path: string } | undefined {
  const [, host = "", kind = "", name = "", ...parts] = path.split("/");
  if (host === "" || name === "" || (kind !== "container" && kind !== "volume")) return undefined;
  try {
    return { place: { host, kind, name: decodeURIComponent(name) }, path: `/${parts.join("/")}` };
  } catch {
    // It was typed by hand, or comes from elsewhere.
    return undefined;
  }
}
