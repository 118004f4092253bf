import * as v from "valibot";

/**
 * The bodies of the requests and answers between the page and the backend. Each is an object with `"v": 1`. Docker
 * Desktop has been seen to hand bodies over wrapped as `{data: body}`, so both are taken.
 */
export const wireVersion = 1;

/** The status of the answer to a page of another version: one of both was updated. ("Upgrade Required") */
export const OTHER_VERSION = 426;

/** The most bytes of JSON in one request. The longest a panel sends: 10,000 refs, 2 MB. */
export const maxRequest = 4 << 20;

/** The most bytes of JSON in one message to the page: ten thousand containers are 10 MB. */
export const maxMessage = 32 << 20;

const version = v.literal(wireVersion);
const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** `POST /sessions`: the page says which version it speaks. */
export const sessionRequest = v.object({ v: version });

/** Its answer. `readsFiles`: whether the backend can read files of the person's own computer. */
export const sessionAnswer = v.object({
  v: version,
  session: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  readsFiles: v.boolean(),
});

/**
 * `POST /sessions/:id/messages`: messages numbered from `first` on. `after` is the number of the last message that
 * the page has got: the backend may forget it and those before.
 */
export const messagesRequest = v.object({
  v: version,
  first: v.pipe(number, v.minValue(1)),
  messages: v.pipe(v.array(v.unknown()), v.maxLength(10_000)),
  after: number,
});

/** Its answer: the number of the last message that the backend has got. */
export const receivedAnswer = v.object({ v: version, received: number });

/** `GET /sessions/:id/messages?after=N`: the messages from `first` on. None when nothing came for a while. */
export const messagesAnswer = v.object({
  v: version,
  first: v.pipe(number, v.minValue(1)),
  messages: v.array(v.unknown()),
});

/** What the schema lets through, wherever the body has it; nothing where it fits neither way. */
export function opened<Output>(schema: v.GenericSchema<unknown, Output>, body: unknown): Output | undefined {
  for (const candidate of [body, dataOf(body)]) {
    const result = v.safeParse(schema, candidate, { abortEarly: true });
    if (result.success) return result.output;
  }
  return undefined;
}

function dataOf(body: unknown): unknown {
  return typeof body === "object" && body !== null && "data" in body ? body.data : undefined;
}
