import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import { connectionAddress, type Host, type HostConnection, PASTED, sshAddress } from "@quayside/core/model/host.ts";
import type { HostCandidate } from "@quayside/core/model/host-candidate.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";
import { tell } from "../app/tell.ts";
import { AddressReader } from "./address-reader.ts";
import {
  addressFields,
  changeOf,
  connectionFields,
  connectionOf,
  type Draft,
  type DraftField,
  draftOf,
  emptyDraft,
  type GivenConnection,
  isPem,
  newHostOf,
  problemsOf,
  sameConnection,
} from "./draft.ts";
import { HostTrial } from "./host-trial.ts";
import { freeName, nameOf } from "./proposed-name.ts";
import type { RememberedForm } from "./remembered-form.ts";
import { strings } from "./strings.ts";

export interface HostFormParts {
  readonly api: PanelApi;
  readonly hosts: ReadonlySignal<readonly Host[]>;
  /** Whether paths are of the person's own computer. */
  readonly readsFiles: boolean;
  /** The host that is edited; absent for a new one. */
  readonly host?: Host;
  /** For what of it is to be brought back when the panel is shown again; undefined when the form is closed. */
  readonly remember: (form: RememberedForm | undefined) => void;
  /** What was given under this id belongs to no host. */
  readonly forget: (id: string) => void;
  readonly onClosed: () => void;
}

/** What went wrong with a whole step of the form. */
export interface FormFailure {
  readonly title: string;
  readonly error: ErrorInfo;
}

/** One host that is added or edited: what was typed, what it means, whether it works. */
export class HostForm {
  /** The host that is edited, as it was when the form was opened. */
  readonly host: Host | undefined;
  readonly draft = signal<Draft>(emptyDraft);
  /** What the address means: null where it means nothing, undefined until that is known. */
  readonly parsed = signal<HostConnection | null | undefined>(undefined);
  readonly pastedKey = signal<string | undefined>(undefined);
  /** A key that was pasted before goes on being used. */
  readonly keyKept = signal(false);
  readonly touched = signal<ReadonlySet<DraftField>>(new Set());
  readonly failure = signal<FormFailure | undefined>(undefined);
  readonly saving = signal(false);
  /** Whether the person is asked to give up what was entered. */
  readonly leaving = signal(false);
  readonly trial: HostTrial;

  readonly #parts: HostFormParts;
  readonly #closed = new AbortController();
  readonly #reader: AddressReader;
  /** Until it is known what the address means. */
  #reading: Promise<void> = Promise.resolve();
  #nameTyped = false;
  #inName = false;
  /** What waits until the field of the name is left. */
  #proposed = "";
  #pristine: Draft = emptyDraft;

