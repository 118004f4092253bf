/** MUI's ThemeOptions as Docker Desktop injects them: partial, and with translucent colours. */
export const desktopThemes = {
  light: {
    palette: {
      mode: "light",
      background: { default: "#ffffff", paper: "#f4f5f7" },
      text: { primary: "#17191e", secondary: "#5c6470" },
      primary: { main: "#1d63ed", contrastText: "#ffffff" },
      divider: "#e1e2e6",
      action: { hover: "rgba(29, 99, 237, 0.06)", selected: "rgba(29, 99, 237, 0.14)" },
      error: { main: "#c32b2b" },
      success: { main: "#2e7f74" },
      warning: { main: "#a06a00" },
    },
    typography: { fontFamily: 'Roboto Flex, Inter, -apple-system, "Segoe UI", sans-serif' },
  },
  dark: {
    palette: {
      mode: "dark",
      background: { default: "#14191e", paper: "#1b2228" },
      text: { primary: "#d6dde3", secondary: "#9ba8b4" },
      primary: { main: "#4b87f5", contrastText: "#07101f" },
      divider: "#2c363f",
      action: { hover: "rgba(255, 255, 255, 0.06)", selected: "rgba(75, 135, 245, 0.26)" },
      error: { main: "#f47272" },
      success: { main: "#5fc9a0" },
      warning: { main: "#e0b13c" },
    },
    typography: { fontFamily: 'Roboto Flex, Inter, -apple-system, "Segoe UI", sans-serif' },
  },
} as const;

/** The ground without the text that is read on it, and the colour of buttons without that of their words. */
export const partialThemes = {
  light: partOf(desktopThemes.light),
  dark: partOf(desktopThemes.dark),
};

function partOf({ palette: { mode, background, primary, divider } }: (typeof desktopThemes)["light" | "dark"]) {
  return { palette: { mode, background: { default: background.default }, primary: { main: primary.main }, divider } };
}
