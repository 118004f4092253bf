import { eachRef } from "../actions/each-ref.ts";
import type { Gate } from "../actions/gate.ts";
import { InvalidInput, isError, NotFound } from "../errors/errors.ts";
import type { Resources } from "../inventory/resources.ts";
import { resourceNeeds } from "../model/access.ts";
import type { ActionResult, ForceOptions } from "../model/action.ts";
import type { Confirmation } from "../model/confirmation.ts";
import type { Container } from "../model/container.ts";
import { parseImageReference } from "../model/image-reference.ts";
import type { PullProgress } from "../model/pull-progress.ts";
import type { Ref } from "../model/ref.ts";
import type { Image } from "../model/resource.ts";
import { pullCommand, removeImageCommand } from "./image-commands.ts";
import { imageConfirmation } from "./image-confirmation.ts";
import { imageName, shortImageId } from "./image-name.ts";
import { PullReport } from "./pull-report.ts";

export interface ImagesOptions {
  readonly gate: Gate;
  readonly resources: Pick<Resources, "get" | "stale">;
  /** All that the inventory knows of a host's containers. */
  readonly containers: (host: string) => readonly Container[];
  readonly hostName: (host: string) => string;
  readonly inspectJson: (ref: Ref, signal: AbortSignal) => Promise<unknown>;
}

const NOT_IN_REGISTRY =
  "Check the name and the tag. Quayside can’t sign in to a registry: it finds what everybody may pull.";

/** What can be done with images. */
export class Images {
  readonly #options: ImagesOptions;

  constructor(options: ImagesOptions) {
    this.#options = options;
  }

  /** One that a container uses, or that has several names, is refused unless forced. */
  remove(refs: readonly Ref[], options: ForceOptions, signal: AbortSignal): Promise<ActionResult[]> {
    return eachRef(refs, this.#options.hostName, async (ref) => {
      const image = this.#image(ref);
      const name = image === undefined ? shortImageId(ref.id) : imageName(image);
      // By one of several names the command would only take that name away.
      const word = image?.names.length === 1 ? name : shortImageId(ref.id);
      await this.#options.gate.perform(
        {
          host: ref.host,
          subject: { type: "image", id: ref.id, name },
          ...{ type: "remove", need: resourceNeeds.remove, command: removeImageCommand(word, options) },
        },
        (commands, abort) => commands.removeImage(ref.id, options.force === true, abort),
        signal,
      );
      this.#options.resources.stale(ref.host, "images");
    });
  }

  /** What to ask before these are removed. What is gone already is left out. */
  confirm(refs: readonly Ref[], { force = false }: ForceOptions = {}): Confirmation {
    const images = refs.flatMap((ref) => this.#image(ref) ?? []);
    const users = images.flatMap(({ host, id }) =>
      this.#options.containers(host).filter(({ imageId }) => imageId === id),
    );
    return imageConfirmation(images, users, force, this.#options.hostName);
  }

  /** The engine's own JSON, indented. */
  async inspect(ref: Ref, signal: AbortSignal): Promise<string> {
    return JSON.stringify(await this.#options.inspectJson(ref, signal), null, 2);
  }

  /**
   * Resolves when the image is there; an abort ends the pull on the engine too. Rejects: InvalidInput (reference),
   * NotFound, EngineError with the registry's words, and what the gate rejects with.
   */
  async pull(
    host: string,
    reference: string,
    signal: AbortSignal,
    onProgress: (progress: PullProgress) => void,
  ): Promise<void> {
    const parsed = parseImageReference(reference);
    if ("problem" in parsed) throw new InvalidInput("reference", parsed.problem);
    const { repository, tag, digest, text } = parsed.reference;
    const report = new PullReport(onProgress);
    try {
      await this.#options.gate.perform(
        {
          ...{ host, subject: { type: "image", id: text, name: text }, type: "pull", need: resourceNeeds.pull },
          ...{ command: pullCommand(text), lasts: true },
        },
        (commands, abort) =>
          commands
            .pullImage(repository, digest ?? tag ?? "latest", (line) => report.take(line), abort)
            .catch((error: unknown) => {
              throw isError(error, "NotFound") ? new NotFound(error.message, NOT_IN_REGISTRY, { cause: error }) : error;
            }),
        signal,
      );
      report.finish();
      this.#options.resources.stale(host, "images");
    } finally {
      report.dispose();
    }
  }

  #image({ host, id }: Ref): Image | undefined {
    return this.#options.resources.get(host)?.images.find((image) => image.id === id);
  }
}
