import * as v from "valibot";
import type { HostConfig } from "../model/host.ts";
import { StateFile, type StateFileOptions } from "../storage/state-file.ts";

const path = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(253));
const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));
// Loose: what a newer Quayside wrote beside it stays.
const hostConfig = v.looseObject({
  id: v.pipe(v.string(), v.regex(/^[a-zA-Z0-9-]{1,64}$/)),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  connection: v.variant("kind", [
    v.looseObject({ kind: v.literal("unix"), path }),
    v.looseObject({ kind: v.literal("pipe"), path }),
    v.looseObject({
      kind: v.literal("tls"),
      host: name,
      port,
      ca: v.exactOptional(path),
      cert: v.exactOptional(path),
      key: v.exactOptional(path),
      serverName: v.exactOptional(name),
      verify: v.boolean(),
    }),
    v.looseObject({
      kind: v.literal("ssh"),
      host: name,
      user: v.exactOptional(name),
      port: v.exactOptional(port),
      key: v.exactOptional(path),
      jump: v.exactOptional(v.pipe(v.string(), v.minLength(1), v.maxLength(1000))),
      socket: v.exactOptional(v.pipe(path, v.startsWith("/"))),
    }),
  ]),
  access: v.picklist(["view", "operate", "admin"]),
});
const hostList = v.looseObject({ hosts: v.array(hostConfig) });

export interface HostList {
  readonly hosts: readonly HostConfig[];
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
