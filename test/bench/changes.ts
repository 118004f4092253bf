import type { EngineAccess } from "../lab/engine-access.ts";
import type { Sightings } from "./sightings.ts";

/** Epoch milliseconds at which the engine stamped the events of a rename, by the new name. */
export interface RenameClock {
  stampOf(name: string): Promise<number>;
  close(): void;
}

/** Follows the engine's own events, past the product. */
export async function renameClock(engine: EngineAccess): Promise<RenameClock> {
  const stream = await engine.api.open("GET", `/events?filters=${encodeURIComponent('{"event":["rename"]}')}`);
  const stamps = new Map<string, number>();
  const waiting = new Map<string, (stamp: number) => void>();
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines.filter((entry) => entry !== "")) {
      const { Actor } = JSON.parse(line) as { Actor: { Attributes: { name: string } } };
      const nanoseconds = BigInt(/"timeNano":(\d+)/.exec(line)?.[1] ?? "0");
      const stamp = Number(nanoseconds / 1_000n) / 1_000;
      stamps.set(Actor.Attributes.name, stamp);
      waiting.get(Actor.Attributes.name)?.(stamp);
    }
  });
  stream.on("error", () => stream.destroy());
  return {
    stampOf: (name) => {
      const stamp = stamps.get(name);
      return stamp === undefined ? new Promise((resolve) => waiting.set(name, resolve)) : Promise.resolve(stamp);
    },
    close: () => stream.destroy(),
  };
}

export function rename(engine: EngineAccess, id: string, name: string): Promise<unknown> {
  return engine.api.json("POST", `/containers/${id}/rename?name=${name}`);
}

/** Renames one container so often, with the prefixes by turns; gives how many milliseconds later each name was seen. */
export async function renameLatencies(
  engine: EngineAccess,
  clock: RenameClock,
  { id, prefixes }: { readonly id: string; readonly prefixes: readonly string[] },
  sightings: Sightings,
  samples: number,
): Promise<number[]> {
  const latencies: number[] = [];
  for (let sample = 0; sample < samples; sample++) {
    const name = `${prefixes[sample % prefixes.length]}-${sample}-${Math.random().toString(36).slice(2, 8)}`;
    const seen = sightings.when(name);
    await rename(engine, id, name);
    latencies.push((await seen) - (await clock.stampOf(name)));
    // Changes of one kind that come in step with a clock of the view would all meet it at the same point.
    await new Promise((resolve) => setTimeout(resolve, 250 + Math.random() * 250));
  }
  return latencies;
}

/** About so many events a second on other containers, until it is stopped. Gives the rate that was reached. */
export function storm(engine: EngineAccess, ids: readonly string[], perSecond: number): { stop(): Promise<number> } {
  let stopped = false;
  let sent = 0;
  const start = performance.now();
  const run = async (): Promise<void> => {
    while (!stopped) {
      const ahead = sent - ((performance.now() - start) / 1000) * perSecond;
      if (ahead > 0) {
        await new Promise((resolve) => setTimeout(resolve, Math.max(1, (ahead / perSecond) * 1000)));
        continue;
      }
      const number = sent++;
      await rename(engine, ids[number % ids.length] ?? "", `storm-${number}-${Math.random().toString(36).slice(2, 8)}`);
    }
  };
  const workers = Promise.all([run(), run(), run(), run()]);
  return {
    async stop() {
      stopped = true;
      await workers;
      return sent / ((performance.now() - start) / 1000);
    },
  };
}
