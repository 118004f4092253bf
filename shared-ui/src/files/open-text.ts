import { batch, computed, signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { ContainerFile, FileStat } from "@quayside/core/model/container-file.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";
import type { FilesInput } from "../app/panel-input.ts";
import { tell } from "../app/tell.ts";
import { base64Of, bytesOf, shownName, textOf } from "./facts.ts";
import { strings } from "./strings.ts";

export interface OpenFile {
  readonly file: ContainerFile;
  /** Nothing where its bytes are no text. */
  readonly saved: string | undefined;
  readonly version: string;
}

/** The one file that is open in the panel, in a home without editors. */
export class OpenText {
  readonly opened = signal<OpenFile | undefined>(undefined);
  readonly typed = signal("");
  readonly saving = signal(false);
  readonly isChanged = computed(() => {
    const opened = this.opened.value;
    return opened?.saved !== undefined && opened.saved !== this.typed.value;
  });
  readonly #api: PanelApi;
  readonly #input: FilesInput | undefined;
  readonly #fail: (title: string, error: ErrorInfo) => void;

  constructor(api: PanelApi, input: FilesInput | undefined, fail: (title: string, error: ErrorInfo) => void) {
    this.#api = api;
    this.#input = input;
    this.#fail = fail;
  }

  async open(file: ContainerFile): Promise<void> {
    if (this.#input === undefined) return;
    try {
      const { place } = this.#input;
      const { base64, version } = await this.#api.call("files.read", { place, path: file.path });
      const saved = textOf(bytesOf(base64));
      batch(() => {
        this.opened.value = { file, saved, version };
        this.typed.value = saved ?? "";
      });
    } catch (error) {
      this.#fail(strings.openFailed(shownName(file.name)), errorInfo(error));
    }
  }

  async save(): Promise<FileStat | undefined> {
    const opened = this.opened.value;
    if (opened === undefined || this.#input === undefined || this.saving.value) return undefined;
    const text = this.typed.value;
    this.saving.value = true;
    try {
      const stat = await this.#api.call("files.write", {
        place: this.#input.place,
        path: opened.file.path,
        base64: base64Of(new TextEncoder().encode(text)),
        expected: { kind: "version", version: opened.version },
      });
      const { version } = stat.followed ?? stat;
      this.opened.value = { ...opened, saved: text, version };
      tell(this.#api, "success", strings.saved(shownName(opened.file.name)));
      return stat;
    } catch (error) {
      this.#fail(strings.saveFailed(shownName(opened.file.name)), errorInfo(error));
      return undefined;
    } finally {
      this.saving.value = false;
    }
  }

  close(): void {
    this.opened.value = undefined;
  }
}
