import { describeError } from "../errors/describe-error.ts";
import type { NamedPlace } from "../model/container-file.ts";
import type { LogSelector, Ref, Selector } from "../model/ref.ts";
import { isPanelError, PanelError } from "./panel-error.ts";

/** What names one host. */
type OnHost =
  | { readonly host: string }
  | { readonly ref: Ref }
  | { readonly selector: Selector }
  | { readonly selectors: readonly LogSelector[] }
  | { readonly place: NamedPlace };
export type HostName = (host: string) => string | undefined;

/** The call, with errors that say on which host it went wrong. */
export function callOnHost<Input extends OnHost, Output>(
  hostName: HostName,
  call: (input: Input, signal: AbortSignal) => Promise<Output>,
): (input: Input, signal: AbortSignal) => Promise<Output> {
  return async (input, signal) => {
    try {
      return await call(input, signal);
    } catch (error) {
      throw signal.aborted ? error : named(error, hostName(hostOf(input)));
    }
  };
}

/** The same for a stream. */
export function streamOnHost<Input extends OnHost, Item>(
  hostName: HostName,
  stream: (input: Input, signal: AbortSignal) => AsyncIterable<Item>,
): (input: Input, signal: AbortSignal) => AsyncIterable<Item> {
  return async function* (input, signal) {
    try {
      yield* stream(input, signal);
    } catch (error) {
      throw signal.aborted ? error : named(error, hostName(hostOf(input)));
    }
  };
}

function hostOf(input: OnHost): string {
  if ("host" in input) return input.host;
  if ("place" in input) return input.place.host;
  if ("selector" in input) return input.selector.host;
  return "ref" in input ? input.ref.host : (input.selectors[0]?.host ?? "");
}

function named(error: unknown, host: string | undefined): PanelError {
  return isPanelError(error) ? error : new PanelError(describeError(error, host), { cause: error });
}
