import { type Signal, signal } from "@preact/signals";
import type { Container } from "@quayside/core/model/container.ts";
import type { Anchor } from "../controls/menu.tsx";
import { listed } from "../text/count.ts";
import { commandKeys, isAlive, whyNot } from "./commands.ts";
import type { ContainersModel } from "./containers-model.ts";
import { containerKeys, isGroup, moveTo, parentOf } from "./navigation.ts";
import type { Row } from "./rows.ts";
import { nothingSelected, selectAll, selectOnly, selectRange, toggle } from "./selection.ts";
import { type Command, isBulkAction } from "./vocabulary.ts";

export interface OpenMenu {
  /** As it was when the menu opened: the menu outlives a container that is removed meanwhile. */
  readonly container: Container;
  readonly key: string;
  readonly anchor: Anchor;
}

/** What the table's surroundings do for it: only they know the DOM. */
export interface TableView {
  focusRow(index: number): void;
  /** The row that had the focus last, or the one that took its place. */
  focusActive(): void;
  /** Rows that fit. */
  page(): number;
  anchorOfRow(key: string): Anchor | undefined;
}

/** What keys and clicks on the table do. */
export class TableController {
  /** The row that holds the focus, or gets it by Tab. */
  readonly active: Signal<string | undefined> = signal(undefined);
  readonly menu: Signal<OpenMenu | undefined> = signal(undefined);
  /** The table sets it whenever it is drawn. */
  view: TableView | undefined;
  readonly #model: ContainersModel;

  constructor(model: ContainersModel) {
    this.#model = model;
  }

