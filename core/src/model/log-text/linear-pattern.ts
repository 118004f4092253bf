import { isWord, type Pattern, PatternError, type Place, parsePattern } from "./pattern-syntax.ts";

type Step =
  | { readonly kind: "character"; readonly matches: (code: number) => boolean }
  | { readonly kind: "fork"; to: readonly number[] }
  | { readonly kind: "place"; readonly place: Place }
  | { readonly kind: "found" };

/** Where a text has been read up to a character: the steps that may come next, and what kind of character was before. */
interface State {
  readonly steps: readonly number[];
  readonly before: Beside;
  /** By the code of the next character: the frequent ones, and the others. */
  readonly near: (State | "found" | undefined)[];
  readonly far: Map<number, State | "found">;
  found: boolean | undefined;
}

type Beside = "outside" | "word" | "other";

const NEAR = 128;
const MOST_STEPS = 2000;
/** Beyond that it is forgotten and begun anew: memory has a bound, whatever is read. */
const MOST_STATES = 2000;

/**
 * An expression that is tested in a time that grows with the text alone: it follows all ways at once, where the browser's own
 * tries one after the other and can take years for thirty characters.
 */
export class LinearPattern {
  readonly #pattern: Pattern;
  readonly #anywhere: Automaton;
  #backwards: Automaton | undefined;
  #here: Automaton | undefined;

  constructor(source: string, matchCase: boolean) {
    this.#pattern = parsePattern(source, matchCase);
    this.#anywhere = new Automaton(this.#pattern, true);
  }

  test(text: string): boolean {
    return this.#anywhere.firstEnd(text, 0) !== undefined;
  }

  /**
   * The first place at or after `from` where it is found: of what ends first, the earliest beginning, and from there as
   * far as it goes. Three readings, each along the text once.
   */
  find(text: string, from: number): readonly [start: number, end: number] | undefined {
    const end = this.#anywhere.firstEnd(text, from);
    if (end === undefined) return undefined;
    this.#backwards ??= new Automaton(reversed(this.#pattern), false);
    this.#here ??= new Automaton(this.#pattern, false);
    const start = this.#backwards.furthest(text, end, -1, from) ?? end;
    return [start, this.#here.furthest(text, start, 1, text.length) ?? end];
  }
}

/** The same read from the end: what was behind is before. */
function reversed(pattern: Pattern): Pattern {
  switch (pattern.kind) {
    case "sequence":
      return { kind: "sequence", parts: pattern.parts.map(reversed).reverse() };
    case "choice":
      return { kind: "choice", parts: pattern.parts.map(reversed) };
    case "repeat":
      return { ...pattern, part: reversed(pattern.part) };
    case "place":
      return pattern.place === "start"
        ? { kind: "place", place: "end" }
        : pattern.place === "end"
          ? { kind: "place", place: "start" }
          : pattern;
    case "character":
      return pattern;
  }
}

/** All ways through a pattern at once. `anywhere`: it may begin at each character. */
class Automaton {
  readonly #steps: Step[] = [];
  readonly #anywhere: boolean;
  #states = new Map<string, State>();

  constructor(pattern: Pattern, anywhere: boolean) {
    this.#anywhere = anywhere;
    this.#compile(pattern);
    this.#steps.push({ kind: "found" });
  }

  /** Where the match ends that ends first. */
  firstEnd(text: string, from: number): number | undefined {
    let state = this.#state([0], besideOf(text, from - 1));
    for (let at = from; at < text.length; at++) {
      const next = this.#next(state, text.charCodeAt(at));
      if (next === "found") return at;
      state = next;
    }
    state.found ??= this.#reach(state, "outside").has(this.#steps.length - 1);
    return state.found ? text.length : undefined;
  }

  /** How far a match reaches that begins exactly here, read in this direction up to `limit`. */
  furthest(text: string, from: number, direction: 1 | -1, limit: number): number | undefined {
    const found = this.#steps.length - 1;
    let steps: readonly number[] = [0];
    let reached: number | undefined;
    for (let at = from; ; at += direction) {
      const [behind, ahead] = direction === 1 ? [at - 1, at] : [at, at - 1];
      const ways = this.#reach({ steps, before: besideOf(text, behind) }, besideOf(text, ahead));
      if (ways.has(found)) reached = at;
      if (at === limit) return reached;
      const code = text.charCodeAt(ahead);
      const next: number[] = [];
      for (const way of ways) {
        const step = this.#steps[way];
        if (step?.kind === "character" && step.matches(code)) next.push(way + 1);
      }
      if (next.length === 0) return reached;
      steps = next;
    }
  }

