/** An image as people name it, taken apart. */
export interface ImageReference {
  /** With its registry where one was told: "nginx", "registry.local:5000/team/app". */
  readonly repository: string;
  /** "docker.io" where none was told. */
  readonly registry: string;
  readonly tag?: string;
  /** "sha256:…" */
  readonly digest?: string;
  /** All of it in the usual notation; the tag is "latest" where nothing was told. */
  readonly text: string;
}

const NAME_LIMIT = 255;
const host =
  /^([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(\.([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(:\d{1,5})?$|^\[[0-9a-fA-F:]{2,}\](:\d{1,5})?$/;
const part = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/;
const tagRule = /^\w[\w.-]{0,127}$/;
const digestRule = /^[A-Za-z][A-Za-z0-9]*([-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;

/** By the engine's own rules (distribution/reference). What is wrong comes as a sentence. */
export function parseImageReference(
  written: string,
): { readonly reference: ImageReference } | { readonly problem: string } {
  const text = written.trim();
  if (text === "") return { problem: "An image needs a name, such as “nginx” or “nginx:1.27”." };
  // None of the rules below has a long answer.
  if (text.length > 1000) return { problem: "The name is too long for an image." };
  const at = text.indexOf("@");
  const digest = at < 0 ? undefined : text.slice(at + 1);
  const named = at < 0 ? text : text.slice(0, at);
  // A colon before the last slash is a registry's port.
  const colon = named.indexOf(":", named.lastIndexOf("/") + 1);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  const repository = colon < 0 ? named : named.slice(0, colon);
  const [first = "", ...rest] = repository.split("/");
  const told = rest.length > 0 && (/[.:A-Z]/.test(first) || first === "localhost") ? first : undefined;
  const path = told === undefined ? [first, ...rest] : rest;

  if (digest !== undefined && !digestRule.test(digest))
    return { problem: "A digest looks like “sha256:” and 64 hexadecimal digits." };
  if (tag !== undefined && !tagRule.test(tag))
    return { problem: "A tag has up to 128 letters, digits, “_”, “.” and “-”, and begins with none of the last two." };
  if (told !== undefined && !host.test(told)) return { problem: `“${told}” is no address of a registry.` };
  if (!path.every((each) => part.test(each)))
    return {
      problem:
        "The name of an image has small letters and digits, apart by “/”, “.”, “_” or “-”, and a tag behind a colon.",
    };
  if (repository.length > NAME_LIMIT) return { problem: `The name is longer than ${NAME_LIMIT} letters.` };
  if (told === undefined && /^[0-9a-f]{64}$/.test(repository))
    return { problem: "That is an image’s id; an image is pulled by its name." };
  return {
    reference: {
      repository,
      registry: told ?? "docker.io",
      ...(tag === undefined && digest === undefined ? { tag: "latest" } : tag === undefined ? {} : { tag }),
      ...(digest === undefined ? {} : { digest }),
      text: `${repository}${tag !== undefined ? `:${tag}` : digest === undefined ? ":latest" : ""}${digest === undefined ? "" : `@${digest}`}`,
    },
  };
}
