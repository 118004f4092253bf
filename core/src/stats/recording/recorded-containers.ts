import { type Disposable, disposable } from "../../lifetime/disposable.ts";
import type { Container } from "../../model/container.ts";
import type { StatsSample } from "../../model/container-stats.ts";
import type { Ref } from "../../model/ref.ts";
import { pointOf, type StatsPoint, sumPoints } from "../../model/stats-point.ts";
import { isSample, type Known } from "../container-feed.ts";
import { containerSeries, seriesOf } from "./series.ts";

/** Milliseconds: a sample that came longer ago says nothing of this second. */
const FRESH = 2_500;

const nothing = disposable(() => {});

interface Followed {
  readonly container: Container;
  following: Disposable;
  sample: StatsSample | undefined;
  arrived: number;
  /** A run began, and no point bears its mark yet. */
  started: boolean;
}

export interface ContainersParts {
  readonly follow: (ref: Ref, viewer: (known: Known) => void) => Disposable;
  readonly now: () => number;
}

/** One stream for each container that is recorded, and what they used in the last second. */
export class RecordedContainers implements Disposable {
  readonly #parts: ContainersParts;
  readonly #followed = new Map<string, Followed>();
  /** Names whose container has ended: the next one under it, or the same again, begins a run. */
  readonly #ended = new Set<string>();

  constructor(parts: ContainersParts) {
    this.#parts = parts;
  }

  get size(): number {
    return this.#followed.size;
  }

  /** From now on the first of these, as many as may be, and no others. */
  follow(alive: readonly Container[], most: number = alive.length): void {
    const ids = new Set(alive.map(({ id }) => id));
    const wanted = new Map(alive.slice(0, most).map((container) => [container.id, container]));
    for (const [id, { following, container }] of this.#followed) {
      // One that was renamed is another one, as far as its name goes.
      if (wanted.get(id)?.name === container.name) continue;
      following.dispose();
      this.#followed.delete(id);
      if (!ids.has(id)) this.#ended.add(container.name);
    }
    for (const container of wanted.values()) if (!this.#followed.has(container.id)) this.#add(container);
  }

  /** By series. A value that isn't known in this second is in none. */
  second(time: number): ReadonlyMap<string, StatsPoint> {
    const parts = new Map<string, StatsPoint[]>();
    for (const followed of this.#followed.values()) {
      const { container, sample, arrived, started } = followed;
      if (sample === undefined || this.#parts.now() - arrived > FRESH) continue;
      const point: StatsPoint = { ...pointOf(withoutMark(sample), time), ...(started ? { started: true } : {}) };
      followed.started = false;
      for (const series of seriesOf(container)) {
        const before = parts.get(series);
        if (before === undefined) parts.set(series, [point]);
        else before.push(point);
      }
    }
    const own = new Set([...this.#followed.values()].map(({ container: { name } }) => containerSeries(name)));
    return new Map(
      [...parts].map(([series, points]) => {
        const [first] = points;
        return [series, own.has(series) && first !== undefined ? first : sumPoints(time, points)];
      }),
    );
  }

  dispose(): void {
    this.follow([]);
  }

  #add(container: Container): void {
    const { host, id, name } = container;
    const followed: Followed = {
      ...{ container, sample: undefined, arrived: 0, started: this.#ended.delete(name) },
      following: nothing,
    };
    this.#followed.set(id, followed);
    // What is known is told before it is there to be ended.
    followed.following = this.#parts.follow({ host, id }, (known) => {
      if (!isSample(known)) {
        followed.sample = undefined;
        return;
      }
      followed.sample = known;
      followed.arrived = this.#parts.now();
      if (known.started === true) followed.started = true;
    });
  }
}

function withoutMark({ started: _, ...sample }: StatsSample): StatsSample {
  return sample;
}
