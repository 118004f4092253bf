import type { LogLineMark } from "./log-search.ts";

/** A line, for another window or another person. */
export interface LineAddress {
  /** Its host's id, which another Quayside doesn't know, and its name. */
  readonly host: string;
  readonly hostName: string;
  /** The container's. */
  readonly name: string;
  readonly mark: LogLineMark;
}

/** `base`: what leads to Quayside, as `vscode://quayside.quayside`. */
export function lineLink(base: string, { host, hostName, name, mark }: LineAddress): string {
  const { timestamp, stream, nth } = mark;
  return `${base}/line?${new URLSearchParams({ host, hostName, name, timestamp, stream, nth: String(nth) })}`;
}

const MOST = 4096;

/** From any base; nothing for what is no such link. */
export function readLineLink(link: string): LineAddress | undefined {
  const query = /^[a-z-]+:\/\/[^?\s]*\bline\?(\S+)$/.exec(link.trim().slice(0, MOST))?.[1];
  if (query === undefined) return undefined;
  const parameters = new URLSearchParams(query);
  const [host, hostName, name, timestamp, stream] = ["host", "hostName", "name", "timestamp", "stream"].map(
    (key) => parameters.get(key) ?? "",
  );
  const nth = Number(parameters.get("nth") ?? 1);
  if (!host || !name || !timestamp || Number.isNaN(Date.parse(timestamp.replace(/(\.\d{3})\d*/, "$1"))))
    return undefined;
  if ((stream !== "stdout" && stream !== "stderr") || !Number.isInteger(nth) || nth < 1) return undefined;
  return { host, hostName: hostName ?? "", name, mark: { timestamp, stream, nth } };
}

/** The host that is meant: by its id, else the one that is called so. */
export function addressedHost<H extends { readonly id: string; readonly name: string }>(
  hosts: readonly H[],
  { host, hostName }: LineAddress,
): H | undefined {
  return hosts.find(({ id }) => id === host) ?? hosts.find(({ name }) => name === hostName);
}
