import type * as v from "valibot";
import { containersMethods } from "./methods/containers.ts";
import { eventsMethods } from "./methods/events.ts";
import { filesMethods } from "./methods/files.ts";
import { filtersMethods } from "./methods/filters.ts";
import { homeMethods } from "./methods/home.ts";
import { hostsMethods } from "./methods/hosts.ts";
import { inventoryMethods } from "./methods/inventory.ts";
import { logsMethods } from "./methods/logs.ts";
import type { CallSpec, StreamSpec } from "./methods/method.ts";
import { problemsMethods } from "./methods/problems.ts";
import { questionsMethods } from "./methods/questions.ts";
import { resourcesMethods } from "./methods/resources.ts";
import { statsMethods } from "./methods/stats.ts";
import { terminalsMethods } from "./methods/terminals.ts";

/**
 * Every method that a panel can call, grouped as the front door is: a file for each group. The schemas check what a
 * panel sends, since a webview is not trusted; the result types are ours. `PanelApi` and the wire messages derive
 * from this table.
 */
export const panelMethods = {
  ...inventoryMethods,
  ...hostsMethods,
  ...questionsMethods,
  ...containersMethods,
  ...resourcesMethods,
  ...logsMethods,
  ...filtersMethods,
  ...statsMethods,
  ...terminalsMethods,
  ...filesMethods,
  ...problemsMethods,
  ...eventsMethods,
  ...homeMethods,
} as const;

export type PanelMethods = typeof panelMethods;
export type MethodName = keyof PanelMethods;
export type CallName = {
  [M in MethodName]: PanelMethods[M] extends CallSpec<infer _I, infer _O> ? M : never;
}[MethodName];
export type StreamName = {
  [M in MethodName]: PanelMethods[M] extends StreamSpec<infer _I, infer _T> ? M : never;
}[MethodName];

export type InputOf<M extends MethodName> = PanelMethods[M] extends {
  readonly input: v.GenericSchema<unknown, infer Input>;
}
  ? Input
  : never;
export type OutputOf<M extends CallName> = PanelMethods[M] extends CallSpec<infer _I, infer Output> ? Output : never;
export type ItemOf<M extends StreamName> = PanelMethods[M] extends StreamSpec<infer _I, infer Item> ? Item : never;

/** What a panel holds: every method by its name, typed. Errors are rejected as `PanelError` with an `ErrorInfo`. */
export interface PanelApi {
  call<M extends CallName>(method: M, input: InputOf<M>, signal?: AbortSignal): Promise<OutputOf<M>>;
  /**
   * Opens when the loop begins, anew for each loop. Ends quietly when the loop is left or the signal aborts; the
   * served side hears of it. Items that came before an error are given before it is thrown.
   */
  stream<M extends StreamName>(method: M, input: InputOf<M>, signal?: AbortSignal): AsyncIterable<ItemOf<M>>;
}

/**
 * What the served side supplies for each method. The signal aborts when the panel cancels or is gone; a handler that
 * doesn't heed it goes on counting against the calls that one panel may have open. An error reaches the panel by
 * `describeError`; where the input names one host, `callOnHost` and `streamOnHost` have the error name it too.
 */
export type PanelHandlers = {
  readonly [M in CallName]: (input: InputOf<M>, signal: AbortSignal) => Promise<OutputOf<M>>;
} & {
  readonly [M in StreamName]: (input: InputOf<M>, signal: AbortSignal) => AsyncIterable<ItemOf<M>>;
};
