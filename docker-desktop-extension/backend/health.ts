// health: asks the backend whether it answers, for the image's HEALTHCHECK. Ends with 0 where it does.
import { get } from "node:http";

const socketPath = process.env.QUAYSIDE_SOCKET ?? "/run/guest-services/quayside.sock";

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

get({ socketPath, path: "/health", timeout: 4_000 }, (response) => {
  response.resume();
  response.on("end", () => process.exit(response.statusCode === 200 ? 0 : 1));
})
  .on("timeout", () => fail("The backend does not answer."))
  .on("error", (error) => fail(`The backend can’t be reached at ${socketPath}: ${error.message}`));
