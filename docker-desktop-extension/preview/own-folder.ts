import { posix, win32 } from "node:path";

/** Where the preview keeps what Docker Desktop would keep in a volume: the event log must survive. */
export function ownFolder(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  if (platform === "win32")
    return win32.join(env.LOCALAPPDATA || win32.join(home, "AppData", "Local"), "Quayside", "preview");
  if (platform === "darwin") return posix.join(home, "Library", "Application Support", "Quayside", "preview");
  return posix.join(env.XDG_DATA_HOME || posix.join(home, ".local", "share"), "quayside", "preview");
}
