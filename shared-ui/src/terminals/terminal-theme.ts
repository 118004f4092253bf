import type { ITheme } from "@xterm/xterm";

const ansi = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"] as const;
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** xterm's colours by the names of VS Code's variables; `variable` gives "" where there is none. */
export function terminalTheme(variable: (name: string) => string): ITheme {
  const first = (...names: readonly string[]): string | undefined =>
    names.map((name) => variable(`--vscode-${name}`).trim()).find((value) => value !== "");
  const colours: { readonly [name: string]: string | undefined } = {
    background: first("terminal-background", "editor-background"),
    foreground: first("terminal-foreground", "foreground"),
    cursor: first("terminalCursor-foreground", "foreground"),
    cursorAccent: first("terminalCursor-background", "terminal-background", "editor-background"),
    selectionBackground: first("terminal-selectionBackground", "editor-selectionBackground"),
    selectionForeground: first("terminal-selectionForeground"),
    scrollbarSliderBackground: first("scrollbarSlider-background"),
    scrollbarSliderHoverBackground: first("scrollbarSlider-hoverBackground", "scrollbarSlider-background"),
    scrollbarSliderActiveBackground: first("scrollbarSlider-activeBackground", "scrollbarSlider-background"),
    ...Object.fromEntries(
      ansi.flatMap((name) => [
        [name, first(`terminal-ansi${capital(name)}`)],
        [`bright${capital(name)}`, first(`terminal-ansiBright${capital(name)}`)],
      ]),
    ),
  };
  return Object.fromEntries(Object.entries(colours).filter(([, value]) => value !== undefined));
}
