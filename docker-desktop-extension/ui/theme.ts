import { type Mode, palettes, type Variables } from "./palette.ts";

type Tree = Readonly<Record<string, unknown>>;

/** Variable ← path in MUI's ThemeOptions. */
const mapping: Readonly<Record<string, readonly string[]>> = {
  background: ["editor-background"],
  paper: [
    "sideBar-background",
    "editorWidget-background",
    "input-background",
    "menu-background",
    "checkbox-background",
  ],
  text: [
    "foreground",
    "editor-foreground",
    "input-foreground",
    "menu-foreground",
    "icon-foreground",
    "button-secondaryForeground",
  ],
  secondary: ["descriptionForeground", "input-placeholderForeground"],
  primary: ["focusBorder", "button-background", "textLink-foreground"],
  contrast: ["button-foreground"],
  divider: ["panel-border", "widget-border", "menu-border"],
  hover: ["list-hoverBackground"],
  selected: ["list-activeSelectionBackground"],
  error: ["errorForeground", "charts-red"],
  success: ["charts-green"],
  warning: ["charts-yellow"],
};

const paths: Readonly<Record<string, string>> = {
  background: "background.default",
  paper: "background.paper",
  text: "text.primary",
  secondary: "text.secondary",
  primary: "primary.main",
  contrast: "primary.contrastText",
  divider: "divider",
  hover: "action.hover",
  selected: "action.selected",
  error: "error.main",
  success: "success.main",
  warning: "warning.main",
};

/** Docker Desktop's theme in the variables of the shared panels. It may be partial, or anything: each read is guarded. */
export function themeVariables(mode: Mode, muiTheme: unknown): Variables {
  const theme = tree(muiTheme);
  const found: Record<string, string> = {};
  for (const [name, path] of Object.entries(paths)) {
    const value = path.split(".").reduce<unknown>((at, key) => tree(at)[key], theme.palette);
    if (!isColour(value)) continue;
    for (const variable of mapping[name] ?? []) found[variable] = value;
  }
  // The selection's text is meant for the fallback's own ground; on Desktop's, which is translucent, text stays text.
  if (found["list-activeSelectionBackground"] !== undefined && found.foreground !== undefined) {
    found["list-activeSelectionForeground"] = found.foreground;
  }
  const family: unknown = tree(theme.typography).fontFamily;
  if (typeof family === "string" && /^[\w\s,"'.-]{1,300}$/.test(family)) found["font-family"] = family;
  return { ...palettes[mode], ...found };
}

/** What Docker Desktop says about itself, for one mode. */
export function desktopTheme(page: object, mode: Mode): unknown {
  const globals = page as { readonly __ddMuiV6Themes?: unknown; readonly __ddMuiV5Themes?: unknown };
  return tree(globals.__ddMuiV6Themes)[mode] ?? tree(globals.__ddMuiV5Themes)[mode];
}

/** Sets the variables on the body, now and whenever the system turns dark or light. */
export function followTheme(page: Window): void {
  const dark = page.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const mode = dark.matches ? "dark" : "light";
    const { body } = page.document;
    body.classList.toggle("vscode-dark", mode === "dark");
    body.classList.toggle("vscode-light", mode === "light");
    for (const [name, value] of Object.entries(themeVariables(mode, desktopTheme(page, mode))))
      body.style.setProperty(`--vscode-${name}`, value);
  };
  dark.addEventListener("change", apply);
  apply();
}

function tree(value: unknown): Tree {
  return typeof value === "object" && value !== null ? (value as Tree) : {};
}

function isColour(value: unknown): value is string {
  return typeof value === "string" && /^(#[0-9a-f]{3,8}|(rgb|hsl)a?\([\d\s.,%/]+\)|[a-z]{3,30})$/i.test(value);
}
