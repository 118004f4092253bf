import { describe, expect, it } from "vitest";
import { desktopThemes } from "../../docker-desktop-extension/preview/page/desktop-themes.ts";
import { type Colour, contrast, mix, over, parseColour } from "../../docker-desktop-extension/ui/colours.ts";
import { type Mode, palettes, type Variables } from "../../docker-desktop-extension/ui/palette.ts";
import { desktopTheme, themeVariables } from "../../docker-desktop-extension/ui/theme.ts";

describe("Docker Desktop's theme", () => {
  it("gives the shared panels their colours and font", () => {
    const theme = {
      palette: {
        background: { default: "#101010", paper: "rgb(1, 2, 3)" },
        text: { primary: "#eeeeee", secondary: "#bbbbbb" },
        primary: { main: "#4b87f5", contrastText: "black" },
        divider: "rgba(255, 255, 255, 0.12)",
      },
      typography: { fontFamily: '"Roboto Flex", sans-serif' },
    };
    expect(themeVariables("dark", theme)).toMatchObject({
      "editor-background": "#101010",
      "sideBar-background": "rgb(1, 2, 3)",
      focusBorder: "#4b87f5",
      "button-foreground": "black",
      "panel-border": "rgba(255, 255, 255, 0.12)",
      "font-family": '"Roboto Flex", sans-serif',
      foreground: "#eeeeee",
      "charts-red": palettes.dark["charts-red"] ?? "",
    });
  });

  it.each([
    ["nothing", undefined],
    ["null", null],
    ["a text", "dark"],
    ["one without colours", { palette: null, typography: 7 }],
    [
      "colours that are none",
      {
        palette: {
          primary: { main: "red; background: url(http://evil.example)" },
          divider: 7,
          text: { primary: "url(x)" },
        },
      },
    ],
    ["a font that is none", { typography: { fontFamily: "x; } body { display: none" } }],
  ])("leaves the fallback where it is %s", (_what, theme) => {
    expect(themeVariables("light", theme)).toEqual(palettes.light);
  });

  it("is the newest that there is, of the mode that is asked for", () => {
    const page = { __ddMuiV6Themes: { dark: "six" }, __ddMuiV5Themes: { dark: "five", light: "five" } };
    expect(desktopTheme(page, "dark")).toBe("six");
    expect(desktopTheme(page, "light")).toBe("five");
    expect(desktopTheme({}, "light")).toBe(undefined);
  });

  it("has the same names in light and dark", () => {
    expect(Object.keys(palettes.light).sort()).toEqual(Object.keys(palettes.dark).sort());
  });
});

const modes = ["dark", "light"] as const;

/** Each colour of a theme by its path. */
function leaves(tree: object, path: readonly string[] = []): [readonly string[], string][] {
  return Object.entries(tree).flatMap(([key, value]): [readonly string[], string][] =>
    typeof value === "string" ? [[[...path, key], value]] : leaves(value, [...path, key]),
  );
}

function themeOf(colours: readonly (readonly [readonly string[], string])[]): object {
  const palette: Record<string, Record<string, string> | string> = {};
  for (const [[group = "", name], value] of colours) {
    const before = palette[group];
    palette[group] = name === undefined ? value : { ...(typeof before === "object" ? before : {}), [name]: value };
  }
  return { palette };
}

/** Whole, each colour alone, each one missing, and all that with the colours of the other mode. */
const themes = modes.flatMap((of) => {
  const colours = leaves(desktopThemes[of].palette).filter(([[name]]) => name !== "mode");
  return [
    colours,
    ...colours.map((colour) => [colour]),
    ...colours.map((colour) => colours.filter((other) => other !== colour)),
  ];
});

const colourOf = (variables: Variables, name: string): Colour => {
  const colour = parseColour(variables[name] ?? "");
  if (colour === undefined) throw new Error(`${name} is no colour: ${variables[name]}`);
  return colour;
};

/** What can't be read, of the text that there is in all panels. */
function unreadable(mode: Mode, variables: Variables): string[] {
  const background = colourOf(variables, "editor-background");
  const muted = (on: Colour) => mix(colourOf(variables, "foreground"), mode === "dark" ? 0.7 : 0.8, on);
  const pairs: [string, Colour, Colour][] = [];
  const pair = (text: string, ground: string) =>
    pairs.push([`${text} on ${ground}`, colourOf(variables, text), over(colourOf(variables, ground), background)]);
  for (const ground of ["editor-background", "sideBar-background", "list-hoverBackground"]) pair("foreground", ground);
  for (const ground of ["editor-background", "sideBar-background"]) {
    for (const text of ["descriptionForeground", "textLink-foreground", "errorForeground"]) pair(text, ground);
    pairs.push([`muted on ${ground}`, muted(background), colourOf(variables, ground)]);
  }
  pair("input-foreground", "input-background");
  pair("input-placeholderForeground", "input-background");
  pair("menu-foreground", "menu-background");
  pair("button-foreground", "button-background");
  pair("button-secondaryForeground", "button-secondaryBackground");
  pair("list-activeSelectionForeground", "list-activeSelectionBackground");
  for (const name of Object.keys(variables))
    if (name.startsWith("terminal-ansi") && !/(Black|White)$/.test(name)) pair(name, "editor-background");
  return pairs.flatMap(([what, text, ground]) => {
    const reached = contrast(text, ground);
    return reached < 4.5 ? [`${what}: ${reached.toFixed(2)}`] : [];
  });
}

describe("every text of the theme", () => {
  it.each(modes)("can be read in %s, whatever part of a theme there is, even of the other mode", (mode) => {
    const found = themes.flatMap((colours) =>
      unreadable(mode, themeVariables(mode, themeOf(colours))).map(
        (what) => `${colours.map(([path, value]) => `${path.join(".")} ${value}`).join(", ")}: ${what}`,
      ),
    );
    expect(found).toEqual([]);
    expect(unreadable(mode, palettes[mode])).toEqual([]);
  });

  it("takes what can be read", () => {
    for (const mode of modes) {
      const told = desktopThemes[mode].palette;
      expect(themeVariables(mode, desktopThemes[mode])).toMatchObject({
        "editor-background": told.background.default,
        "sideBar-background": told.background.paper,
        foreground: told.text.primary,
        "button-background": told.primary.main,
        "list-activeSelectionBackground": told.action.selected,
        "charts-red": told.error.main,
      });
    }
  });
});

describe("a colour", () => {
  it.each([
    ["#fff", [255, 255, 255, 1]],
    ["#10203080", [16, 32, 48, 128 / 255]],
    ["rgba(1, 2, 3, 0.5)", [1, 2, 3, 0.5]],
    ["rgb(100% 0% 0% / 50%)", [255, 0, 0, 0.5]],
    ["hsl(120, 100%, 50%)", [0, 255, 0, 1]],
    ["black", [0, 0, 0, 1]],
  ])("is read: %s", (css, colour) => expect(parseColour(css)).toEqual(colour));

  it.each([
    "",
    "red;",
    "#12",
    "rgb(1, 2)",
    "rgb(a, b, c)",
    "var(--x)",
    "rgb(1,2,3) url(x)",
    "rgb(1,2,3,4,5)",
  ])("is none: %s", (css) => expect(parseColour(css)).toBe(undefined));

  it("has the contrast that WCAG says", () => {
    const [black, white, grey] = ["#000", "#fff", "#777"].map((css) => parseColour(css) as Colour) as [
      Colour,
      Colour,
      Colour,
    ];
    expect(contrast(black, white)).toBeCloseTo(21, 5);
    expect(contrast(grey, white)).toBeCloseTo(4.48, 2);
  });
});
