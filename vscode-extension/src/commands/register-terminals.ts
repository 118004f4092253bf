import * as vscode from "vscode";
import { contextKeys, terminalProfile } from "../contributions/names.ts";
import type { Parts } from "./parts.ts";

/** What VS Code's own terminal menus offer of containers. */
export function registerTerminals(parts: Parts): vscode.Disposable {
  const { terminals, session } = parts;
  const tell = (terminal: vscode.Terminal | undefined): void =>
    void vscode.commands.executeCommand("setContext", contextKeys.inTerminal, terminals.into(terminal) !== undefined);
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTerminal(tell),
    vscode.window.registerTerminalProfileProvider(terminalProfile, {
      provideTerminalProfile: async () => {
        // What keeps it from opening is said by whoever listens to the session.
        const open = await session.current().catch(() => undefined);
        return open && (await import("./handlers.js")).containerProfile(parts, open);
      },
    }),
  );
}
