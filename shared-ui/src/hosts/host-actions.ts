import { signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import { connectionAddress, type Host } from "@quayside/core/model/host.ts";
import type { ImportReport } from "@quayside/core/model/new-host.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";
import { tell } from "../app/tell.ts";
import type { Move } from "./sections.ts";
import { strings } from "./strings.ts";

export interface ActionNotice {
  readonly title: string;
  readonly error: ErrorInfo;
}

/** What is done to hosts as a whole; what fails is said in place until the person dismisses it. */
export class HostActions {
  readonly notice = signal<ActionNotice | undefined>(undefined);
  readonly #api: PanelApi;
  readonly #signal: AbortSignal;

  constructor(api: PanelApi, signal: AbortSignal) {
    this.#api = api;
    this.#signal = signal;
  }

  async retry({ id }: Host): Promise<void> {
    await this.#tell(strings.tryNow, () => this.#api.call("hosts.retry", { host: id }, this.#signal));
  }

  async setEnabled({ id }: Host, enabled: boolean): Promise<void> {
    const { enable, disable } = strings.commands;
    await this.#tell(enabled ? enable : disable, () =>
      this.#api.call("hosts.setEnabled", { host: id, enabled }, this.#signal),
    );
  }

  async duplicate({ id }: Host): Promise<void> {
    await this.#tell(strings.commands.duplicate, () => this.#api.call("hosts.duplicate", { host: id }, this.#signal));
  }

  async setDefault(host: Host | undefined): Promise<void> {
    const { makeDefault, noDefault } = strings.commands;
    await this.#tell(host === undefined ? noDefault : makeDefault, () =>
      this.#api.call("hosts.setDefault", host === undefined ? {} : { host: host.id }, this.#signal),
    );
  }

  async move({ id }: Host, to: Move, up: boolean): Promise<void> {
    await this.#tell(up ? strings.commands.up : strings.commands.down, () =>
      this.#api.call("hosts.move", { host: id, ...to }, this.#signal),
    );
  }

  async remove({ id, name }: Host): Promise<void> {
    await this.#tell(
      strings.removeButton(name),
      () => this.#api.call("hosts.remove", { host: id }, this.#signal),
      strings.told.removed(name),
    );
  }

  async forgetKey({ id, name }: Host): Promise<void> {
    await this.#tell(
      strings.forgetKeyButton,
      () => this.#api.call("hosts.forgetKey", { host: id }, this.#signal),
      strings.told.keyForgotten(name),
    );
  }

  async copyAddress({ connection }: Host): Promise<void> {
    await this.#tell(
      strings.commands.copyAddress,
      () => this.#api.call("home.copy", { text: connectionAddress(connection) }, this.#signal),
      strings.told.copied,
    );
  }

  async copy(text: string): Promise<void> {
    await this.#tell(strings.copy, () => this.#api.call("home.copy", { text }, this.#signal), strings.told.copied);
  }

  async forget(id: string): Promise<void> {
    await this.#tell(strings.forgetGiven, () => this.#api.call("hosts.forget", { host: id }, this.#signal));
  }

  /** Rejects: what asks shows it in its own place. */
  async importHosts(text: string): Promise<ImportReport> {
    return await this.#api.call("hosts.import", { text }, this.#signal);
  }

  /** Rejects: what asks shows it in its own place. */
  async exportHosts(): Promise<string> {
    return await this.#api.call("hosts.export", {}, this.#signal);
  }

  /** `done` is said where nothing that is seen here tells it. */
  async #tell(what: string, run: () => Promise<unknown>, done?: string): Promise<void> {
    try {
      await run();
      if (done !== undefined) tell(this.#api, "success", done);
    } catch (failure) {
      if (this.#signal.aborted) return;
      const error = errorInfo(failure);
      this.notice.value = { title: strings.commandFailed(what), error };
      tell(this.#api, "error", `${this.notice.value.title}. ${error.title}.`);
    }
  }
}
