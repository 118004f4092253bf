import type { ImageInspection } from "../engine/launch-record.ts";
import { isError } from "../errors/errors.ts";
import type { Image } from "../model/resource.ts";
import { fewAtOnce } from "./few-at-once.ts";

type Look = (id: string, signal: AbortSignal) => Promise<ImageInspection>;

/** What the list of a host's images doesn't tell. */
export class ImageLooks {
  /** By id; the names that it had then are part of it, since a new tag is a new time. */
  readonly #tagged = new Map<string, { readonly names: string; readonly at: number | undefined }>();
  readonly #unlisted = new Map<string, "gone" | "there">();

  /** By image id: when it got a tag on this host, as far as the engine tells. */
  async taggedAt(images: readonly Image[], look: Look, signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
    const named = images.filter(({ names }) => names.length > 0);
    const ids = new Set(named.map(({ id }) => id));
    for (const id of this.#tagged.keys()) if (!ids.has(id)) this.#tagged.delete(id);
    const lacking = named.filter((image) => this.#tagged.get(image.id)?.names !== namesOf(image));
    await fewAtOnce(lacking, async (image) => {
      const found = await orGone(look(image.id, signal));
      this.#tagged.set(image.id, { names: namesOf(image), at: found?.taggedAt });
    });
    return new Map([...this.#tagged].flatMap(([id, { at }]) => (at === undefined ? [] : [[id, at] as const])));
  }

  /** Those of `used` that the engine doesn't have. It doesn't list all that it has: parents of others are left out. */
  async gone(
    used: ReadonlySet<string>,
    images: readonly Image[],
    look: Look,
    signal: AbortSignal,
  ): Promise<ReadonlySet<string>> {
    const listed = new Set(images.map(({ id }) => id));
    const unlisted = [...used].filter((id) => id !== "" && !listed.has(id));
    await fewAtOnce(
      unlisted.filter((id) => !this.#unlisted.has(id)),
      async (id) => {
        this.#unlisted.set(id, (await orGone(look(id, signal))) === undefined ? "gone" : "there");
      },
    );
    return new Set(unlisted.filter((id) => this.#unlisted.get(id) === "gone"));
  }

  /** What isn't listed is asked for again: images come and go. */
  forgetUnlisted(): void {
    this.#unlisted.clear();
  }
}

function namesOf({ names }: Image): string {
  return names.join(" ");
}

async function orGone(asked: Promise<ImageInspection>): Promise<ImageInspection | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isError(error, "NotFound")) return undefined;
    throw error;
  }
}
