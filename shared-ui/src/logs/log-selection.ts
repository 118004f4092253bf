import type { LogSelector, NamedContainer, Selector } from "@quayside/core/model/ref.ts";
import type { LogsInput } from "../app/panel-input.ts";

/** A thing that can be added to the logs: as it is called, and what it means. */
export interface Choice {
  readonly selector: LogSelector;
  readonly title: string;
}

/** By which a source is known in another reading. */
export function sourceKey({ host, name }: NamedContainer): string {
  return `${host}/${name}`;
}

/** For use as a map key. */
export const selectorKey = (selector: LogSelector): string => JSON.stringify(selector);

/** Whose view it is, as one is remembered: what was kept of one container before is found again. */
export function viewKey({ selectors, except = [] }: Pick<LogsInput, "selectors" | "except">): string {
  const [first] = selectors;
  if (selectors.length === 1 && first !== undefined && except.length === 0) return selectorKey(first);
  return JSON.stringify([...selectors.map(selectorKey).sort(), ...except.map(sourceKey).sort()]);
}

/** The container that alone is meant; undefined where it is several, or may become so. */
export function onlyContainer(selectors: readonly LogSelector[]): Selector | undefined {
  const [only] = selectors;
  return selectors.length > 1 || only === undefined || "stack" in only || "all" in only ? undefined : only;
}

/** What was taken out before comes back when it is asked for. */
export function withChoices(input: LogsInput, choices: readonly Choice[]): LogsInput {
  const known = new Set(input.selectors.map(selectorKey));
  const added = choices.map(({ selector }) => selector).filter((selector) => !known.has(selectorKey(selector)));
  const except = (input.except ?? []).filter(
    (one) => !choices.some(({ selector }) => "name" in selector && sourceKey(selector) === sourceKey(one)),
  );
  return titled(input, [...input.selectors, ...added], except);
}

/** Without this container, which may be there by itself, by its stack, or by both. */
export function withoutSource(input: LogsInput, source: NamedContainer): LogsInput {
  const key = sourceKey(source);
  const selectors = input.selectors.filter((selector) => !("name" in selector) || sourceKey(selector) !== key);
  const { host, name } = source;
  const meansMany = selectors.some((selector) => selector.host === host && !("name" in selector));
  const except = input.except ?? [];
  return titled(input, selectors, meansMany ? [...except, { host, name }] : except);
}

function titled(input: LogsInput, selectors: readonly LogSelector[], except: readonly NamedContainer[]): LogsInput {
  const { hostName: _, except: __, title } = input;
  const [first] = selectors;
  const alone = selectors.length === 1 && first !== undefined;
  const [was] = input.selectors;
  const same = alone && was !== undefined && selectorKey(was) === selectorKey(first);
  return {
    selectors,
    ...(except.length > 0 ? { except } : {}),
    title: alone && !same ? titleOf(first) : title,
    ...(same && input.hostName !== undefined ? { hostName: input.hostName } : {}),
  };
}

function titleOf(selector: LogSelector): string {
  if ("name" in selector) return selector.name;
  if ("stack" in selector) return selector.stack;
  if ("service" in selector) return selector.service.name;
  return "id" in selector ? selector.id.slice(0, 12) : selector.host;
}
