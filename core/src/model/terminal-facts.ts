import type { ExecOptions } from "./terminal-request.ts";

/** What the engine says of a container that matters to a terminal in it. */
export interface TerminalFacts {
  /** "running", or the engine's other words for how it stands. */
  readonly state: string;
  /** As whom it runs; empty where nobody said, which is root. */
  readonly user: string;
  /** Empty where nobody said, which is the root directory. */
  readonly directory: string;
  /** Its volumes and bind mounts. */
  readonly mounts: readonly SharedMount[];
  /** Its file system as its processes see each other's; nothing where it shares another container's processes. */
  readonly root?: string;
  readonly tty: boolean;
  /** The main process was started with an input. */
  readonly opensInput: boolean;
  /** That input stays open when who was attached leaves. */
  readonly keepsInput: boolean;
}

export interface SharedMount {
  readonly type: "volume" | "bind";
  /** The volume's name, or the path on the host. */
  readonly source: string;
  readonly destination: string;
  readonly writable: boolean;
}

/** For a container that lacks what one would look into it with. */
export interface DebugChoices {
  /** The names of the host's images. */
  readonly images: readonly string[];
  /** The one that was taken last on this host. */
  readonly last?: string;
  /** What is made on which host, and what it shares. */
  readonly sentence: string;
  /** The verb of the button that does it: "Create on laptop". */
  readonly button: string;
  /** Why it can't be, in a sentence. */
  readonly forbidden?: string;
}

/** What a person can choose for a terminal in a container. */
export interface TerminalChoices {
  /** The container's own first. */
  readonly users: readonly string[];
  readonly directories: readonly string[];
  /** What was chosen last for a container of this name, without what looks secret. */
  readonly last: ExecOptions;
  /** By the usual keys. */
  readonly attachment: Attachment;
  /** What was chosen last, for whichever container. */
  readonly lastDetachKeys?: string;
  readonly debug: DebugChoices;
}

/** How one is joined to a container's main process. */
export interface Attachment {
  /** Without one, lines are edited here and sent whole, and its size is nobody's affair. */
  readonly tty: boolean;
  /** What is typed reaches the process. */
  readonly takesInput: boolean;
  /** What leaves it running, as the docker command line writes it. */
  readonly detachKeys: string;
}

export function attachmentOf({ tty, opensInput, keepsInput }: TerminalFacts, detachKeys: string): Attachment {
  return { tty, takesInput: opensInput && keepsInput, detachKeys };
}
