// attach SESSION AFTER: prints the messages of a session after a number, as lines (stream-lines.ts). Docker Desktop
// runs it in the backend's container. Killing `docker exec` doesn't kill what runs inside, so this goes by itself:
// when nobody reads its output, or when the backend, which sees whether the page is alive, goes silent.
import { get } from "node:http";
import { attachExit } from "../attach-exit.ts";

const [session = "", after = "0"] = process.argv.slice(2);
const socketPath = process.env.QUAYSIDE_SOCKET ?? "/run/guest-services/quayside.sock";
/** Milliseconds: three heartbeats of the backend. */
const silence = Number(process.env.QUAYSIDE_ATTACH_SILENCE ?? 15_000);

function leave(code: number, sentence?: string): never {
  if (sentence !== undefined) console.error(sentence);
  process.exit(code);
}

process.stdout.on("error", () => leave(attachExit.nobodyReads));

const path = `/sessions/${encodeURIComponent(session)}/stream?after=${encodeURIComponent(after)}`;
const request = get({ socketPath, path }, (response) => {
  if (response.statusCode === 404) leave(attachExit.noSession, "There is no such session.");
  if (response.statusCode !== 200) leave(attachExit.failed, `The backend answered with status ${response.statusCode}.`);
  const watch = setTimeout(() => leave(attachExit.silence, "The backend went silent, or nobody reads this."), silence);
  // Not called while the output is blocked: that counts as silence too.
  response.on("data", () => watch.refresh());
  response.on("error", () => leave(attachExit.failed, "The connection to the backend broke."));
  response.on("end", () => leave(attachExit.ended));
  response.pipe(process.stdout);
});
request.on("error", (error) =>
  leave(attachExit.failed, `The backend can't be reached at ${socketPath}: ${error.message}`),
);
