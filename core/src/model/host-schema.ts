import * as v from "valibot";
import { hostColours } from "./host.ts";

// What hosts are made of, for what comes from panels and from files.

const path = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
/** The path of a file, or PEM. */
const pem = v.pipe(v.string(), v.minLength(1), v.maxLength(100_000));
const address = v.pipe(v.string(), v.minLength(1), v.maxLength(253));
const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));
const word = v.pipe(v.string(), v.minLength(1), v.maxLength(100));

const unix = { kind: v.literal("unix"), path };
const pipe = { kind: v.literal("pipe"), path };
const tls = {
  kind: v.literal("tls"),
  host: address,
  port,
  ca: v.exactOptional(pem),
  cert: v.exactOptional(pem),
  key: v.exactOptional(path),
  serverName: v.exactOptional(address),
  verify: v.boolean(),
};
const ssh = {
  kind: v.literal("ssh"),
  host: address,
  user: v.exactOptional(address),
  port: v.exactOptional(port),
  key: v.exactOptional(path),
  jump: v.exactOptional(v.pipe(v.string(), v.minLength(1), v.maxLength(1000))),
  socket: v.exactOptional(v.pipe(path, v.startsWith("/"))),
};

export const connectionSchema = v.variant("kind", [v.object(unix), v.object(pipe), v.object(tls), v.object(ssh)]);
export const accessSchema = v.picklist(["view", "operate", "admin"]);
export const groupSchema = word;
export const tagsSchema = v.pipe(v.array(word), v.maxLength(50), v.readonly());
export const colourSchema = v.picklist(hostColours);

/** Of a file: what a newer Quayside wrote beside it stays. */
export const storedHostSchema = v.looseObject({
  id: v.pipe(v.string(), v.regex(/^[a-zA-Z0-9-]{1,64}$/)),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  connection: v.variant("kind", [v.looseObject(unix), v.looseObject(pipe), v.looseObject(tls), v.looseObject(ssh)]),
  access: accessSchema,
  group: v.exactOptional(groupSchema),
  tags: v.exactOptional(tagsSchema),
  colour: v.exactOptional(colourSchema),
  disabled: v.exactOptional(v.literal(true)),
});
