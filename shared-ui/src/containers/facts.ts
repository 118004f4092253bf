import type { Container, ContainerPort } from "@quayside/core/model/container.ts";
import { refKey } from "@quayside/core/model/ref.ts";

/**
 * What sorting and filtering need of a container, made once for each: ten thousand rows are sorted again at every
 * change, and a collator takes ten times as long as a plain comparison.
 */
export interface Facts {
  /** Its `refKey`, made once: a new string is hashed anew in every map. */
  readonly key: string;
  /** The same for all of one stack on one host; empty for those of none. */
  readonly stackKey: string;
  readonly nameKey: string;
  readonly imageKey: string;
  /** The first published port; none sorts last. */
  readonly firstPort: number;
  readonly searchText: string;
}

const made = new WeakMap<Container, Facts>();

/** Compares as people count: "web-2" before "web-10". */
export function naturalKey(text: string): string {
  return text.toLowerCase().replace(/\d{1,15}/g, (digits) => digits.padStart(15, "0"));
}

/** "8080→80", "443", "9000/udp" */
export function portText(port: ContainerPort): string {
  const inner = port.publicPort === undefined || port.publicPort === port.privatePort ? "" : `→${port.privatePort}`;
  return `${port.publicPort ?? port.privatePort}${inner}${port.protocol === "tcp" ? "" : `/${port.protocol}`}`;
}

function searchText(container: Container): string {
  const labels = Object.entries(container.labels).map(([name, value]) => `${name}=${value}`);
  return [container.name, container.image, ...container.ports.map(portText), ...labels].join("\n").toLowerCase();
}

class LazyFacts implements Facts {
  readonly key: string;
  readonly stackKey: string;
  readonly nameKey: string;
  readonly imageKey: string;
  readonly firstPort: number;
  readonly #container: Container;
  #searchText: string | undefined;

  constructor(container: Container) {
    this.#container = container;
    this.key = refKey(container);
    this.stackKey = container.stack === undefined ? "" : `${container.stack.stack}\n${container.host}`;
    this.nameKey = naturalKey(container.name);
    this.imageKey = naturalKey(container.image);
    const published = container.ports.flatMap((port) => (port.publicPort === undefined ? [] : [port.publicPort]));
    this.firstPort = Math.min(...published, Number.POSITIVE_INFINITY);
  }

  get searchText(): string {
    this.#searchText ??= searchText(this.#container);
    return this.#searchText;
  }
}

export function factsOf(container: Container): Facts {
  let facts = made.get(container);
  if (facts === undefined) {
    facts = new LazyFacts(container);
    made.set(container, facts);
  }
  return facts;
}
