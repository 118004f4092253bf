import type { TerminalOutput } from "@quayside/core/model/held-terminal.ts";
import type { TerminalSize } from "@quayside/core/model/terminal.ts";
import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";
import { FrameGate } from "../app/frame.ts";
import { strictStyles } from "./strict-styles.ts";
import { terminalKey } from "./terminal-keys.ts";
import { terminalTheme } from "./terminal-theme.ts";

export interface TerminalViewEvents {
  readonly onInput: (text: string) => void;
  /** There is room for this many. */
  readonly onResize: (size: TerminalSize) => void;
  readonly onSelect: (selected: boolean) => void;
  readonly onCopy: () => void;
  /** By the keyboard: the focus is to go elsewhere. */
  readonly onLeave: () => void;
}

/** Empties all and begins anew, also the lines above the screen. */
const RESET = "\u001bc";

/** xterm in an element of the page, filled with what core says of a terminal. */
export class TerminalView {
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #events: TerminalViewEvents;
  readonly #gate = new FrameGate(() => this.#askForRoom());
  readonly #undoStyles: () => void;
  readonly #room: ResizeObserver;
  readonly #theme: MutationObserver;

  constructor(parent: HTMLElement, screenReader: boolean, events: TerminalViewEvents) {
    this.#events = events;
    const page = parent.ownerDocument;
    const style = getComputedStyle(page.body);
    const number = (name: string, otherwise: number): number =>
      Number.parseFloat(style.getPropertyValue(name)) || otherwise;
    this.#terminal = new Terminal({
      fontFamily: style.getPropertyValue("--mono"),
      fontSize: number("--vscode-editor-font-size", 12),
      lineHeight: 1.2,
      theme: readTheme(page),
      // As VS Code's own terminals: whatever colours a program picks can be read.
      minimumContrastRatio: 4.5,
      scrollback: 2000,
      cursorBlink: !page.defaultView?.matchMedia("(prefers-reduced-motion: reduce)").matches,
      screenReaderMode: screenReader,
      // A stranger's link is not opened by a click.
      linkHandler: { activate: () => {} },
    });
    this.#terminal.loadAddon(this.#fit);
    this.#leaveAnswersToCore();
    this.#undoStyles = strictStyles(page);
    this.#terminal.open(parent);
    this.#terminal.attachCustomKeyEventHandler((event) => this.#onKey(event));
    this.#terminal.onData(events.onInput);
    this.#terminal.onSelectionChange(() => events.onSelect(this.#terminal.hasSelection()));
    this.#room = new ResizeObserver(() => this.#gate.ask());
    this.#room.observe(parent);
    // Another window may have given it another size meanwhile.
    this.#terminal.textarea?.addEventListener("focus", () => this.#gate.ask());
    this.#theme = new MutationObserver(() => {
      this.#terminal.options.theme = readTheme(page);
    });
    // VS Code sets its variables on the root, Docker Desktop's page on the body.
    for (const element of [page.documentElement, page.body])
      this.#theme.observe(element, { attributes: true, attributeFilter: ["class", "style"] });
  }

  get selection(): string {
    return this.#terminal.getSelection();
  }

  /** Resolves when it has been taken in; what follows waits for that. */
  async draw(output: TerminalOutput): Promise<void> {
    const whole = "screen" in output;
    if (whole) this.#terminal.resize(output.size.columns, output.size.rows);
    const text = whole ? RESET + output.screen : output.output;
    await new Promise<void>((resolve) => this.#terminal.write(text, resolve));
  }

  focus(): void {
    this.#terminal.focus();
  }

  /** How it would fill its place; nothing while it has none. */
  room(): TerminalSize | undefined {
    const { cols: columns, rows } = this.#fit.proposeDimensions() ?? {};
    return columns !== undefined && rows !== undefined && columns > 0 && rows > 0 ? { columns, rows } : undefined;
  }

  clearSelection(): void {
    this.#terminal.clearSelection();
  }

  dispose(): void {
    this.#theme.disconnect();
    this.#room.disconnect();
    this.#gate.dispose();
    this.#terminal.dispose();
    this.#undoStyles();
  }

  #askForRoom(): void {
    const room = this.room();
    if (room !== undefined) this.#events.onResize(room);
  }

  /** False keeps it from the shell. */
  #onKey(event: KeyboardEvent): boolean {
    const key = terminalKey(event, this.#terminal.hasSelection());
    if (key === "copy" || key === "leave") {
      event.preventDefault();
      if (event.type === "keydown") key === "copy" ? this.#events.onCopy() : this.#events.onLeave();
    }
    // To paste is the browser’s own affair, which asks nobody for the clipboard.
    return key === "shell";
  }

  /** What programs ask a terminal core answers, once, however many pages show it: each answer would be typed text. */
  #leaveAnswersToCore(): void {
    const { parser } = this.#terminal;
    for (const prefix of ["", ">", "?"]) {
      const begin = prefix === "" ? {} : { prefix };
      parser.registerCsiHandler({ ...begin, final: "n" }, () => true);
      parser.registerCsiHandler({ ...begin, final: "c" }, () => true);
      parser.registerCsiHandler({ ...begin, intermediates: "$", final: "p" }, () => true);
    }
    parser.registerDcsHandler({ intermediates: "$", final: "q" }, () => true);
  }
}

function readTheme(page: Document) {
  const style = getComputedStyle(page.body);
  return terminalTheme((name) => style.getPropertyValue(name));
}
