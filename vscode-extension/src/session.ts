import type { Quayside } from "@quayside/core";
import type { StorageProblem } from "@quayside/core/storage/storage-problem.ts";
import * as vscode from "vscode";

export type Core = typeof import("./core.js");

export interface OpenCore {
  readonly core: Core;
  readonly quayside: Quayside;
}

/** The one Quayside of this window: opened after the view is there, and anew after its data were removed. */
export class Session {
  readonly #folder: string;
  readonly #report: (problem: StorageProblem) => void;
  readonly #opened = new vscode.EventEmitter<OpenCore>();
  readonly #failed = new vscode.EventEmitter<unknown>();
  #open: Promise<OpenCore> | undefined;

  readonly onDidOpen = this.#opened.event;
  readonly onDidFail = this.#failed.event;

  constructor(folder: string, report: (problem: StorageProblem) => void) {
    this.#folder = folder;
    this.#report = report;
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
      const quayside = await core.Quayside.open({ folder: this.#folder, now: Date.now, report: this.#report });
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
