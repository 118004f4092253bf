import * as v from "valibot";
import type { HostConfig } from "../model/host.ts";
import { storedHostSchema } from "../model/host-schema.ts";
import { StateFile, type StateFileOptions } from "../storage/state-file.ts";

const hostList = v.looseObject({ hosts: v.array(storedHostSchema), defaultHost: v.exactOptional(v.string()) });

export interface HostList {
  /** In the order that people gave them. */
  readonly hosts: readonly HostConfig[];
  /** Its id; a host that was found may be it, too. */
  readonly defaultHost?: string;
}

/** `hosts.json`, shared by all windows. */
export function hostStore(options: Pick<StateFileOptions<HostList>, "path" | "report" | "clock">): StateFile<HostList> {
  return new StateFile<HostList>({
    ...options,
    version: 1,
    empty: { hosts: [] },
    parse: (data) => v.parse(hostList, data),
  });
}
