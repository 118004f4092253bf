import * as vscode from "vscode";
import { type SettingId, settings } from "./contributions/settings.ts";

type Default<Id extends SettingId> = (typeof settings)[Id]["default"];
type ValueOf<Id extends SettingId> =
  Default<Id> extends boolean ? boolean : Default<Id> extends string ? string : number;

/** The only place where settings are read. A value of another type, which VS Code only warns of, counts as not set. */
export function setting<Id extends SettingId>(id: Id): ValueOf<Id> {
  const value = vscode.workspace.getConfiguration().get<unknown>(id);
  const fallback = settings[id].default;
  return (typeof value === typeof fallback ? value : fallback) as ValueOf<Id>;
}

export function onDidChangeSetting(id: SettingId, changed: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(id)) changed();
  });
}