  get #rows(): readonly Row[] {
    return this.#model.table.peek().rows;
  }

  whyNot(command: Command, container: Container, key: string): string | undefined {
    const inventory = this.#model.inventory.peek();
    const present = inventory?.containers.get(key);
    const host = present === undefined ? undefined : inventory?.hosts.get(container.host);
    return whyNot(command, present ?? container, host, this.#model.actions.pending.peek().get(key));
  }

  /** On this one alone, whatever is picked. */
  command(command: Command, row: Extract<Row, { kind: "container" }>): void {
    if (this.whyNot(command, row.container, row.key) === undefined) this.run(command, row.container);
  }

  run(command: Command, container: Container): void {
    if (command === "rename") this.#model.rename.begin(container);
    else void this.#model.actions.run(command, [container]);
  }

  /** Of all that are picked; of one group where a row of it is given. */
  async showLogs(row?: Row): Promise<void> {
    const { actions, inventory, selection } = this.#model;
    if (row?.kind === "host") return actions.showLogs([{ host: row.host.id, all: true }], row.host.name);
    if (row?.kind === "stack") {
      const { stack } = row;
      if (stack === undefined || row.hosts.length === 0) return;
      return actions.showLogs(
        row.hosts.map((host) => ({ host, stack })),
        stack,
      );
    }
    const picked = [...selection.peek().keys].flatMap((key) => inventory.peek()?.containers.get(key) ?? []);
    if (picked.length === 0) return;
    await actions.showLogs(
      picked.map(({ host, name }) => ({ host, name })),
      listed(picked.map(({ name }) => name)),
    );
  }

  openMenu(row: Extract<Row, { kind: "container" }>, anchor: Anchor): void {
    this.active.value = row.key;
    this.menu.value = { container: row.container, key: row.key, anchor };
  }

  click(row: Row, event: MouseEvent): void {
    if (event.target instanceof Element && event.target.closest("button") !== null) return;
    this.active.value = row.key;
    if (isGroup(row)) this.#model.setOpen(row.key, !row.open);
    if (row.kind !== "container") return;
    const { selection, table } = this.#model;
    if (event.shiftKey) this.#model.select(selectRange(selection.value, row.key, table.value.matching));
    else if (event.ctrlKey || event.metaKey) this.#model.select(toggle(selection.value, [row.key]));
    else this.#model.select(selectOnly(row.key));
  }

  /** The check box of a row; with shift from the last picked one to here. */
  check(row: Row, event: MouseEvent): void {
    const { selection, table } = this.#model;
    if (event.shiftKey) this.#model.select(selectRange(selection.value, row.key, table.value.matching));
    else this.#model.select(toggle(selection.value, [row.key]));
  }

  checkAll(): void {
    const { selection, table } = this.#model;
    const { matching } = table.value;
    const all = matching.length > 0 && selection.value.keys.size === matching.length;
    this.#model.select(all ? nothingSelected : selectAll(selection.value, matching));
  }

  /** True when the key was for the table. */
  key(event: KeyboardEvent, index: number): boolean {
    const row = this.#rows[index];
    const { view } = this;
    if (row === undefined || view === undefined || event.target instanceof HTMLInputElement) return false;
    const onButton = event.target instanceof Element && event.target.closest("button") !== null;
    if (onButton && (event.key === "Enter" || event.key === " ")) return false;
    if (event.ctrlKey || event.metaKey) return this.#controlKey(event, index, view);
    const to = moveTo(event.key, index, this.#rows.length, view.page());
    if (to !== undefined) {
      view.focusRow(to);
      if (event.shiftKey) this.#extend(row, to);
      return true;
    }
    if ((event.shiftKey && event.key === "F10") || event.key === "ContextMenu") return this.#menuKey(row, view);
    return this.#structureKey(event.key, row, index, view) || this.#commandKey(event.key, row);
  }

  #controlKey(event: KeyboardEvent, index: number, view: TableView): boolean {
    const { selection, table } = this.#model;
    if (event.key.toLowerCase() === "a" && !event.shiftKey && !event.altKey) {
      this.#model.select(selectAll(selection.value, table.value.matching));
      return true;
    }
    const to = moveTo(event.key, index, this.#rows.length, view.page());
    if (to === undefined) return false;
    view.focusRow(to);
    return true;
  }

  #extend(from: Row, to: number): void {
    const row = this.#rows[to];
    if (row?.kind !== "container") return;
    const { selection, table } = this.#model;
    const start = selection.value.keys.size === 0 && from.kind === "container" ? selectOnly(from.key) : selection.value;
    this.#model.select(selectRange(start, row.key, table.value.matching));
  }

  #menuKey(row: Row, view: TableView): boolean {
    const anchor = view.anchorOfRow(row.key);
    if (row.kind === "container" && anchor !== undefined) this.openMenu(row, anchor);
    return true;
  }

  #structureKey(key: string, row: Row, index: number, view: TableView): boolean {
    switch (key) {
      case "ArrowRight":
        if (isGroup(row) && !row.open) this.#model.setOpen(row.key, true);
        else if (isGroup(row)) view.focusRow(Math.min(index + 1, this.#rows.length - 1));
        return true;
      case "ArrowLeft":
        if (isGroup(row) && row.open) this.#model.setOpen(row.key, false);
        else view.focusRow(parentOf(this.#rows, index) ?? index);
        return true;
      case " ": {
        const keys = containerKeys(this.#rows, index);
        if (keys.length > 0) this.#model.select(toggle(this.#model.selection.value, keys));
        return true;
      }
      case "Escape":
        this.#model.select(nothingSelected);
        return true;
      case "Enter":
        if (isGroup(row)) this.#model.setOpen(row.key, !row.open);
        else if (row.kind === "failure") void this.#model.actions.retry(row.host.id);
        else if (row.kind === "container") this.command("open", row);
        return true;
      default:
        return false;
    }
  }

  #commandKey(key: string, row: Row): boolean {
    const name = key === "Delete" ? "Del" : key.toUpperCase();
    const { keys } = this.#model.selection.peek();
    if (name === commandKeys.logs && (isGroup(row) || (keys.size > 1 && keys.has(row.key)))) {
      void this.showLogs(isGroup(row) ? row : undefined);
      return true;
    }
    if (row.kind !== "container") return false;
    const useless: Command = isAlive(row.container) ? "start" : "stop";
    const commands = Object.keys(commandKeys) as (keyof typeof commandKeys)[];
    const command = commands.find((one) => commandKeys[one] === name && one !== useless);
    if (command === undefined) return false;
    // What takes many acts on all that are picked, where the row with the focus is one of them.
    if (isBulkAction(command) && this.#model.selection.value.keys.has(row.key))
      void this.#model.actions.run(command, this.possible(command));
    else this.command(command, row);
    return true;
  }

  /** Those of the picked ones on which this can be done now. */
  possible(command: Command): readonly Container[] {
    const { inventory, selection } = this.#model;
    return [...selection.value.keys].flatMap((key) => {
      const container = inventory.value?.containers.get(key);
      return container !== undefined && this.whyNot(command, container, key) === undefined ? [container] : [];
    });
  }
}
