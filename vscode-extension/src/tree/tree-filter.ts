import { type Filter, isFiltered, noFilter } from "@quayside/shared-ui/containers/view-settings.ts";
import type { Facet } from "@quayside/shared-ui/containers/vocabulary.ts";
import * as vscode from "vscode";
import { contextKeys } from "../contributions/names.ts";
import type { HostsTree } from "./hosts-tree.ts";

const { t } = vscode.l10n;

interface FilterItem extends vscode.QuickPickItem {
  readonly filter: Filter;
}

const facets: readonly (readonly [Facet, string, string])[] = [
  ["running", t("Running"), "circle-filled"],
  ["look", t("Needs a look"), "warning"],
  ["paused", t("Paused"), "debug-pause"],
  ["exited", t("Exited"), "circle-outline"],
  ["failed", t("Failed"), "error"],
];

/** What the tree leaves out. The view says so, and the filter is gone with the window. */
export class TreeFilter {
  readonly #tree: HostsTree;
  readonly #view: vscode.TreeView<string>;

  constructor(tree: HostsTree, view: vscode.TreeView<string>) {
    this.#tree = tree;
    this.#view = view;
  }

  /** The tree follows while the text is typed; Escape brings back what was before. */
  async ask(): Promise<void> {
    const before = this.#tree.model.filter;
    const pick = vscode.window.createQuickPick<FilterItem>();
    pick.title = t("Filter containers");
    pick.placeholder = t("Name, image, port or label; or choose a state");
    pick.value = before.text;
    pick.items = items(before.text);
    let chosen = before;
    await new Promise<void>((resolve) => {
      pick.onDidChangeValue((text) => {
        pick.items = items(text);
        this.#set({ ...before, text });
      });
      pick.onDidAccept(() => {
        chosen = pick.activeItems[0]?.filter ?? { ...before, text: pick.value };
        pick.hide();
      });
      pick.onDidHide(() => resolve());
      pick.show();
    });
    pick.dispose();
    this.#set(chosen);
  }

  clear(): void {
    this.#set(noFilter);
  }

  #set(filter: Filter): void {
    this.#tree.filter(filter);
    const states = facets.flatMap(([facet, label]) => (filter.facets.includes(facet) ? [label] : []));
    const text = filter.text.trim();
    const parts = [...(text === "" ? [] : [`“${text}”`]), ...states];
    this.#view.message = parts.length === 0 ? "" : t("Filtered by {0}", parts.join(" · "));
    void vscode.commands.executeCommand("setContext", contextKeys.filtered, isFiltered(filter));
  }
}

/** All stay whatever is typed: the text is the filter's, not the list's. */
function items(text: string): FilterItem[] {
  const always = { alwaysShow: true };
  const states = facets.map(([facet, label, icon]) => ({
    ...always,
    label,
    iconPath: new vscode.ThemeIcon(icon),
    filter: { ...noFilter, text, facets: [facet] },
  }));
  const all = {
    ...always,
    label: t("All states"),
    iconPath: new vscode.ThemeIcon("circle-large"),
    filter: { ...noFilter, text },
  };
  return [all, ...states];
}
