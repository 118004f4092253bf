import { batch, signal } from "@preact/signals";
import type { LogOrigin } from "@quayside/core/model/log-line.ts";
import type { NamedContainer } from "@quayside/core/model/ref.ts";
import { sourceKey } from "./log-selection.ts";

/** One of the containers whose lines are shown. */
export interface LogSource extends LogOrigin {
  /** From 0 to `COLOURS` - 1. */
  readonly colour: number;
}

export const COLOURS = 9;

/** The colour that a name has everywhere, unless others have it already. */
export function colourOf(name: string, taken: ReadonlySet<number>): number {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  for (let step = 0; step < COLOURS; step++) {
    const colour = (hash + step) % COLOURS;
    if (!taken.has(colour)) return colour;
  }
  return hash % COLOURS;
}

/** The sources of one reading, and which of them are switched off. */
export class LogSources {
  readonly all = signal<readonly LogSource[]>([]);
  /** By `sourceKey`. */
  readonly off = signal<ReadonlySet<string>>(new Set());
  readonly omitted = signal(0);
  #byNumber: ReadonlyMap<number, LogSource> = new Map();

  constructor(off: readonly string[]) {
    this.off.value = new Set(off);
  }

  get(number: number): LogSource | undefined {
    return this.#byNumber.get(number);
  }

  readonly keyOf = (number: number): string | undefined => {
    const source = this.#byNumber.get(number);
    return source && sourceKey(source);
  };

  get offNumbers(): ReadonlySet<number> {
    return new Set(this.all.value.filter((source) => this.isOff(source)).map(({ number }) => number));
  }

  isOff(source: NamedContainer): boolean {
    return this.off.value.has(sourceKey(source));
  }

  /** Whether the others are all switched off. */
  isOnly(source: NamedContainer): boolean {
    return (
      !this.isOff(source) && this.all.value.every((one) => sourceKey(one) === sourceKey(source) || this.isOff(one))
    );
  }

  /** Switches all others off; again, and all are on. */
  only(source: NamedContainer): void {
    const others = this.all.value.map(sourceKey).filter((key) => key !== sourceKey(source));
    this.off.value = new Set(this.isOnly(source) ? [] : others);
  }

  /** How many hosts they are on. */
  get hosts(): number {
    return new Set(this.all.value.map(({ host }) => host)).size;
  }

  tell(origins: readonly LogOrigin[]): void {
    const known = new Map(this.#byNumber);
    for (const origin of origins) {
      const taken = new Set([...known.values()].map(({ colour }) => colour));
      const colour = known.get(origin.number)?.colour ?? colourOf(origin.name, taken);
      known.set(origin.number, { ...origin, colour });
    }
    this.#set(known);
  }

  forget(number: number): void {
    const known = new Map(this.#byNumber);
    known.delete(number);
    this.#set(known);
  }

  clear(): void {
    this.#set(new Map());
  }

  toggle(source: NamedContainer): void {
    const off = new Set(this.off.value);
    const key = sourceKey(source);
    if (!off.delete(key)) off.add(key);
    this.off.value = off;
  }

  #set(known: ReadonlyMap<number, LogSource>): void {
    batch(() => {
      this.#byNumber = known;
      this.all.value = [...known.values()].sort((a, b) => a.number - b.number);
    });
  }
}
