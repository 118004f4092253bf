import { signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { Confirmation } from "@quayside/core/model/confirmation.ts";
import { type ContainerFile, PANEL_SENT_BYTES } from "@quayside/core/model/container-file.ts";
import { joinPath } from "@quayside/core/model/file-path.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";
import type { FilesInput } from "../app/panel-input.ts";
import { tell } from "../app/tell.ts";
import { bytes } from "../text/bytes.ts";
import { base64Of, bytesOf, shownName } from "./facts.ts";
import { saveAs } from "./save-as.ts";
import { strings } from "./strings.ts";

/** So much of a file is sent at once. */
const PART = PANEL_SENT_BYTES / 2;
/** A page has to hold all of it before the browser writes it down. */
const DOWNLOADED = 256 << 20;

export interface TransferHooks {
  /** Whether the directory that is shown has one of that path. */
  readonly isThere: (path: string) => boolean;
  readonly fail: (title: string, error: ErrorInfo) => void;
  /** `skip`: where the answer is no. */
  readonly ask: (words: Confirmation, run: () => void, skip: () => void) => void;
  readonly done: () => void;
}

/** Files on their way between the page and a container, in a home whose page does that itself. */
export class FileTransfers {
  /** What goes on, in words. */
  readonly status = signal<string | undefined>(undefined);
  readonly #api: PanelApi;
  readonly #input: FilesInput | undefined;
  readonly #hooks: TransferHooks;
  #running = new AbortController();

  constructor(api: PanelApi, input: FilesInput | undefined, hooks: TransferHooks) {
    this.#api = api;
    this.#input = input;
    this.#hooks = hooks;
  }

  cancel(): void {
    this.#running.abort();
  }

  /** One after another; what is there already is asked about when the others are done. */
  async upload(files: readonly File[], directory: string): Promise<void> {
    const running = this.#begin();
    const replacing: (readonly [File, string])[] = [];
    let done = 0;
    for (const [index, file] of files.entries()) {
      this.status.value = strings.uploading(shownName(file.name), index + 1, files.length);
      const path = joinPath(directory, file.name);
      if (this.#hooks.isThere(path)) replacing.push([file, path]);
      else if (await this.#send(file, path, running, false)) done += 1;
      if (running.aborted) break;
    }
    this.#end(running);
    if (done > 0) {
      tell(this.#api, "success", strings.uploaded(done));
      this.#hooks.done();
    }
    if (!running.aborted) this.#askNext(replacing);
  }

  async download(file: ContainerFile): Promise<void> {
    if (this.#input === undefined) return;
    const { place } = this.#input;
    const name = shownName(file.name);
    const running = this.#begin();
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let length = 0;
    try {
      for await (const { base64 } of this.#api.stream("files.download", { place, path: file.path }, running)) {
        const part = bytesOf(base64);
        parts.push(part);
        length += part.length;
        if (length > DOWNLOADED) throw tooBig(strings.tooBigToDownload(bytes(DOWNLOADED)));
        this.status.value = strings.downloading(name, bytes(length));
      }
      if (running.aborted) return;
      saveAs(file.name, parts);
      tell(this.#api, "success", strings.downloaded(name));
    } catch (error) {
      if (!running.aborted) this.#hooks.fail(strings.downloadFailed(name), isInfo(error) ? error : errorInfo(error));
    } finally {
      this.#end(running);
    }
  }

  dispose(): void {
    this.#running.abort();
  }

  async #send(file: File, path: string, running: AbortSignal, replace: boolean): Promise<boolean> {
    if (this.#input === undefined) return false;
    const { place } = this.#input;
    const title = strings.uploadFailed(shownName(file.name));
    let upload: string | undefined;
    try {
      const expected = { kind: replace ? "any" : "new" } as const;
      const begun = await this.#api.call("files.beginUpload", { place, path, size: file.size, expected }, running);
      upload = begun.id;
      for (let at = 0; at < file.size; at += PART) {
        const part = new Uint8Array(await file.slice(at, at + PART).arrayBuffer());
        await this.#api.call("files.sendPart", { id: upload, base64: base64Of(part) }, running);
        if (file.size > PART) this.status.value = strings.sent(shownName(file.name), bytes(at), bytes(file.size));
      }
      await this.#api.call("files.endUpload", { id: upload }, running);
      return true;
    } catch (error) {
      // One that core doesn't hear of ends there by itself, when no part has come for a while.
      if (upload !== undefined) this.#api.call("files.cancelUpload", { id: upload }).catch(() => {});
      if (running.aborted) return false;
      this.#hooks.fail(title, errorInfo(error));
      return false;
    }
  }

  #askNext([next, ...others]: readonly (readonly [File, string])[]): void {
    if (next === undefined) return;
    const [file, path] = next;
    const name = shownName(file.name);
    const words = {
      ...{ title: strings.replaceTitle(name), sentence: strings.replaceSentence(shownName(path)) },
      button: strings.replace,
    };
    const replace = async (): Promise<void> => {
      const running = this.#begin();
      this.status.value = strings.uploading(name, 1, 1);
      if (await this.#send(file, path, running, true)) this.#hooks.done();
      this.#end(running);
      this.#askNext(others);
    };
    this.#hooks.ask(
      words,
      () => void replace(),
      () => this.#askNext(others),
    );
  }

  #begin(): AbortSignal {
    this.#running.abort();
    this.#running = new AbortController();
    return this.#running.signal;
  }

  #end(running: AbortSignal): void {
    if (running === this.#running.signal) this.status.value = undefined;
  }
}

const isInfo = (error: unknown): error is ErrorInfo =>
  typeof error === "object" && error !== null && "sentence" in error && "hint" in error;

function tooBig(sentence: string): ErrorInfo {
  return { name: "FileRefused", title: strings.tooBigTitle, sentence, hint: strings.tooBigHint, detail: "" };
}
