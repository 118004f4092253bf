/** Names one thing on one host. Ids of different hosts never meet bare. */
export interface Ref {
  readonly host: string;
  readonly id: string;
}

/** Finds a container that may have been re-created since: by id, by name, or by compose service. */
export type Selector =
  | { readonly host: string; readonly id: string }
  | { readonly host: string; readonly name: string }
  | { readonly host: string; readonly service: { readonly stack: string; readonly name: string } };

/** Containers whose logs are wanted: one, those of a service or a stack, or all of a host. */
export type LogSelector =
  | Selector
  | { readonly host: string; readonly stack: string }
  | { readonly host: string; readonly all: true };

/** A container by what it keeps when it is created anew. */
export interface NamedContainer {
  readonly host: string;
  readonly name: string;
}

/** A text that is equal for equal refs, for use as a map key. A host id has no slash in it. */
export function refKey(ref: Ref): string {
  return `${ref.host}/${ref.id}`;
}

export function sameRef(a: Ref, b: Ref): boolean {
  return a.host === b.host && a.id === b.id;
}
