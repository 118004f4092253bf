import type { AccessLevel, HostColour, HostConnection } from "./host.ts";

/** A host as a person describes it. What is left out of a change stays; what is null in it is taken away. */
export interface NewHost {
  /** Made by `newId`, where it was tested before. */
  readonly id?: string;
  readonly name: string;
  readonly connection: HostConnection;
  /** All hosts are "admin" unless told. */
  readonly access?: AccessLevel;
  readonly group?: string | null;
  readonly tags?: readonly string[];
  readonly colour?: HostColour | null;
  /** A TLS key in PEM, where the connection says that it was pasted. It goes into the secret store. */
  readonly pastedKey?: string;
}

export type HostChange = Partial<Omit<NewHost, "id">>;

export type TestedHost = Required<Pick<NewHost, "id" | "name" | "connection">> & Pick<NewHost, "pastedKey">;

/** What came of a file of hosts. */
export interface ImportReport {
  readonly added: readonly string[];
  /** Names of those that were left out, each with the sentence that says why. */
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}
