import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { InvalidInput } from "../errors/errors.ts";
import type { HostConfig } from "../model/host.ts";
import { storedHostSchema } from "../model/host-schema.ts";
import type { ImportReport } from "../model/new-host.ts";
import type { HostList } from "./host-store.ts";

/** Of a file that hosts are carried in from one home of Quayside to another. */
const FORMAT = 1;

const transfer = v.looseObject({ quayside: v.literal("hosts"), version: v.number(), hosts: v.array(v.unknown()) });

/** Added hosts as text. What people gave to log in with is not in it; paths of keys are, and they stay paths. */
export function exportedHosts(hosts: readonly HostConfig[]): string {
  return `${JSON.stringify({ quayside: "hosts", version: FORMAT, hosts: hosts.map(({ id: _own, ...host }) => host) }, null, 2)}\n`;
}

/**
 * The list with the hosts of such a text behind its own. A host whose name is taken, or that can't be read, is left out
 * and named. Throws InvalidInput where the text holds no hosts at all.
 */
export function importedHosts(
  text: string,
  list: HostList,
  taken: ReadonlySet<string>,
): { readonly list: HostList; readonly report: ImportReport } {
  const names = new Set([...taken, ...list.hosts.map(({ name }) => name)]);
  const added: HostConfig[] = [];
  const skipped: { name: string; reason: string }[] = [];
  for (const [index, entry] of entriesOf(text).entries()) {
    const { success, output } = v.safeParse(storedHostSchema, { ...(entry as object), id: randomUUID() });
    if (!success) skipped.push({ name: nameOf(entry, index), reason: "It can’t be read." });
    else if (names.has(output.name))
      skipped.push({ name: output.name, reason: "There is a host of this name already." });
    else {
      names.add(output.name);
      added.push(output);
    }
  }
  return {
    list: added.length === 0 ? list : { ...list, hosts: [...list.hosts, ...added] },
    report: { added: added.map(({ name }) => name), skipped },
  };
}

function entriesOf(text: string): unknown[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new InvalidInput("text", "This is not a file of hosts: it is not JSON.");
  }
  const { success, output } = v.safeParse(transfer, json);
  if (!success) throw new InvalidInput("text", "This is not a file of hosts that Quayside has exported.");
  if (output.version > FORMAT)
    throw new InvalidInput("text", "A newer Quayside has exported these hosts. Update this one first.");
  return output.hosts;
}

function nameOf(entry: unknown, index: number): string {
  const name = typeof entry === "object" && entry !== null ? (entry as { name?: unknown }).name : undefined;
  return typeof name === "string" && name !== "" ? name.slice(0, 200) : `host ${index + 1}`;
}
