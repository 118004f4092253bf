import { fewOf, removalQuestion, usedBy } from "../actions/confirmation-words.ts";
import type { Confirmation } from "../model/confirmation.ts";
import type { Container } from "../model/container.ts";
import type { Network } from "../model/resource.ts";

/** `users`: the containers that are on them. `hostName` gives the name that people gave the host. */
export function networkConfirmation(
  networks: readonly Network[],
  users: readonly Container[],
  hostName: (host: string) => string,
): Confirmation {
  const builtIn = networks.filter((network) => network.builtIn);
  const active = namesOf(users, true);
  const stopped = namesOf(users, false);
  const sentences: string[] = [];
  if (builtIn.length > 0)
    sentences.push(`The engine’s own networks can’t be removed: ${fewOf(builtIn.map(({ name }) => name))}.`);
  if (active.length > 0) sentences.push(`${usedBy(active, networks.length)}, so that the engine refuses.`);
  if (stopped.length > 0)
    sentences.push(`${usedBy(stopped, networks.length)}, and can’t be started any more without that.`);
  if (sentences.length === 0) sentences.push("No container uses it. This can’t be undone.");
  return removalQuestion(
    "network",
    networks.map(({ name }) => name),
    networks.map(({ host }) => hostName(host)),
    sentences,
  );
}

function namesOf(users: readonly Container[], up: boolean): string[] {
  return users
    .filter(({ state }) => (state === "running" || state === "paused" || state === "restarting") === up)
    .map(({ name }) => name);
}
