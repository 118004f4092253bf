import type { Translate } from "../l10n.ts";

export interface Whereabouts {
  /** `vscode.env.remoteName`: "ssh-remote", "wsl", "dev-container", an address …; nothing in a plain window. */
  readonly remoteName: string | undefined;
  /** Whether Quayside runs at the far end of the window, and not on the machine with the screen. */
  readonly runsRemotely: boolean;
  /** Of the machine that Quayside runs on. */
  readonly machine: string;
}

/** Which machine "local" means, where the window is of two machines; nothing where there is only one. */
export function localMachine({ remoteName, runsRemotely, machine }: Whereabouts, t: Translate): string | undefined {
  if (remoteName === undefined) return undefined;
  if (!runsRemotely) return t("this computer, {0}", machine);
  switch (remoteName) {
    case "ssh-remote":
      return t("{0}, by SSH", machine);
    case "wsl":
      return t("WSL on {0}", machine);
    case "dev-container":
    case "attached-container":
      return t("dev container {0}", machine);
    default:
      return t("remote machine {0}", machine);
  }
}
