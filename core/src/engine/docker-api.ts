import type { Duplex, Readable } from "node:stream";

interface Abortable {
  readonly abortSignal: AbortSignal;
}

/**
 * The part of dockerode 5 that Quayside uses, as its code takes it: its published types leave out `abortSignal` in
 * half of the calls and take event times only as whole numbers. Answers are unknown until they are read.
 */
export interface DockerApi {
  readonly modem: {
    /** "v1.41", once it is agreed. */
    readonly version: string | undefined;
    /** For what has no call of its own. `options` become the query string. */
    dial(
      request: StreamRequest | PlainRequest | HijackRequest,
      callback: (error: Error | null, result?: unknown) => void,
    ): void;
  };
  ping(options: Abortable): Promise<unknown>;
  version(options: Abortable): Promise<unknown>;
  info(options: Abortable): Promise<unknown>;
  listContainers(
    options: Abortable & { readonly all: true; readonly filters?: Readonly<Record<string, readonly string[]>> },
  ): Promise<unknown>;
  getEvents(
    options: Abortable & { readonly since?: string; readonly until?: string; readonly stream?: false },
  ): Promise<unknown>;
  getContainer(id: string): ContainerApi;
  getExec(id: string): ExecApi;
}

interface ContainerApi {
  inspect(options: Abortable): Promise<unknown>;
  stats(options: Abortable & { readonly stream: true }): Promise<unknown>;
  start(options: Abortable): Promise<unknown>;
  stop(options: Abortable & { readonly t: number }): Promise<unknown>;
  restart(options: Abortable & { readonly t: number }): Promise<unknown>;
  pause(options: Abortable): Promise<unknown>;
  unpause(options: Abortable): Promise<unknown>;
  kill(options: Abortable): Promise<unknown>;
  rename(options: Abortable & { readonly name: string }): Promise<unknown>;
  remove(options: Abortable & { readonly force: boolean; readonly v: boolean }): Promise<unknown>;
  resize(options: Abortable & { readonly w: number; readonly h: number }): Promise<unknown>;
  exec(
    options: Abortable & {
      readonly Cmd: readonly string[];
      readonly AttachStdin: true;
      readonly AttachStdout: true;
      readonly AttachStderr: true;
      readonly Tty: boolean;
      readonly DetachKeys?: string;
      readonly User?: string;
      readonly WorkingDir?: string;
      readonly Env?: readonly string[];
      /** Rows, columns. */
      readonly ConsoleSize?: readonly [number, number];
    },
  ): Promise<unknown>;
}

interface ExecApi {
  inspect(options: Abortable): Promise<unknown>;
  start(options: Abortable & { readonly hijack: true; readonly stdin: true; readonly Tty: boolean }): Promise<Duplex>;
  resize(options: Abortable & { readonly w: number; readonly h: number }): Promise<unknown>;
}

interface StreamRequest extends Abortable {
  /** Ends with a question mark where there are options. */
  readonly path: string;
  readonly method: "GET";
  readonly isStream: true;
  readonly statusCodes: Record<number, boolean | string>;
  readonly options: Readonly<Record<string, string | number | boolean>>;
}

interface PlainRequest extends Abortable {
  /** Ends with a question mark, or with a query that is encoded. */
  readonly path: string;
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "DELETE";
  /** The body, as `application/tar`. */
  readonly file?: Readable;
  readonly isStream: boolean;
  readonly statusCodes: Record<number, boolean | string>;
  readonly options: { readonly _query: Readonly<Record<string, unknown>>; readonly _body: unknown };
}

/** Its answer is the connection itself. */
interface HijackRequest extends Abortable {
  readonly path: string;
  readonly method: "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly file: Buffer;
  readonly isStream: true;
  readonly hijack: true;
  readonly statusCodes: Record<number, boolean | string>;
  readonly options: { readonly _query: Readonly<Record<string, unknown>> };
}
