import type { Files } from "@quayside/core/files/files.ts";
import type { Forwards } from "@quayside/core/forwards/forwards.ts";
import type { Inventory } from "@quayside/core/inventory/inventory.ts";
import type { Resources } from "@quayside/core/inventory/resources.ts";
import { endingCertificate } from "@quayside/core/model/ending-certificate.ts";
import type { Filter } from "@quayside/shared-ui/containers/view-settings.ts";
import * as vscode from "vscode";
import type { FileMarks, MarkedFile } from "../files/file-marks.ts";
import { fileUri } from "../files/file-uri.ts";
import { isFileNode, parseFileNode } from "./file-nodes.ts";
import { nodeView, type ViewWords } from "./node-view.ts";
import type { NodeView } from "./node-words.ts";
import { hostNode, parseNode } from "./nodes.ts";
import { RefreshClock } from "./refresh-clock.ts";
import { tooltipOf } from "./tooltip.ts";
import { escapedMarkdown, type Tooltip } from "./tooltip-text.ts";
import { ROOT, TreeModel } from "./tree-model.ts";

/** Milliseconds that the first answer waits for a host's list. An engine that takes longer is shown as connecting. */
const FIRST_LIST = 200;

/** Milliseconds that VS Code waits for a directory: what is above it is drawn anew only when it has its answer. */
const DIRECTORY = 200;

/** Milliseconds between two looks at the days that certificates have left. */
const CERTIFICATES = 60 * 60 * 1000;

