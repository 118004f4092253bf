import { type CommandSpec, commands } from "./src/contributions/commands.ts";
import { contextKeys, terminalProfile } from "./src/contributions/names.ts";
import { settings } from "./src/contributions/settings.ts";

/** The table in CONTRIBUTING.md of all that Quayside adds to VS Code by name; a test keeps both the same. */
export function contributionTable(): string {
  const commandRows = Object.entries<CommandSpec>(commands).map(([id, { title, key, mac }]) =>
    row("command", id, title, [key, mac && `${mac} on macOS`].filter(Boolean).join(", ")),
  );
  const settingRows = Object.entries(settings).map(([id, { description, default: value }]) =>
    row("setting", id, description, String(value)),
  );
  const keyMeanings: Record<keyof typeof contextKeys, string> = {
    filtered: "The tree shows only what a filter lets through.",
    failed: "Quayside’s own files can’t be used.",
    inTerminal: "The terminal that is shown is one in a container.",
  };
  const keyRows = Object.entries(contextKeys).map(([name, id]) =>
    row("context key", id, keyMeanings[name as keyof typeof contextKeys], ""),
  );
  return [
    "| what | name | meaning | default key, default value |",
    "|---|---|---|---|",
    ...settingRows,
    ...commandRows,
    ...keyRows,
    row("terminal profile", terminalProfile, "A terminal in a container that is chosen then.", ""),
  ].join("\n");
}

function row(...cells: readonly string[]): string {
  const [what = "", name = "", meaning = "", initial = ""] = cells;
  return `| ${what} | \`${name}\` | ${meaning} | ${initial && `\`${initial}\``} |`;
}
