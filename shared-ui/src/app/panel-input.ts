import type { LogLineMark } from "@quayside/core/model/log-search.ts";
import type { Selector } from "@quayside/core/model/ref.ts";
import { record } from "./record.ts";

/** Whose lines the Logs panel shows, and how that is called in its head. */
export interface LogsInput {
  readonly selector: Selector;
  /** The container's name. */
  readonly title: string;
  /** The host's name. */
  readonly hostName?: string;
  /** It begins at this line. */
  readonly at?: LineAsked;
}

/** `asked`: epoch milliseconds. A page that comes back knows by it that the person has been there, and went on. */
export type LineAsked = LogLineMark & { readonly asked: number };

function selectorOf(value: unknown): Selector | undefined {
  const { host, id, name, service } = record(value);
  if (typeof host !== "string") return undefined;
  if (typeof id === "string") return { host, id };
  if (typeof name === "string") return { host, name };
  const { stack, name: serviceName } = record(service);
  return typeof stack === "string" && typeof serviceName === "string"
    ? { host, service: { stack, name: serviceName } }
    : undefined;
}

/** Throws where it names no container: a home that opens logs without saying whose is wrong. */
export function panelInput(value: unknown): LogsInput {
  const { selector: given, title, hostName, at: mark } = record(value);
  const selector = selectorOf(given);
  if (selector === undefined || typeof title !== "string")
    throw new TypeError("The Logs panel needs {selector, title} as its input.");
  const at = lineAskedOf(mark);
  return {
    selector,
    title,
    ...(typeof hostName === "string" ? { hostName } : {}),
    ...(at === undefined ? {} : { at }),
  };
}

function lineAskedOf(value: unknown): LineAsked | undefined {
  const { timestamp, stream, nth, asked } = record(value);
  if (typeof timestamp !== "string" || typeof nth !== "number" || typeof asked !== "number") return undefined;
  return stream === "stdout" || stream === "stderr" ? { timestamp, stream, nth, asked } : undefined;
}

/** Whose page the Container panel shows. */
export interface ContainerInput {
  readonly host: string;
  /** It outlives that the container is created anew. An id is taken, too. */
  readonly name: string;
}

/** Throws where it names no container: a home that opens the page without saying whose is wrong. */
export function containerToShow(value: unknown): ContainerInput {
  const { host, name } = record(value);
  if (typeof host !== "string" || typeof name !== "string" || host === "" || name === "")
    throw new TypeError("The Container panel needs {host, name} as its input.");
  return { host, name };
}

/** How the Hosts panel is opened. */
export interface HostsInput {
  /** With the form for a new host. */
  readonly add: boolean;
}

/** Whoever opens the Hosts panel need not say anything. */
export function asksToAdd(value: unknown): boolean {
  return record(value).add === true;
}

/** How the Terminals panel is opened. */
export interface TerminalsInput {
  /** The terminal that is looked at first. */
  readonly id: string;
}

/** Whoever opens the Terminals panel need not say which. */
export function terminalToShow(value: unknown): string | undefined {
  const { id } = record(value);
  return typeof id === "string" ? id : undefined;
}
