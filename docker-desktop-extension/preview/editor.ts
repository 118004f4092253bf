import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

export interface EditorOptions {
  /** The top of the repository. */
  readonly top: string;
  /** For code-server: its data and its extensions. */
  readonly folder: string;
  readonly port: number;
  readonly say: (line: string) => void;
}

/** The first of these programs that the PATH has. */
export function findProgram(names: readonly string[], path: string, platform: NodeJS.Platform): string | undefined {
  const endings = platform === "win32" ? [".cmd", ".exe"] : [""];
  const folders = path.split(delimiter).filter((folder) => folder !== "");
  const candidates = names.flatMap((name) =>
    folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending))),
  );
  return candidates.find((candidate) => existsSync(candidate));
}

/** Builds the extension and opens an editor with it. Resolves with what has to be stopped in the end, if anything. */
export async function openEditor({ top, folder, port, say }: EditorOptions): Promise<ChildProcess | undefined> {
  const path = process.env.PATH ?? "";
  const code = findProgram(["code"], path, process.platform);
  const codeServer = findProgram(["code-server"], path, process.platform);
  if (code === undefined && codeServer === undefined) {
    throw new Error(
      "Neither `code` nor `code-server` is in the PATH. In VS Code, run “Shell Command: Install 'code' command in PATH”.",
    );
  }
  await finished(process.execPath, ["--import", "tsx", "test/build.ts"], top);
  if (code !== undefined) {
    await finished(code, ["--new-window", `--extensionDevelopmentPath=${join(top, "vscode-extension")}`], top);
    say("VS Code opens with Quayside in its activity bar.");
    return undefined;
  }
  const { version } = JSON.parse(readFileSync(join(top, "vscode-extension", "package.json"), "utf8")) as {
    version: string;
  };
  const own = ["--extensions-dir", join(folder, "extensions"), "--user-data-dir", join(folder, "data")];
  await finished(process.execPath, ["--import", "tsx", "test/package.ts", "--no-image"], top);
  await finished(codeServer ?? "", ["--install-extension", join(top, "dist", `quayside-${version}.vsix`), ...own], top);
  // Anybody on this machine can reach the port, and an editor is a shell.
  const password = randomBytes(12).toString("base64url");
  const args = [
    "--bind-addr",
    `127.0.0.1:${port}`,
    "--auth",
    "password",
    "--disable-telemetry",
    "--disable-update-check",
    ...own,
  ];
  const server = spawn(codeServer ?? "", args, {
    cwd: top,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, PASSWORD: password },
  });
  say(`code-server with Quayside: http://127.0.0.1:${port}/   password: ${password}`);
  return server;
}

/** Throws when the program can't be run or fails; what it says goes to this terminal. */
function finished(program: string, args: readonly string[], cwd: string): Promise<void> {
  // Windows starts a .cmd only through its shell.
  const shell = program.endsWith(".cmd");
  const child = spawn(shell ? `"${program}"` : program, shell ? args.map((arg) => `"${arg}"`) : args, {
    cwd,
    stdio: "inherit",
    shell,
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} failed (code ${code}), see above.`)),
    );
  });
}
