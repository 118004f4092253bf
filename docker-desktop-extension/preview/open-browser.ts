import { spawn } from "node:child_process";

/** Resolves with false where there is nothing that opens it. */
export function openBrowser(url: string, platform: NodeJS.Platform): Promise<boolean> {
  const [command = "", ...args] =
    platform === "darwin"
      ? ["open", url]
      : platform === "win32"
        ? ["rundll32", "url.dll,FileProtocolHandler", url]
        : ["xdg-open", url];
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: "ignore", detached: true });
    child.once("error", () => resolve(false));
    child.once("spawn", () => {
      child.unref();
      resolve(true);
    });
  });
}
