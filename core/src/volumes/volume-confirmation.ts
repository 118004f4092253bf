import { removalQuestion, usedBy } from "../actions/confirmation-words.ts";
import type { Confirmation } from "../model/confirmation.ts";
import type { Container } from "../model/container.ts";
import type { Volume } from "../model/resource.ts";

/** `users`: the containers that mount them. `hostName` gives the name that people gave the host. */
export function volumeConfirmation(
  volumes: readonly Volume[],
  users: readonly Container[],
  hostName: (host: string) => string,
): Confirmation {
  const sentences = [`All that is in ${volumes.length === 1 ? "it" : "them"} is lost. This can’t be undone.`];
  if (users.length > 0)
    sentences.push(
      `${usedBy(
        users.map(({ name }) => name),
        volumes.length,
      )}, so that the engine refuses.`,
    );
  return removalQuestion(
    "volume",
    volumes.map(({ id }) => id),
    volumes.map(({ host }) => hostName(host)),
    sentences,
  );
}
