import * as v from "valibot";
import type { ActionResult } from "../model/action.ts";
import type { Confirmation } from "../model/confirmation.ts";
import { type StatsUpdate, WATCHED_CONTAINERS } from "../model/container-stats.ts";
import type { EventQuery, QuaysideEvent } from "../model/event.ts";
import type { HeldTerminal, TerminalOutput } from "../model/held-terminal.ts";
import type { DiskSpace, HostConnection } from "../model/host.ts";
import type { HostCandidate } from "../model/host-candidate.ts";
import { accessSchema, colourSchema, connectionSchema, groupSchema, tagsSchema } from "../model/host-schema.ts";
import type { HostTestReport } from "../model/host-test.ts";
import type { InventoryChange, InventorySnapshot } from "../model/inventory-change.ts";
import type { LogBatch } from "../model/log-line.ts";
import type { ImportReport } from "../model/new-host.ts";
import type { PendingProblem } from "../model/problem.ts";
import type { PendingQuestion } from "../model/question.ts";

/**
 * Every method that a panel can call, grouped as the front door is. The schemas check what a panel sends, since a
 * webview is not trusted; the result types are ours. `PanelApi` and the wire messages derive from this table.
 */

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(256));
const ref = v.object({ host: id, id });
const refs = v.pipe(v.array(ref), v.minLength(1), v.maxLength(10_000), v.readonly());
const selector = v.union([
  v.object({ host: id, id }),
  v.object({ host: id, name: id }),
  v.object({ host: id, service: v.object({ stack: id, name: id }) }),
]);
const seconds = v.pipe(v.number(), v.minValue(0), v.maxValue(86_400));
/** Epoch milliseconds, as far as a Date reaches. */
const time = v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15));
const searched = v.pipe(v.string(), v.maxLength(1000));

const eventQuery: v.GenericSchema<unknown, EventQuery> = v.object({
  host: v.exactOptional(id),
  kinds: v.exactOptional(few(v.picklist(["engine", "host", "action", "gap", "store"]))),
  levels: v.exactOptional(few(v.picklist(["info", "warning", "error"]))),
  subject: v.exactOptional(searched),
  text: v.exactOptional(searched),
  since: v.exactOptional(time),
  until: v.exactOptional(time),
  limit: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000))),
});

function few<T>(item: v.GenericSchema<unknown, T>) {
  return v.pipe(v.array(item), v.maxLength(16), v.readonly());
}

interface CallSpec<Input, Output> {
  readonly kind: "call";
  readonly input: v.GenericSchema<unknown, Input>;
  /** Only a type: never read. */
  readonly output?: Output;
}

interface StreamSpec<Input, Item> {
  readonly kind: "stream";
  readonly input: v.GenericSchema<unknown, Input>;
  /** Only a type: never read. */
  readonly item?: Item;
}

const call =
  <Output>() =>
  <Input>(input: v.GenericSchema<unknown, Input>): CallSpec<Input, Output> => ({ kind: "call", input });
const stream =
  <Item>() =>
  <Input>(input: v.GenericSchema<unknown, Input>): StreamSpec<Input, Item> => ({ kind: "stream", input });

const nothing = v.object({});
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
const questionAnswer = v.variant("kind", [
  v.object({ id, kind: v.literal("host-key"), answer: v.nullable(v.picklist(["ssh", "quayside", "once"])) }),
  v.object({
    id,
    kind: v.literal("secret"),
    answer: v.nullable(v.object({ text: v.pipe(v.string(), v.maxLength(10_000)), keep: v.boolean() })),
  }),
]);
const many = v.object({ refs });
const cells = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000));
const terminalSize = { columns: cells, rows: cells };

