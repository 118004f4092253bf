import type { NamedPlace } from "@quayside/core/model/container-file.ts";
import type { LogLineMark } from "@quayside/core/model/log-search.ts";
import type { LogSelector, NamedContainer, Selector } from "@quayside/core/model/ref.ts";
import { record } from "./record.ts";

/** Whose lines the Logs panel shows, and how that is called in its head. */
export interface LogsInput {
  readonly selectors: readonly LogSelector[];
  /** Containers that they mean too, and that were taken out. */
  readonly except?: readonly NamedContainer[];
  /** The name of the container, the stack or the host. */
  readonly title: string;
  /** The host's name, where all are on one. */
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

function logSelectorOf(value: unknown): LogSelector[] {
  const { host, stack, all } = record(value);
  const selector = selectorOf(value);
  if (selector !== undefined) return [selector];
  if (typeof host !== "string") return [];
  if (typeof stack === "string") return [{ host, stack }];
  return all === true ? [{ host, all }] : [];
}

function namedContainer(value: unknown): NamedContainer[] {
  const { host, name } = record(value);
  return typeof host === "string" && typeof name === "string" ? [{ host, name }] : [];
}

/** Throws where it names no container: a home that opens logs without saying whose is wrong. */
export function panelInput(value: unknown): LogsInput {
  const { selector, selectors: given = [selector], except: left, title, hostName, at: mark } = record(value);
  const selectors = Array.isArray(given) ? given.flatMap(logSelectorOf) : [];
  if (selectors.length === 0 || typeof title !== "string")
    throw new TypeError("The Logs panel needs {selectors, title} as its input.");
  const except = Array.isArray(left) ? left.flatMap(namedContainer) : [];
  const at = lineAskedOf(mark);
  return {
    selectors,
    ...(except.length > 0 ? { except } : {}),
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

/** Whose files the Files panel shows, and how that is called in its head. */
export interface FilesInput {
  readonly place: NamedPlace;
  readonly hostName?: string;
}

/** Nothing where it names no container and no volume. */
export function filesToShow(value: unknown): FilesInput | undefined {
  const { place, hostName } = record(value);
  const { host, kind, name } = record(place);
  if (typeof host !== "string" || typeof name !== "string") return undefined;
  if (kind !== "container" && kind !== "volume") return undefined;
  return { place: { host, kind, name }, ...(typeof hostName === "string" ? { hostName } : {}) };
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