  #next(state: State, code: number): State | "found" {
    let next = code < NEAR ? state.near[code] : state.far.get(code);
    if (next !== undefined) return next;
    next = this.#step(state, code);
    if (code < NEAR) state.near[code] = next;
    else state.far.set(code, next);
    return next;
  }

  #step(state: State, code: number): State | "found" {
    const kind = isWord(code) ? "word" : "other";
    const reached = this.#reach(state, kind);
    if (reached.has(this.#steps.length - 1)) return "found";
    const steps = new Set(this.#anywhere ? [0] : []);
    for (const at of reached) {
      const step = this.#steps[at];
      if (step?.kind === "character" && step.matches(code)) steps.add(at + 1);
    }
    return this.#state(
      [...steps].sort((one, other) => one - other),
      kind,
    );
  }

  /** All that can be reached before the next character is read. */
  #reach({ steps, before }: Pick<State, "steps" | "before">, after: Beside): ReadonlySet<number> {
    const reached = new Set<number>();
    const open = [...steps];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (reached.has(at)) continue;
      reached.add(at);
      const step = this.#steps[at];
      if (step?.kind === "fork") open.push(...step.to);
      else if (step?.kind === "place" && isAt(step.place, before, after)) open.push(at + 1);
    }
    return reached;
  }

  #state(steps: readonly number[], before: Beside): State {
    const name = `${before} ${steps.join()}`;
    const known = this.#states.get(name);
    if (known !== undefined) return known;
    if (this.#states.size >= MOST_STATES) {
      for (const { near, far } of this.#states.values()) {
        near.fill(undefined);
        far.clear();
      }
      this.#states = new Map();
    }
    const state: State = { steps, before, near: new Array(NEAR), far: new Map(), found: undefined };
    this.#states.set(name, state);
    return state;
  }

  #add(step: Step): void {
    if (this.#steps.length >= MOST_STEPS) throw new PatternError("too large");
    this.#steps.push(step);
  }

  /** Each piece is entered at its first step and left at the step behind its last. */
  #compile(pattern: Pattern): void {
    if (pattern.kind === "character" || pattern.kind === "place") this.#add(pattern);
    else if (pattern.kind === "sequence") for (const part of pattern.parts) this.#compile(part);
    else if (pattern.kind === "choice") this.#choice(pattern.parts);
    else this.#repeat(pattern.part, pattern.least, pattern.most);
  }

  #choice(parts: readonly Pattern[]): void {
    const fork = this.#fork();
    const starts: number[] = [];
    const ends: { to: readonly number[] }[] = [];
    for (const part of parts) {
      starts.push(this.#steps.length);
      this.#compile(part);
      ends.push(this.#fork());
    }
    fork.to = starts;
    for (const end of ends) end.to = [this.#steps.length];
  }

  #repeat(part: Pattern, least: number, most: number): void {
    const endless = most === Number.POSITIVE_INFINITY;
    for (let n = 0; n < least; n++) {
      const size = this.#steps.length;
      this.#compile(part);
      // Nothing is nothing, however often.
      if (this.#steps.length === size) return;
    }
    if (endless) {
      const start = this.#steps.length;
      const fork = this.#fork();
      this.#compile(part);
      this.#fork().to = [start];
      fork.to = [start + 1, this.#steps.length];
      return;
    }
    const skips: { to: readonly number[]; at: number }[] = [];
    for (let n = least; n < most; n++) {
      skips.push(Object.assign(this.#fork(), { at: this.#steps.length }));
      this.#compile(part);
    }
    for (const skip of skips) skip.to = [skip.at, this.#steps.length];
  }

  #fork(): { to: readonly number[] } {
    const fork: Step & { kind: "fork" } = { kind: "fork", to: [] };
    this.#add(fork);
    return fork;
  }
}

function besideOf(text: string, at: number): Beside {
  if (at < 0 || at >= text.length) return "outside";
  return isWord(text.charCodeAt(at)) ? "word" : "other";
}

function isAt(place: Place, before: Beside, after: Beside): boolean {
  if (place === "start") return before === "outside";
  if (place === "end") return after === "outside";
  return (before === "word") === (after === "word") ? place === "no edge" : place === "edge";
}