export const panelMethods = {
  /** First the whole, then what changes. A panel that was hidden opens it anew. */
  "inventory.watch": stream<{ snapshot: InventorySnapshot } | { change: InventoryChange }>()(nothing),

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

  /** What waits for a person, in a home whose panels ask; each time that it is another. */
  "questions.watch": stream<readonly PendingQuestion[]>()(nothing),
  "questions.answer": call<void>()(questionAnswer),

  "containers.start": call<readonly ActionResult[]>()(many),
  "containers.stop": call<readonly ActionResult[]>()(v.object({ refs, grace: v.exactOptional(seconds) })),
  "containers.restart": call<readonly ActionResult[]>()(v.object({ refs, grace: v.exactOptional(seconds) })),
  "containers.pause": call<readonly ActionResult[]>()(many),
  "containers.unpause": call<readonly ActionResult[]>()(many),
  "containers.kill": call<readonly ActionResult[]>()(many),
  "containers.remove": call<readonly ActionResult[]>()(
    v.object({ refs, force: v.exactOptional(v.boolean()), volumes: v.exactOptional(v.boolean()) }),
  ),
  "containers.rename": call<void>()(v.object({ ref, name: v.pipe(v.string(), v.maxLength(1000)) })),
  /** What to ask before these are removed or killed. */
  "containers.confirm": call<Confirmation>()(v.object({ refs, action: v.picklist(["remove", "kill"]) })),
  /** The engine's own JSON, indented. */
  "containers.inspect": call<string>()(v.object({ ref })),

  "logs.follow": stream<LogBatch>()(
    v.object({
      selector,
      /** Lines of history; all of them where it is left out. */
      tail: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000))),
      /** Only lines at or after this time: RFC 3339, nanoseconds allowed. */
      since: v.exactOptional(v.pipe(v.string(), v.maxLength(64))),
    }),
  ),

  /** First what is known of each, then what comes: a batch at most each second. */
  "stats.watch": stream<readonly StatsUpdate[]>()(
    v.object({ refs: v.pipe(v.array(ref), v.minLength(1), v.maxLength(WATCHED_CONTAINERS), v.readonly()) }),
  ),

  /** Terminals in containers that core holds: they go on while no page shows them. */
  "terminals.watch": stream<readonly HeldTerminal[]>()(nothing),
  "terminals.open": call<{ readonly id: string }>()(v.object({ ref, ...terminalSize })),
  /** First all that there is to see, then what comes. */
  "terminals.follow": stream<TerminalOutput>()(v.object({ id })),
  "terminals.write": call<void>()(v.object({ id, text: v.pipe(v.string(), v.maxLength(1_000_000)) })),
  "terminals.resize": call<void>()(v.object({ id, ...terminalSize })),
  /** Ends the shell and what runs in it; of one that has ended, what it said is forgotten. */
  "terminals.end": call<void>()(v.object({ id })),

  /** What Quayside has to tell about its own files, in a home that tells it by the panels. */
  "problems.watch": stream<readonly PendingProblem[]>()(nothing),
  "problems.dismiss": call<void>()(v.object({ id })),

  "events.query": call<readonly QuaysideEvent[]>()(v.object({ query: eventQuery })),

  /** What only the home of the panel can do: an editor tab, a terminal, a browser. */
  "home.openLogs": call<void>()(v.object({ ref })),
  "home.openTerminal": call<void>()(v.object({ ref })),
  "home.openPort": call<void>()(
    v.object({ ref, port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)) }),
  ),
  "home.showInspect": call<void>()(v.object({ ref })),
  /** In a view of the home's own, where it has one. */
  "home.openView": call<void>()(v.object({ ref, view: v.picklist(["details", "stats"]) })),
  "home.addHost": call<void>()(nothing),
  "home.copy": call<void>()(v.object({ text: v.pipe(v.string(), v.maxLength(10_000_000)) })),
  /** What came of what the person did: one plain sentence, which stands for a moment. */
  "home.tell": call<void>()(
    v.object({
      level: v.picklist(["success", "warning", "error"]),
      text: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)),
    }),
  ),
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
