import { fewOf, removalQuestion, usedBy } from "../actions/confirmation-words.ts";
import type { Confirmation } from "../model/confirmation.ts";
import type { Container } from "../model/container.ts";
import type { Image } from "../model/resource.ts";
import { imageName } from "./image-name.ts";

/** `users`: the containers made from them. `hostName` gives the name that people gave the host. */
export function imageConfirmation(
  images: readonly Image[],
  users: readonly Container[],
  force: boolean,
  hostName: (host: string) => string,
): Confirmation {
  const furtherNames = images.flatMap(({ names }) => names.slice(1));
  const sentences = ["What isn’t kept in a registry has to be built again."];
  if (furtherNames.length > 0)
    sentences.push(
      force
        ? `The names ${fewOf(furtherNames)} go with it.`
        : `It is named ${fewOf(furtherNames)} too: the engine refuses unless it is forced.`,
    );
  if (users.length > 0) {
    const used = usedBy(
      users.map(({ name }) => name),
      images.length,
    );
    sentences.push(
      force
        ? `${used}: where one runs the engine refuses, and one that doesn’t run can’t be made anew.`
        : `${used}, so that the engine refuses.`,
    );
  }
  return removalQuestion(
    "image",
    images.map(imageName),
    images.map(({ host }) => hostName(host)),
    sentences,
  );
}
