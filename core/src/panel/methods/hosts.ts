import * as v from "valibot";
import type { DiskSpace, HostConnection } from "../../model/host.ts";
import type { HostCandidate } from "../../model/host-candidate.ts";
import { accessSchema, colourSchema, connectionSchema, groupSchema, tagsSchema } from "../../model/host-schema.ts";
import type { HostTestReport } from "../../model/host-test.ts";
import type { ImportReport } from "../../model/new-host.ts";
import { id, nothing } from "./inputs.ts";
import { call, stream } from "./method.ts";

const hostName = v.pipe(v.string(), v.maxLength(1000));
/** A TLS key in PEM. It goes into the secret store, and nowhere else. */
const pastedKey = v.exactOptional(v.pipe(v.string(), v.maxLength(100_000)));
const hostMarks = {
  access: v.exactOptional(accessSchema),
  group: v.exactOptional(v.nullable(groupSchema)),
  tags: v.exactOptional(tagsSchema),
  colour: v.exactOptional(v.nullable(colourSchema)),
};
const testedHost = v.object({ id, name: hostName, connection: connectionSchema, pastedKey });

export const hostsMethods = {
  /** Tries an unreachable host again now; the person may be asked for what is lacking. */
  "hosts.retry": call<void>()(v.object({ host: id })),
  /** The old key, which Quayside itself keeps, is forgotten; the person is asked about the one that the host shows now. */
  "hosts.forgetKey": call<void>()(v.object({ host: id })),
  /** Of the disk on which the engine keeps its data, looked at now; null where it can't be told. */
  "hosts.disk": call<DiskSpace | null>()(v.object({ host: id })),
  /** What was found on this machine and is not added yet. */
  "hosts.candidates": call<readonly HostCandidate[]>()(nothing),
  /** An address as people write it; null where none is meant. `tls` is what a `tcp://` one takes. */
  "hosts.parse": call<HostConnection | null>()(v.object({ address: v.pipe(v.string(), v.maxLength(4096)) })),
  /** An id for a host that is to be tested, then added. */
  "hosts.newId": call<string>()(nothing),
  /** Goes the whole way to an engine once, without adding it: how far it came, each time that this is another. */
  "hosts.test": stream<HostTestReport>()(testedHost),
  /** A tested host is not to be added after all: what was given for it is forgotten. */
  "hosts.forget": call<void>()(v.object({ host: id })),
  "hosts.add": call<{ readonly id: string }>()(
    v.object({ id: v.exactOptional(id), name: hostName, connection: connectionSchema, ...hostMarks, pastedKey }),
  ),
  "hosts.update": call<void>()(
    v.object({
      host: id,
      change: v.object({
        name: v.exactOptional(hostName),
        connection: v.exactOptional(connectionSchema),
        ...hostMarks,
      }),
      pastedKey,
    }),
  ),
  "hosts.remove": call<void>()(v.object({ host: id })),
  /** Another with the same settings, disabled until somebody looked at it. */
  "hosts.duplicate": call<{ readonly id: string }>()(v.object({ host: id })),
  "hosts.setEnabled": call<void>()(v.object({ host: id, enabled: v.boolean() })),
  /** To its place before another one; to the end where none is told. */
  "hosts.move": call<void>()(v.object({ host: id, before: v.exactOptional(id) })),
  /** None is the default where none is told. */
  "hosts.setDefault": call<void>()(v.object({ host: v.exactOptional(id) })),
  /** All added hosts as JSON, without their secrets. */
  "hosts.export": call<string>()(nothing),
  "hosts.import": call<ImportReport>()(v.object({ text: v.pipe(v.string(), v.maxLength(10_000_000)) })),
} as const;