/** VS Code's face of the tree. Its elements are the ids of our nodes. */
export class HostsTree implements vscode.TreeDataProvider<string>, vscode.Disposable {
  readonly model = new TreeModel();
  readonly #words: ViewWords;
  readonly #marks: Pick<FileMarks, "take">;
  readonly #changed = new vscode.EventEmitter<string[] | undefined>();
  readonly #drawn = new vscode.EventEmitter<void>();
  readonly #clock = new RefreshClock<string>(
    (ids) => {
      this.#changed.fire(ids.includes(ROOT) ? undefined : ids);
      this.#drawn.fire();
    },
    () => this.#inventory?.flush(),
  );
  #inventory: Pick<Inventory, "flush"> | undefined;
  /** Until the inventory is there VS Code shows that it waits, and no welcome. */
  readonly #ready: Promise<void>;
  #begin: (() => void) | undefined;
  #listening: vscode.Disposable | undefined;
  #firstList: NodeJS.Timeout | undefined;

  readonly #certificates = setInterval(() => this.#drawCertificates(), CERTIFICATES).unref();

  readonly onDidChangeTreeData = this.#changed.event;
  /** After a change was handed to VS Code. */
  readonly onDidDraw = this.#drawn.event;

  constructor(words: ViewWords, marks: Pick<FileMarks, "take">) {
    this.#words = words;
    this.#marks = marks;
    this.#ready = new Promise((resolve) => {
      this.#begin = resolve;
    });
  }

  show(
    inventory: Pick<Inventory, "snapshot" | "onDidChange" | "flush">,
    forwards: Pick<Forwards, "onDidChange">,
    resources: Pick<Resources, "get" | "onDidChange">,
    files: Pick<Files, "list">,
  ): void {
    this.#listening?.dispose();
    this.model.setForwards([]);
    this.model.files.readFrom({ files, hostName: (host) => this.model.host(host)?.name ?? host });
    this.#inventory = inventory;
    const snapshot = inventory.snapshot();
    this.model.reset(snapshot);
    const takeResources = (hosts: readonly string[]): string[] =>
      hosts.flatMap((host) => [...this.model.applyResources(host, resources.get(host))]);
    takeResources(snapshot.hosts.map(({ id }) => id));
    // A host that shows as "connecting" for some milliseconds would cost its containers the pause between two changes.
    this.#firstList = setTimeout(() => this.#shown(), FIRST_LIST);
    this.#listening = vscode.Disposable.from(
      inventory.onDidChange((change) => {
        const changed = this.model.apply(change);
        // What was read of a host may have been told before the host itself.
        const dirty = [...changed, ...takeResources([...change.hosts.map(({ id }) => id), ...change.listed])];
        if (this.#begin === undefined) this.#clock.mark(dirty);
        else if (change.listed.length > 0 || change.hosts.some(({ state }) => state.kind === "unreachable"))
          this.#shown();
      }),
      forwards.onDidChange((list) => this.#clock.mark(this.model.setForwards(list))),
      resources.onDidChange((hosts) => {
        const dirty = takeResources(hosts);
        // Before the first answer there is nothing to draw anew, and it doesn't wait for these.
        if (this.#begin === undefined) this.#clock.mark(dirty);
      }),
    );
    if (this.#begin === undefined || snapshot.hosts.length === 0 || snapshot.listed.length > 0) this.#shown();
  }

  /** There will be no inventory. */
  showNothing(): void {
    this.#listening?.dispose();
    this.model.files.readFrom(undefined);
    this.model.reset({ hosts: [], containers: [], listed: [] });
    this.#shown();
  }

  filter(filter: Filter): void {
    this.model.setFilter(filter);
    this.redraw();
  }

  redraw(): void {
    this.#clock.mark([ROOT]);
  }

  /** Resolves when VS Code was told of all that is known now: it finds no node that it was not told of. */
  async drawn(): Promise<void> {
    const drawn = new Promise<void>((resolve) => {
      const once = this.onDidDraw(() => {
        once.dispose();
        resolve();
      });
    });
    this.redraw();
    await drawn;
  }

  async getChildren(id?: string): Promise<string[]> {
    await this.#ready;
    if (id === undefined || !isFileNode(id)) return this.model.children(id);
    await this.#loaded(id);
    const children = this.model.children(id);
    this.#mark(children);
    return children;
  }

  /** Reads the directory of this node anew, where it is open. */
  async refreshFiles(id: string): Promise<void> {
    await this.model.files.refresh(id);
    this.#clock.mark([id]);
  }

  async showMoreFiles(id: string): Promise<void> {
    const directory = this.model.parent(id);
    if (directory === undefined) return;
    await this.model.files.more(directory);
    this.#clock.mark([directory]);
  }

  /** What is closed is read anew when it is opened the next time. */
  closed(id: string): void {
    const { kind, host, name } = parseNode(id);
    const of = kind === "container" ? "container" : kind === "volumes" ? "volume" : undefined;
    const at = of === undefined ? parseFileNode(id) : { place: { host, kind: of, id: name } as const, path: "/" };
    if (at !== undefined && this.model.files.forget(at)) this.#clock.mark([id]);
  }

  /** All of a directory at once: VS Code is told of them in one message. */
  #mark(ids: readonly string[]): void {
    this.#marks.take(
      ids.flatMap((id): MarkedFile[] => {
        const node = this.model.node(id);
        return node?.kind === "file" ? [{ uri: fileUri(node.named, node.file.path), change: node.file.change }] : [];
      }),
    );
  }

  /** Longer than a moment nobody waits for it: it is drawn when it comes. */
  async #loaded(id: string): Promise<void> {
    const reading = this.model.files.load(id);
    if (reading === undefined) return;
    let timer: NodeJS.Timeout | undefined;
    const moment = new Promise<"late">((resolve) => {
      timer = setTimeout(() => resolve("late"), DIRECTORY);
    });
    if ((await Promise.race([reading, moment])) === "late") void reading.then(() => this.#clock.mark([id]));
    clearTimeout(timer);
  }

  getParent(id: string): string | undefined {
    return this.model.parent(id);
  }

  getTreeItem(id: string): vscode.TreeItem {
    const node = this.model.node(id);
    // It went between VS Code's two questions; the refresh without it is on its way.
    if (node === undefined) return { id, label: "" };
    return treeItem(id, nodeView(node, this.#words));
  }

  resolveTreeItem(item: vscode.TreeItem, id: string): vscode.TreeItem {
    const node = this.model.node(id);
    if (node !== undefined) item.tooltip = markdown(tooltipOf(node, Date.now(), this.#words.t));
    return item;
  }

  /** The days that are left are another number tomorrow, though nothing else changes. */
  #drawCertificates(): void {
    const ending = this.model.hosts().filter(({ state }) => endingCertificate(state, this.#words.now()) !== undefined);
    if (ending.length > 0) this.#clock.mark(ending.map(({ id }) => hostNode(id)));
  }

  /** Whoever waits gets it as the answer: only later ones are a change. */
  #shown(): void {
    clearTimeout(this.#firstList);
    if (this.#begin === undefined) this.redraw();
    else this.#begin();
    this.#begin = undefined;
    this.#drawn.fire();
  }

  dispose(): void {
    clearInterval(this.#certificates);
    clearTimeout(this.#firstList);
    this.#listening?.dispose();
    this.#clock.dispose();
    this.#changed.dispose();
    this.#drawn.dispose();
  }
}

function treeItem(
  id: string,
  { label, description, mark, contextValue, spoken, expandable, closed, file, click }: NodeView,
): vscode.TreeItem {
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(label, expandable ? (closed ? Collapsed : Expanded) : None);
  item.id = id;
  item.description = description;
  item.contextValue = contextValue;
  item.accessibilityInformation = { label: spoken };
  if (mark !== undefined)
    item.iconPath = new vscode.ThemeIcon(
      mark.icon,
      mark.color === undefined ? undefined : new vscode.ThemeColor(mark.color),
    );
  if (click !== undefined) item.command = { command: click, title: label, arguments: [id] };
  if (file !== undefined) {
    item.resourceUri = fileUri(file.place, file.path);
    item.iconPath = file.folder ? vscode.ThemeIcon.Folder : vscode.ThemeIcon.File;
    if (file.opens) item.command = { command: "vscode.open", title: label, arguments: [item.resourceUri] };
  }
  return item;
}

/** Names and errors are written by strangers: what goes in is escaped. */
function markdown({ title, sentences, facts }: Tooltip): vscode.MarkdownString | undefined {
  if (title === "") return undefined;
  const text = new vscode.MarkdownString();
  text.isTrusted = false;
  text.supportHtml = false;
  const told = [...sentences.filter((words) => words !== ""), ...facts.map(([name, value]) => `${name}: ${value}`)];
  text.appendMarkdown([`**${escapedMarkdown(title)}**`, ...told.map(escapedMarkdown)].join("\n\n"));
  return text;
}