  readonly problems = computed(() => problemsOf(this.draft.value, this.parsed.value, this.#others()));
  /** As it would be saved; undefined while it can't be. */
  readonly connection = computed<GivenConnection | undefined>(() => {
    const { parsed, draft, pastedKey, keyKept, problems } = this;
    const { address, port, socket } = problems.value;
    if (
      !parsed.value ||
      parsed.value.kind === "demo" ||
      address !== undefined ||
      port !== undefined ||
      socket !== undefined
    )
      return undefined;
    return connectionOf(draft.value, parsed.value, pastedKey.value !== undefined || keyKept.value);
  });
  /** Whether the way to the host is another than the one that is there. */
  readonly needsTest = computed(
    () =>
      this.host === undefined ||
      this.pastedKey.value !== undefined ||
      !sameConnection(this.connection.value, this.host.connection),
  );
  /** The host that has this address already. */
  readonly twin = computed(() => {
    const { value: connection } = this.connection;
    if (connection === undefined) return undefined;
    const address = connectionAddress(connection);
    return this.#added().find((host) => host.id !== this.host?.id && connectionAddress(host.connection) === address);
  });

  constructor(parts: HostFormParts) {
    this.#parts = parts;
    this.host = parts.host;
    this.#reader = new AddressReader(parts.api, this.#closed.signal);
    this.trial = new HostTrial(parts.api, parts.host?.id, this.#closed.signal);
    if (parts.host === undefined) return;
    this.draft.value = draftOf(parts.host);
    this.#pristine = this.draft.value;
    this.#nameTyped = true;
    this.parsed.value = parts.host.connection;
    this.keyKept.value = "key" in parts.host.connection && parts.host.connection.key === PASTED;
  }

  get dirty(): boolean {
    return this.pastedKey.value !== undefined || JSON.stringify(this.draft.value) !== JSON.stringify(this.#pristine);
  }

  /** As it was when the panel was hidden. */
  restore({ draft, testId }: RememberedForm): void {
    this.#nameTyped = draft.name !== "";
    this.draft.value = draft;
    this.trial.goOnAs(testId);
    this.#read(draft.address, false);
  }

  /** Fills in what was found on this machine. */
  pick({ name, address, connection }: Pick<HostCandidate, "name" | "address" | "connection">): void {
    batch(() => {
      this.trial.drop();
      this.#put({ address, ...(connection === undefined ? {} : connectionFields(connection)) });
      this.#propose(name);
    });
    if (connection === undefined) {
      this.#read(address, true);
      return;
    }
    this.#reader.stop();
    this.parsed.value = connection;
  }

  /** What the person types or picks. */
  change(change: Partial<Draft>): void {
    if (change.name !== undefined) this.#nameTyped = change.name !== "";
    const isWay = Object.keys(change).some((field) => !marks.has(field as DraftField));
    batch(() => {
      this.#put(change);
      if (isWay) this.trial.drop();
      this.failure.value = undefined;
    });
    if (change.user !== undefined || change.port !== undefined) this.#rewriteAddress();
  }

  /** Typed into the address: its parts go into the fields below it, and its name is proposed. */
  typeAddress(address: string): void {
    this.change({ address });
    this.#read(address, true);
  }

  /** A path, or a key in PEM: that one is held apart from the draft, which may be remembered. */
  typeKey(text: string, isPem: boolean): void {
    batch(() => {
      this.change({ key: isPem ? "" : text });
      this.keyKept.value = false;
      this.pastedKey.value = isPem ? text : undefined;
    });
  }

  touch(...fields: readonly DraftField[]): void {
    this.touched.value = new Set([...this.touched.value, ...fields]);
  }

  /** Until it is left nothing is written into the field: it would mix with what is typed there. */
  enterName(): void {
    this.#inName = true;
  }

  leaveName(): void {
    this.#inName = false;
    this.#takeProposed();
    this.touch("name");
  }

  get readsFiles(): boolean {
    return this.#parts.readsFiles;
  }

  /** Why what stands there can't be used: a path of a computer whose files Quayside can't read. It may be saved: it may have been so before. */
  pathProblem(field: "ca" | "cert" | "key"): string | undefined {
    const text = this.draft.value[field].trim();
    return this.readsFiles || text === "" || isPem(text) ? undefined : strings.pathUnread;
  }

  /** Undefined where there is nothing to say, or not yet. */
  problem(field: DraftField): string | undefined {
    return this.touched.value.has(field) ? this.problems.value[field] : undefined;
  }

  /** Whether all is filled in; else it is said where something is wrong. */
  #complete(): GivenConnection | undefined {
    this.#takeProposed();
    const wrong = Object.keys(this.problems.value) as DraftField[];
    this.touch(...wrong);
    return wrong.length === 0 ? this.connection.value : undefined;
  }

  async test(): Promise<void> {
    await this.#reading;
    const connection = this.#complete();
    if (connection === undefined) return;
    this.failure.value = undefined;
    try {
      await this.trial.run(this.draft.value.name.trim(), connection, this.pastedKey.value);
    } catch (error) {
      if (!this.#closed.signal.aborted) this.failure.value = { title: strings.testFailed, error: errorInfo(error) };
    } finally {
      this.#remember();
    }
  }

  async save(): Promise<void> {
    await this.#reading;
    const connection = this.#complete();
    if (connection === undefined || this.saving.value) return;
    this.trial.stop();
    this.saving.value = true;
    this.failure.value = undefined;
    try {
      await this.#send(connection);
      const { added, saved } = strings.told;
      tell(this.#parts.api, "success", (this.host === undefined ? added : saved)(this.draft.value.name.trim()));
      this.#end();
    } catch (error) {
      if (!this.#closed.signal.aborted) this.failure.value = { title: strings.notSaved, error: errorInfo(error) };
    } finally {
      this.saving.value = false;
    }
  }

  /** Asks first where something would be lost. */
  leave(): void {
    if (this.leaving.value) this.leaving.value = false;
    else if (this.dirty) this.leaving.value = true;
    else this.discard();
  }

  /** What was given for a new host on the way is forgotten. */
  discard(): void {
    const { left } = this.trial;
    this.#end();
    if (left !== undefined) this.#parts.forget(left);
  }

  /** The panel is hidden or closed: what was typed stays remembered. */
  dispose(): void {
    this.#closed.abort();
  }

  #end(): void {
    this.#closed.abort();
    this.#parts.remember(undefined);
    this.#parts.onClosed();
  }

  async #send(connection: GivenConnection): Promise<void> {
    const { api } = this.#parts;
    const key = this.pastedKey.value === undefined ? {} : { pastedKey: this.pastedKey.value };
    if (this.host !== undefined) {
      const change = changeOf(this.host, this.draft.value, connection);
      await api.call("hosts.update", { host: this.host.id, change, ...key }, this.#closed.signal);
    } else {
      const id = this.trial.id === undefined ? {} : { id: this.trial.id };
      await api.call("hosts.add", { ...id, ...newHostOf(this.draft.value, connection), ...key }, this.#closed.signal);
    }
  }

  #read(address: string, typed: boolean): void {
    this.#reading = this.#parse(address, typed);
  }

  async #parse(address: string, typed: boolean): Promise<void> {
    this.parsed.value = undefined;
    try {
      const parsed = await this.#reader.read(address);
      if (parsed === undefined) return;
      batch(() => {
        this.parsed.value = parsed;
        if (parsed === null || !typed) return;
        this.#put(addressFields(parsed));
        this.#propose(nameOf(parsed));
      });
    } catch (error) {
      this.failure.value = { title: strings.addressFailed, error: errorInfo(error) };
    }
  }

  #propose(name: string): void {
    this.#proposed = name;
    if (!this.#inName) this.#takeProposed();
  }

  #takeProposed(): void {
    if (!this.#nameTyped && this.#proposed !== "") this.#put({ name: freeName(this.#proposed, this.#taken()) });
    this.#proposed = "";
  }

  /** User and port stand in the address as well as in fields of their own. */
  #rewriteAddress(): void {
    const { user, port } = this.draft.value;
    const { value: parsed } = this.parsed;
    if (parsed?.kind !== "ssh" || this.problems.value.port !== undefined) return;
    const { host } = parsed;
    this.#put({
      address: sshAddress({
        host,
        ...(user.trim() === "" ? {} : { user: user.trim() }),
        ...(port.trim() === "" ? {} : { port: Number(port) }),
      }),
    });
  }

  #put(change: Partial<Draft>): void {
    this.draft.value = { ...this.draft.value, ...change };
    this.#remember();
  }

  #remember(): void {
    if (this.#closed.signal.aborted) return;
    const { id } = this.trial;
    this.#parts.remember({
      draft: this.draft.value,
      ...(this.host === undefined ? {} : { host: this.host.id }),
      ...(id === undefined || this.host !== undefined ? {} : { testId: id }),
    });
  }

  #added(): readonly Host[] {
    return this.#parts.hosts.value.filter(({ found }) => !found);
  }

  /** A found host of the same connection gives way to the one that is added. */
  #others(): readonly Host[] {
    const { value: parsed } = this.parsed;
    return this.#parts.hosts.value.filter(
      (host) => host.id !== this.host?.id && !(host.found && parsed && sameConnection(host.connection, parsed)),
    );
  }

  #taken(): ReadonlySet<string> {
    return new Set(this.#parts.hosts.peek().map((host) => host.name));
  }
}

/** They say nothing of the way to the host. */
const marks: ReadonlySet<DraftField> = new Set(["name", "access", "group", "tags", "colour"]);
