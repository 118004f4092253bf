import { describe, expect, it } from "vitest";
import { palettes } from "../../docker-desktop-extension/ui/palette.ts";
import { desktopTheme, themeVariables } from "../../docker-desktop-extension/ui/theme.ts";

describe("Docker Desktop's theme", () => {
  it("gives the shared panels their colours and font", () => {
    const theme = {
      palette: {
        background: { default: "#101010", paper: "rgb(1, 2, 3)" },
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
      foreground: palettes.dark.foreground,
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
