import type { Container } from "../model/container.ts";

/**
 * Whether two pictures of one container tell people the same. The time of the run only counts with a change of state:
 * the list tells it in words, and "3 hours" is another moment at every look.
 */
export function sameContainer(a: Container, b: Container): boolean {
  const { run: runA, ...restA } = a;
  const { run: runB, ...restB } = b;
  if (runA?.exact === true && runB?.exact === true && runA.since !== runB.since) return false;
  return equal(restA, restB);
}

/**
 * The list knows an image by its id alone once its name went to another one (docker build again); an inspect still
 * tells the name. The name stays, whoever tells of the container.
 */
export function withImageName(container: Container, known: Container | undefined): Container {
  const nameless = container.image === container.imageId && known?.imageId === container.imageId;
  return nameless ? { ...container, image: known.image } : container;
}

/** Plain data, compared by value; the order of keys doesn't matter. */
function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every(
    (key) => Object.hasOwn(b, key) && equal((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  );
}
