import { type Colour, contrast, mix, over, parseColour } from "./colours.ts";
import { type Mode, palettes, type Variables } from "./palette.ts";

type Tree = Readonly<Record<string, unknown>>;

const paths = {
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
} as const;

/** What the theme tells, in MUI's ThemeOptions. It may be partial, or anything: each read is guarded. */
type Told = Readonly<Partial<Record<keyof typeof paths, string>>>;

/** For text, and for what is only to be seen: WCAG AA. */
const READABLE = 4.5;
const VISIBLE = 3;
/** Of the foreground in secondary text: palette.css mixes it. */
const mutedShare = { dark: 0.7, light: 0.8 } as const satisfies Record<Mode, number>;
/** Of a state's colour in its text, likewise. */
const colouredShare = { dark: 0.7, light: 0.7 } as const satisfies Record<Mode, number>;

/**
 * Docker Desktop's theme in the variables of the shared panels. Where it tells only a part, or something that can't be
 * read on the rest, that gives way to what is our own.
 */
export function themeVariables(mode: Mode, muiTheme: unknown): Variables {
  const own = palettes[mode];
  const told = toldBy(tree(muiTheme));
  const foreground = of(own, "foreground");

  // Our own text must be readable on a ground: it stands where theirs gives way.
  const ground = (given: string | undefined, variable: string): string =>
    first(
      [given],
      (colour) => colour[3] === 1 && contrast(mix(foreground, mutedShare[mode], colour), colour) >= READABLE,
    ) ??
    own[variable] ??
    "";
  const background = ground(told.background, "editor-background");
  const paper = ground(told.paper, "sideBar-background");
  const grounds = [background, paper].map((css) => parseColour(css) ?? of(own, "editor-background"));
  const on =
    (least: number, show: (colour: Colour, on: Colour) => Colour = (colour) => colour) =>
    (colour: Colour) =>
      grounds.every((one) => contrast(show(colour, one), one) >= least);

  const text =
    first(
      [told.text],
      on(READABLE, (colour, one) => mix(over(colour, one), mutedShare[mode], one)),
    ) ??
    own.foreground ??
    "";
  const textColour = parseColour(text) ?? foreground;
  const textOr = (given: string | undefined, variable: string): string =>
    first([given, own[variable]], on(READABLE)) ?? text;
  // Their text is mixed with the foreground; the mark alone need only be seen.
  const stateOr = (given: string | undefined, variable: string): string =>
    first(
      [given],
      on(READABLE, (colour) => mix(colour, colouredShare[mode], textColour)),
    ) ??
    own[variable] ??
    "";
  const tint = (given: string | undefined): string | undefined =>
    first([given], (colour) => grounds.every((one) => contrast(textColour, over(colour, one)) >= READABLE));

  // A line is quiet: one that stands out is meant for another ground.
  const divider = first([told.divider], (colour) => grounds.every((one) => contrast(over(colour, one), one) < VISIBLE));
  const selected = tint(told.selected);
  return {
    ...own,
    "editor-background": background,
    ...all(["sideBar-background", "editorWidget-background"], paper),
    ...(told.paper === paper ? all(["input-background", "menu-background", "checkbox-background"], paper) : {}),
    ...(text === told.text
      ? all(["foreground", "editor-foreground", "input-foreground", "menu-foreground", "icon-foreground"], text)
      : {}),
    ...secondaryButton(own, text),
    descriptionForeground: textOr(told.secondary, "descriptionForeground"),
    "input-placeholderForeground": textOr(told.secondary, "input-placeholderForeground"),
    focusBorder: first([told.primary], on(VISIBLE)) ?? own.focusBorder ?? "",
    "textLink-foreground": textOr(told.primary, "textLink-foreground"),
    ...primaryButton(own, told),
    ...(divider === undefined ? {} : all(["panel-border", "widget-border", "menu-border"], divider)),
    "list-hoverBackground": tint(told.hover) ?? tint(own["list-hoverBackground"]) ?? "transparent",
    ...(selected === undefined
      ? {}
      : // The selection's text is meant for our own ground; on Desktop's, which is translucent, text stays text.
        { "list-activeSelectionBackground": selected, "list-activeSelectionForeground": text }),
    errorForeground: textOr(told.error, "errorForeground"),
    "charts-red": stateOr(told.error, "charts-red"),
    "charts-green": stateOr(told.success, "charts-green"),
    "charts-yellow": stateOr(told.warning, "charts-yellow"),
    ...fontOf(tree(muiTheme)),
  };
}

function primaryButton(own: Variables, told: Told): Variables {
  const ground = told.primary === undefined ? undefined : parseColour(told.primary);
  if (told.primary === undefined || ground === undefined || ground[3] < 1) return {};
  const text =
    first([told.contrast, own["button-foreground"], "#ffffff"], (colour) => contrast(colour, ground) >= READABLE) ??
    "#000000";
  // Away from its text, so that it can be read no worse.
  const away = contrast(parseColour("#000000") ?? ground, ground) > contrast(parseColour("#ffffff") ?? ground, ground);
  return {
    "button-background": told.primary,
    "button-foreground": text,
    "button-hoverBackground": `color-mix(in srgb, ${told.primary} 88%, ${away ? "#ffffff" : "#000000"})`,
  };
}

function secondaryButton(own: Variables, text: string): Variables {
  const grounds = ["button-secondaryBackground", "button-secondaryHoverBackground"].map((name) => of(own, name));
  const readable = first([text], (colour) => grounds.every((ground) => contrast(colour, ground) >= READABLE));
  return readable === undefined ? {} : { "button-secondaryForeground": readable };
}

/** The first that is a colour and passes. */
function first(candidates: readonly (string | undefined)[], passes: (colour: Colour) => boolean): string | undefined {
  return candidates.find((css) => {
    const colour = css === undefined ? undefined : parseColour(css);
    return colour !== undefined && passes(colour);
  });
}

function of(own: Variables, name: string): Colour {
  const colour = parseColour(own[name] ?? "");
  if (colour === undefined) throw new TypeError(`The palette has no colour for ${name}.`);
  return colour;
}

function all(names: readonly string[], value: string): Variables {
  return Object.fromEntries(names.map((name) => [name, value]));
}

function toldBy(theme: Tree): Told {
  const found = Object.entries(paths).map(([name, path]) => [
    name,
    path.split(".").reduce<unknown>((at, key) => tree(at)[key], theme.palette),
  ]);
  return Object.fromEntries(
    found.filter(([, value]) => typeof value === "string" && parseColour(value) !== undefined),
  ) as Told;
}

function fontOf(theme: Tree): Variables {
  const family: unknown = tree(theme.typography).fontFamily;
  return typeof family === "string" && /^[\w\s,"'.-]{1,300}$/.test(family) ? { "font-family": family } : {};
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
