import { type Disposable, disposable } from "../lifetime/disposable.ts";
import type { DemoContainer } from "./demo-container.ts";
import type { DemoContainers } from "./demo-containers.ts";
import { picked } from "./random.ts";

export interface LifeOptions {
  readonly now: () => number;
  readonly random: () => number;
  /** Containers that end and start again, for scale tests: so many events a second. None unless told. */
  readonly eventsPerSecond?: number;
}

const WAITS = 8000;
const RUNS = 4000;
const BEAT = 10;

/** What happens in the demo without anybody's doing: the broken ones start, fail and wait, over and over. */
export function startLife(containers: DemoContainers, { now, random, eventsPerSecond = 0 }: LifeOptions): Disposable {
  const broken = containers.list().filter(({ service }) => service.state === "restarting");
  const steady = containers.list().filter(({ service }) => service.state === "running");
  const beats = setInterval(() => {
    for (const container of broken) restartLoop(containers, container, now());
  }, 250);
  let owed = 0;
  let last = performance.now();
  const storm = setInterval(() => {
    owed += ((performance.now() - last) / 1000) * eventsPerSecond;
    last = performance.now();
    for (; owed >= 1 && steady.length > 0; owed -= 1) flip(containers, picked(steady, random()));
  }, BEAT);
  if (eventsPerSecond === 0) clearInterval(storm);
  // A demo keeps no process alive that has nothing else to do.
  beats.unref();
  storm.unref();
  return disposable(() => {
    clearInterval(beats);
    clearInterval(storm);
  });
}

/** Once somebody has stopped it for good, it stays stopped. */
function restartLoop(containers: DemoContainers, container: DemoContainer, now: number): void {
  if (container.state === "restarting" && now - container.finishedAt > WAITS) containers.start(container);
  else if (container.state === "running" && now - container.startedAt > RUNS) containers.fail(container, 1, true);
}

/** One event. */
function flip(containers: DemoContainers, container: DemoContainer): void {
  if (container.state === "running") containers.fail(container, 1, false);
  else if (container.state === "exited") containers.start(container);
}
