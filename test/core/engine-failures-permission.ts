/** Run by a user who may not open the socket: says how the engine at the given socket answers. */
import { openEngine } from "@quayside/core/engine/engine.ts";
import { describeError } from "@quayside/core/errors/describe-error.ts";
import { pathDialer } from "@quayside/core/hosts/dialers.ts";

const socket = process.argv[2] as string;
const dialer = pathDialer(socket, `unix://${socket}`);
openEngine({ host: "test", dialer, deadline: 5_000, now: Date.now }, new AbortController().signal).then(
  () => console.log(JSON.stringify({ name: "opened" })),
  (error: Error & { reason?: string }) =>
    console.log(JSON.stringify({ name: error.name, reason: error.reason, hint: describeError(error).hint })),
);
