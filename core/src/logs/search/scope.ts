import type { LogSearchQuery } from "../../model/log-search.ts";
import { type Ref, refKey } from "../../model/ref.ts";
import type { LogHostContents } from "../log-source.ts";

export interface Wanted {
  readonly ref: Ref;
  readonly name: string;
  readonly running: boolean;
  readonly since: number;
}

export interface Scope {
  readonly hosts: readonly string[];
  /** The newest first. */
  readonly containers: readonly Wanted[];
}

/** Which containers a search means, of all that there are. */
export function scopeOf(
  { hosts = [], stacks = [], containers = [], rests }: LogSearchQuery,
  all: readonly LogHostContents[],
): Scope {
  const wholeHosts = new Set(hosts);
  const wholeStacks = new Set(stacks.map(({ host, name }) => `${host}/${name}`));
  const single = new Set(containers.map(refKey));
  const resumed = rests && new Set(rests.map(({ ref }) => refKey(ref)));
  const everything = wholeHosts.size + wholeStacks.size + single.size === 0;
  const touched = new Set([...hosts, ...stacks.map(({ host }) => host), ...containers.map(({ host }) => host)]);
  const wanted = all.flatMap((contents) =>
    contents.containers.flatMap(({ id, name, running, since, stack }): Wanted[] => {
      const ref = { host: contents.host, id };
      const asked =
        resumed !== undefined
          ? resumed.has(refKey(ref))
          : everything ||
            wholeHosts.has(contents.host) ||
            (stack !== undefined && wholeStacks.has(`${contents.host}/${stack}`)) ||
            single.has(refKey(ref));
      return asked ? [{ ref, name, running, since }] : [];
    }),
  );
  return {
    hosts: all.map(({ host }) => host).filter((host) => everything || touched.has(host)),
    containers: wanted.sort((one, other) => Number(other.running) - Number(one.running) || other.since - one.since),
  };
}
