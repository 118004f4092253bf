type Key = Pick<KeyboardEvent, "key" | "ctrlKey" | "shiftKey" | "altKey" | "metaKey">;

/** Whom a key in the terminal is for; all but a few are the shell's. */
export function terminalKey(pressed: Key, selected: boolean): "shell" | "home" | "copy" | "paste" | "leave" | "search" {
  const { ctrlKey, shiftKey, altKey, metaKey } = pressed;
  const key = pressed.key.toLowerCase();
  if (ctrlKey && !altKey && !metaKey) {
    // With a selection as terminals on Windows do; else it interrupts.
    if (key === "c" && (shiftKey || selected)) return "copy";
    if (key === "v") return "paste";
    if (key === "f6") return "leave";
    if (key === "f") return "search";
  }
  // Of VS Code, whose palette is opened by it; who is in a terminal would find no way to it.
  if (key === "f1") return "home";
  if (metaKey && key === "c" && selected) return "copy";
  if (metaKey && key === "f") return "search";
  return "shell";
}
