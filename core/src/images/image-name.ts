import type { Image } from "../model/resource.ts";

/** As people call it: its first name, or the beginning of its id where it has none. */
export function imageName({ names, id }: Pick<Image, "names" | "id">): string {
  return names[0] ?? shortImageId(id);
}

export function shortImageId(id: string): string {
  return id.replace(/^sha256:/, "").slice(0, 12);
}
