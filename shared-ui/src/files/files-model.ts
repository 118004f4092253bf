import { batch, computed, signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { Confirmation } from "@quayside/core/model/confirmation.ts";
import type { ContainerFile, FilePage } from "@quayside/core/model/container-file.ts";
import { joinPath, parentPath } from "@quayside/core/model/file-path.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";
import type { FilesInput } from "../app/panel-input.ts";
import type { PanelState } from "../app/panel-state.ts";
import { isDirectory, type SortKey, shownName, sorted } from "./facts.ts";
import { FileTransfers } from "./file-transfers.ts";
import { OpenText } from "./open-text.ts";
import { strings } from "./strings.ts";
import { type FileSettings, pathOf, readFileSettings, withPath } from "./view-settings.ts";

/** Entries that are asked for at once. */
const PAGE = 2_000;

export interface Failure {
  readonly title: string;
  readonly error: ErrorInfo;
}

/** What is asked before something is lost. */
export interface Question {
  readonly words: Confirmation;
  readonly run: () => void;
  /** Where the answer is no. */
  readonly skip?: () => void;
}

/** What is being given a name. */
export type Naming = { readonly kind: "rename"; readonly path: string } | { readonly kind: "file" | "directory" };

export interface FilesOptions {
  readonly now: () => number;
  /** The home opens files in editors of its own, and has dialogs for up- and downloads. */
  readonly opensFiles: boolean;
}

/** All that the Files panel knows; its views only draw it. */
export class FilesModel {
  readonly input: FilesInput | undefined;
  readonly path = signal("/");
  /** Undefined while a directory is read for the first time. */
  readonly page = signal<FilePage | undefined>(undefined);
  readonly failure = signal<ErrorInfo | undefined>(undefined);
  readonly notice = signal<Failure | undefined>(undefined);
  readonly naming = signal<Naming | undefined>(undefined);
  readonly question = signal<Question | undefined>(undefined);
  readonly settings = signal<FileSettings>(readFileSettings(undefined));
  /** The path of the row that keys are about. */
  readonly active = signal<string | undefined>(undefined);
  readonly rows = computed(() => {
    const { sort, descending } = this.settings.value;
    return sorted(this.page.value?.entries ?? [], sort, descending);
  });
  readonly transfers: FileTransfers;
  readonly text: OpenText;
  readonly options: FilesOptions;
  readonly #api: PanelApi;
  readonly #state: PanelState;
  #reading = new AbortController();
  readonly #closing = new AbortController();

  constructor(api: PanelApi, state: PanelState, input: FilesInput | undefined, options: FilesOptions) {
    this.#api = api;
    this.#state = state;
    this.input = input;
    this.options = options;
    this.settings.value = readFileSettings(state.get());
    if (input !== undefined) this.path.value = pathOf(this.settings.value, this.#key);
    this.text = new OpenText(api, input, (title, error) => this.#fail(title, error));
    this.transfers = new FileTransfers(api, input, {
      isThere: (path) => this.rows.peek().some((row) => row.path === path && row.change !== "deleted"),
      fail: (title, error) => this.#fail(title, error),
      ask: (words, run, skip) => {
        this.question.value = { words, run, skip };
      },
      done: () => void this.read(),
    });
  }

  get #key(): string {
    const { host, kind, name } = this.input?.place ?? { host: "", kind: "container", name: "" };
    return JSON.stringify([host, kind, name]);
  }

  /** Reads the directory anew; what is shown stays meanwhile. */
  async read(): Promise<void> {
    if (this.input === undefined) return;
    const { place } = this.input;
    this.#reading.abort();
    this.#reading = new AbortController();
    const { signal: reading } = this.#reading;
    const path = this.path.value;
    try {
      let page = await this.#api.call("files.list", { place, path, offset: 0, limit: PAGE }, reading);
      const shown = this.page.peek();
      batch(() => {
        this.failure.value = undefined;
        // A directory that grew to many pages doesn't shrink to one while it is read again.
        if (shown === undefined || shown.entries.length <= page.entries.length) this.page.value = page;
      });
      while (page.entries.length < page.total) {
        const offset = page.entries.length;
        const next = await this.#api.call("files.list", { place, path, offset, limit: PAGE }, reading);
        if (next.entries.length === 0) break;
        page = { ...next, entries: [...page.entries, ...next.entries] };
        if (shown === undefined) this.page.value = page;
      }
      this.page.value = page;
    } catch (error) {
      if (!reading.aborted) this.failure.value = errorInfo(error);
    }
  }

  go(path: string, active?: string): void {
    batch(() => {
      this.path.value = path;
      this.page.value = undefined;
      this.failure.value = undefined;
      this.naming.value = undefined;
      this.active.value = active;
      this.#change(withPath(this.settings.value, this.#key, path));
    });
    void this.read();
  }

  up(): void {
    const path = this.path.value;
    if (path !== "/") this.go(parentPath(path), path);
  }

  sortBy(sort: SortKey): void {
    const { sort: before, descending } = this.settings.value;
    this.#change({ ...this.settings.value, sort, descending: before === sort && !descending });
  }

  open(file: ContainerFile): void {
    if (this.input === undefined || file.change === "deleted") return;
    if (isDirectory(file)) this.go(file.path);
    else if (this.options.opensFiles) {
      const { place } = this.input;
      void this.#try(strings.openFailed(shownName(file.name)), () =>
        this.#api.call("home.openFile", { place, path: file.path }),
      );
    } else void this.text.open(file);
  }

  download(file: ContainerFile): void {
    if (this.input === undefined || file.change === "deleted") return;
    const { place } = this.input;
    if (!this.options.opensFiles) void this.transfers.download(file);
    else
      void this.#try(strings.downloadFailed(shownName(file.name)), () =>
        this.#api.call("home.downloadFile", { place, path: file.path, directory: isDirectory(file) }),
      );
  }

  /** By the home's own dialog, where it has one. */
  async upload(): Promise<void> {
    if (this.input === undefined) return;
    const { place } = this.input;
    await this.#try(strings.uploadFailed(strings.title), () =>
      this.#api.call("home.uploadFiles", { place, path: this.path.value }),
    );
    await this.read();
  }

  /** Gives whether it was done. */
  async name(name: string): Promise<boolean> {
    const naming = this.naming.value;
    if (this.input === undefined || naming === undefined) return true;
    const { place } = this.input;
    if (naming.kind === "rename") {
      const to = joinPath(parentPath(naming.path), name);
      if (to === naming.path) return true;
      return this.#changed(to, strings.renameFailed(shownName(name)), () =>
        this.#api.call("files.rename", { place, path: naming.path, to }),
      );
    }
    const path = joinPath(this.path.value, name);
    const title = strings.createFailed(shownName(name));
    return this.#changed(path, title, () =>
      naming.kind === "directory"
        ? this.#api.call("files.makeDirectory", { place, path })
        : this.#api.call("files.write", { place, path, base64: "", expected: { kind: "new" } }),
    );
  }

  /** Asks first. */
  async remove(file: ContainerFile): Promise<void> {
    if (this.input === undefined || this.mayNot(file) !== undefined) return;
    const { place } = this.input;
    const { path } = file;
    const title = strings.removeFailed(shownName(file.name));
    await this.#try(title, async () => {
      const directories = file.kind === "directory" ? 1 : 0;
      const words = await this.#api.call("files.confirmRemove", { place, paths: [path], directories });
      const rows = this.rows.peek();
      const at = rows.findIndex((row) => row.path === path);
      const next = (rows[at + 1] ?? rows[at - 1])?.path;
      this.question.value = {
        words,
        run: () => void this.#changed(next, title, () => this.#api.call("files.remove", { place, path })),
      };
    });
  }

  /** Why it can't be renamed or deleted now. */
  mayNot(file: ContainerFile): string | undefined {
    if (file.change === "deleted") return strings.marks.deleted;
    return this.page.value?.way === "archive" ? strings.needsRunning : undefined;
  }

  dispose(): void {
    this.#reading.abort();
    this.#closing.abort();
    this.transfers.dispose();
  }

  async #changed(active: string | undefined, title: string, work: () => Promise<unknown>): Promise<boolean> {
    const done = await this.#try(title, work);
    if (done) {
      batch(() => {
        this.naming.value = undefined;
        this.active.value = active;
      });
      await this.read();
    }
    return done;
  }

  async #try(title: string, work: () => Promise<unknown>): Promise<boolean> {
    this.notice.value = undefined;
    try {
      await work();
      return true;
    } catch (error) {
      this.#fail(title, errorInfo(error));
      return false;
    }
  }

  #fail(title: string, error: ErrorInfo): void {
    if (!this.#closing.signal.aborted && error.name !== "Cancelled") this.notice.value = { title, error };
  }

  #change(settings: FileSettings): void {
    this.settings.value = settings;
    this.#state.set(settings);
  }
}
