import type { TerminalOutput } from "@quayside/core/model/held-terminal.ts";
import type { TerminalSize } from "@quayside/core/model/terminal.ts";
import { FitAddon } from "@xterm/addon-fit";
import { type ISearchDecorationOptions, SearchAddon } from "@xterm/addon-search";
import { WebLinksAddon } from "@xterm/addon-web-links";
import { Terminal } from "@xterm/xterm";
import { FrameGate } from "../app/frame.ts";
import { shortened } from "../text/shortened.ts";
import { visibleText } from "../text/visible-text.ts";
import { strictStyles } from "./strict-styles.ts";
import { strings } from "./strings.ts";
import { terminalKey } from "./terminal-keys.ts";
import { terminalTheme } from "./terminal-theme.ts";
import { isWebAddress } from "./web-address.ts";

export interface TerminalViewEvents {
  readonly onInput: (text: string) => void;
  /** There is room for this many. */
  readonly onResize: (size: TerminalSize) => void;
  readonly onSelect: (selected: boolean) => void;
  readonly onCopy: () => void;
  /** Something was pasted; it goes to the shell by `paste`. */
  readonly onPaste: (text: string, bracketed: boolean) => void;
  /** The person asks for the search. */
  readonly onSearch: () => void;
  readonly onHits: (hits: SearchHits) => void;
  /** An address of the web. */
  readonly onLink: (address: string) => void;
  /** By the keyboard: the focus is to go elsewhere. */
  readonly onLeave: () => void;
}

/** How many there are, and which of them is the one that is seen, from 0; -1 where none is. */
export interface SearchHits {
  readonly index: number;
  readonly count: number;
}

export interface SearchOptions {
  readonly matchCase: boolean;
  readonly regex: boolean;
}

export interface ViewOptions {
  readonly screenReader: boolean;
  /** Pixels more, or less, than the page has for text of one width. */
  readonly larger: number;
}

/** Empties all and begins anew, also the lines above the screen. */
const RESET = "\u001bc";

/** xterm in an element of the page, filled with what core says of a terminal. */
export class TerminalView {
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #search = new SearchAddon({ highlightLimit: 1000 });
  readonly #events: TerminalViewEvents;
  readonly #gate = new FrameGate(() => this.#askForRoom());
  readonly #undoStyles: () => void;
  readonly #room: ResizeObserver;
  readonly #theme: MutationObserver;
  /** Pixels, as the page has it. */
  readonly #fontSize: number;

  constructor(parent: HTMLElement, options: ViewOptions, events: TerminalViewEvents) {
    this.#events = events;
    const page = parent.ownerDocument;
    const style = getComputedStyle(page.body);
    // As in VS Code's own terminals: a plain click is for the selection.
    const follow = (event: MouseEvent, address: string): void => {
      if ((event.ctrlKey || event.metaKey) && isWebAddress(address)) events.onLink(address);
    };
    const tell = (address: string): void => {
      parent.title = isWebAddress(address) ? strings.linkTo(visibleText(shortened(address, 300))) : "";
    };
    this.#fontSize = Number.parseFloat(style.getPropertyValue("--vscode-editor-font-size")) || 12;
    this.#terminal = new Terminal({
      fontFamily: style.getPropertyValue("--mono"),
      lineHeight: 1.2,
      theme: readTheme(page),
      // As VS Code's own terminals: whatever colours a program picks can be read.
      minimumContrastRatio: 4.5,
      scrollback: 2000,
      cursorBlink: !page.defaultView?.matchMedia("(prefers-reduced-motion: reduce)").matches,
      // Where a link leads is the program's word, and may be another place than the one that it shows.
      linkHandler: { activate: follow, hover: (_event, address) => tell(address), leave: () => tell("") },
      // For the marks of the search.
      allowProposedApi: true,
    });
    this.adjust(options);
    this.#terminal.loadAddon(this.#fit);
    this.#terminal.loadAddon(this.#search);
    this.#terminal.loadAddon(
      new WebLinksAddon(follow, { hover: (_event, address) => tell(address), leave: () => tell("") }),
    );
    this.#search.onDidChangeResults(({ resultIndex, resultCount }) =>
      events.onHits({ index: resultIndex, count: resultCount }),
    );
    this.#leaveAnswersToCore();
    this.#undoStyles = strictStyles(page);
    this.#terminal.open(parent);
    this.#terminal.attachCustomKeyEventHandler((event) => this.#onKey(event));
    this.#terminal.onData(events.onInput);
    // Before xterm hears of it.
    parent.addEventListener("paste", (event) => this.#onPaste(event), { capture: true });
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

  /** As the person wants it from now on. */
  adjust({ screenReader, larger }: ViewOptions): void {
    this.#terminal.options.screenReaderMode = screenReader;
    this.#terminal.options.fontSize = Math.max(SMALLEST, this.#fontSize + larger);
    this.#gate.ask();
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

  /** As the program wants it: with marks around it where it asked for them. */
  paste(text: string): void {
    this.#terminal.paste(text);
    this.focus();
  }

  /** The next one, or the one before; what is seen stays where it is while one types on. */
  search(text: string, direction: 1 | -1, { matchCase, regex }: SearchOptions, incremental = false): void {
    const options = { caseSensitive: matchCase, regex, incremental, decorations: marks(this.#terminal) };
    if (text === "" || (regex && !isExpression(text))) {
      this.endSearch();
      return;
    }
    const found = direction === 1 ? this.#search.findNext(text, options) : this.#search.findPrevious(text, options);
    // Of none the addon does not always tell.
    if (!found) this.endSearch();
  }

  endSearch(): void {
    this.#search.clearDecorations();
    this.#events.onHits({ index: -1, count: 0 });
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
    const { onCopy, onLeave, onSearch } = this.#events;
    const own = { copy: onCopy, leave: onLeave, search: onSearch, shell: undefined, home: undefined, paste: undefined }[
      key
    ];
    if (own !== undefined) {
      event.preventDefault();
      // A page's own search, or VS Code's, would find only what is on the screen.
      event.stopPropagation();
      if (event.type === "keydown") own();
    }
    // To paste is the browser’s own affair, which asks nobody for the clipboard.
    return key === "shell";
  }

  #onPaste(event: ClipboardEvent): void {
    event.preventDefault();
    event.stopPropagation();
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (text !== "") this.#events.onPaste(text, this.#terminal.modes.bracketedPasteMode);
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

const SMALLEST = 6;

function isExpression(text: string): boolean {
  try {
    return new RegExp(text).source !== "";
  } catch {
    return false;
  }
}

/** The addon takes nothing but `#rrggbb`; which of the two grounds it is, the theme's own colour says. */
function marks({ options: { theme } }: Terminal): ISearchDecorationOptions {
  const dark = isDark(theme?.background ?? "#000000");
  const [match, active] = dark ? ["#5a4a1c", "#9e6a03"] : ["#f6e0b5", "#f0a94b"];
  return {
    ...{ matchBackground: match, activeMatchBackground: active },
    ...{ matchOverviewRuler: active, activeMatchColorOverviewRuler: active },
  };
}

function isDark(colour: string): boolean {
  const [red = 0, green = 0, blue = 0] = (/^#(..)(..)(..)/.exec(colour) ?? [])
    .slice(1)
    .map((part) => Number.parseInt(part, 16));
  return red * 0.3 + green * 0.6 + blue * 0.1 < 128;
}

function readTheme(page: Document) {
  const style = getComputedStyle(page.body);
  return terminalTheme((name) => style.getPropertyValue(name));
}
