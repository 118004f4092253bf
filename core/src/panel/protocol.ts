import * as v from "valibot";
import type { ErrorInfo } from "../errors/error-info.ts";
import { InvalidInput } from "../errors/errors.ts";
import { type CallName, type InputOf, type MethodName, panelMethods, type StreamName } from "./methods.ts";

/**
 * The messages between a panel and core. A panel begins with `hello`, core answers `welcome`: both say their version,
 * and both drop what an earlier page on the same transport left behind (a webview that is shown again is a new page
 * on the old channel). Then each `call` gets one `reply`, and each `open` gets items, as many as it has credit for,
 * and one `end`.
 */
export const protocolVersion = 1;

/** The most items that a stream may have under way. */
export const maxCredit = 1024;

const names = Object.keys(panelMethods) as MethodName[];
const callNames = names.filter((name): name is CallName => panelMethods[name].kind === "call");
const streamNames = names.filter((name): name is StreamName => panelMethods[name].kind === "stream");

const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const credit = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(maxCredit));
const protocol = v.pipe(v.number(), v.safeInteger());

const panelMessage = v.variant("type", [
  v.object({ type: v.literal("hello"), protocol }),
  v.object({
    type: v.literal("call"),
    id,
    method: v.picklist(callNames, "There is no call of this name."),
    input: v.unknown(),
  }),
  v.object({
    type: v.literal("open"),
    id,
    method: v.picklist(streamNames, "There is no stream of this name."),
    input: v.unknown(),
    credit,
  }),
  /** So many more items may be sent. */
  v.object({ type: v.literal("credit"), id, credit }),
  v.object({ type: v.literal("cancel"), id }),
]);

/** A record and not a list, so that the compiler misses a name that is added. */
const errorNames: Record<ErrorInfo["name"], true> = {
  HostUnreachable: true,
  EngineError: true,
  NotFound: true,
  Conflict: true,
  NotAllowed: true,
  InvalidInput: true,
  FileRefused: true,
  StoreUnusable: true,
  FileUnwritable: true,
  TlsFailed: true,
  HostKeyRefused: true,
  AuthenticationFailed: true,
  Cancelled: true,
  Disconnected: true,
  Unexpected: true,
};

const err: v.GenericSchema<unknown, ErrorInfo> = v.object({
  name: v.picklist(Object.keys(errorNames) as ErrorInfo["name"][]),
  title: v.string(),
  sentence: v.string(),
  hint: v.string(),
  detail: v.string(),
});

const coreMessage = v.variant("type", [
  v.object({ type: v.literal("welcome"), protocol }),
  /** `ok` is left out for a call without a result: JSON, which some transports use, has no undefined. */
  v.object({ type: v.literal("reply"), id, ok: v.exactOptional(v.unknown()), err: v.exactOptional(err) }),
  v.object({ type: v.literal("item"), id, item: v.unknown() }),
  v.object({ type: v.literal("end"), id, err: v.exactOptional(err) }),
]);

export type PanelMessage = v.InferOutput<typeof panelMessage>;
export type CoreMessage = v.InferOutput<typeof coreMessage>;

/** What arrived and fits no message. With its id and type where these can be read, so that it can be answered. */
export interface Malformed {
  readonly problem: InvalidInput;
  readonly id?: number;
  readonly type?: unknown;
}

export type Parsed<Message> = { readonly message: Message } | Malformed;

export const parsePanelMessage = (raw: unknown): Parsed<PanelMessage> => parse(panelMessage, raw);
export const parseCoreMessage = (raw: unknown): Parsed<CoreMessage> => parse(coreMessage, raw);

/** The input as the method's schema lets it through, without what it doesn't name. Throws InvalidInput. */
export function checkInput<M extends MethodName>(method: M, input: unknown): InputOf<M> {
  const schema: v.GenericSchema = panelMethods[method].input;
  const result = v.safeParse(schema, input, { abortEarly: true });
  if (!result.success) throw invalidInput(result.issues, "input");
  return result.output as InputOf<M>;
}

function parse<Message>(schema: v.GenericSchema<unknown, Message>, raw: unknown): Parsed<Message> {
  // abortEarly, else an array of 10,000 wrong entries is answered with 10,000 issues.
  const result = v.safeParse(schema, raw, { abortEarly: true });
  if (result.success) return { message: result.output };
  const problem = invalidInput(result.issues, "message");
  const head = v.safeParse(v.object({ id, type: v.exactOptional(v.unknown()) }), raw);
  return head.success ? { problem, ...head.output } : { problem };
}

function invalidInput(issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]], whole: string): InvalidInput {
  const [issue] = issues;
  // An issue quotes what it received, whatever the length.
  return new InvalidInput((v.getDotPath(issue) ?? whole).slice(0, 100), issue.message.slice(0, 300));
}
