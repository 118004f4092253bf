import type { Quayside } from "@quayside/core";
import type { QuaysideOptions } from "@quayside/core/quayside.ts";
import * as vscode from "vscode";
import { setting } from "./settings.ts";

export type Core = typeof import("./core.js");

export interface OpenCore {
  readonly core: Core;
  readonly quayside: Quayside;
}

export type SessionOptions = Pick<QuaysideOptions, "folder" | "report" | "secrets" | "prompter">;

/** The one Quayside of this window: opened after the view is there, and anew after its data were removed. */
export class Session {
  readonly #options: SessionOptions;
  readonly #opened = new vscode.EventEmitter<OpenCore>();
  readonly #failed = new vscode.EventEmitter<unknown>();
  #open: Promise<OpenCore> | undefined;

  readonly onDidOpen = this.#opened.event;
  readonly onDidFail = this.#failed.event;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** Rejects with what kept it from opening; the next call tries anew. */
  current(): Promise<OpenCore> {
    this.#open ??= this.#begin();
    return this.#open;
  }

  /** Closes it, lets something be done to its files, and opens it again. */
  async reopen(meanwhile: () => Promise<void>): Promise<void> {
    await this.#end();
    await meanwhile();
    await this.current();
  }

  async dispose(): Promise<void> {
    await this.#end();
    this.#opened.dispose();
    this.#failed.dispose();
  }

  async #begin(): Promise<OpenCore> {
    try {
      // Not bundled in: the view must be there before the engine's code is read.
      const core = await import("./core.js");
      const quayside = await core.Quayside.open({ ...this.#options, ...sshConfig(), now: Date.now });
      const open = { core, quayside };
      this.#opened.fire(open);
      return open;
    } catch (error) {
      this.#open = undefined;
      this.#failed.fire(error);
      throw error;
    }
  }

  async #end(): Promise<void> {
    // What kept it from opening has been told; then there is nothing to close.
    const open = await this.#open?.catch(() => undefined);
    this.#open = undefined;
    await open?.quayside.dispose();
  }
}

function sshConfig(): Pick<QuaysideOptions, "sshConfigFile"> {
  const sshConfigFile = setting("quayside.sshConfigFile");
  return sshConfigFile === "" ? {} : { sshConfigFile };
}
