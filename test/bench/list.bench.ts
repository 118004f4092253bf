import { openEngine } from "@quayside/core/engine/engine.ts";
import { pathDialer } from "@quayside/core/hosts/dialers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { rawGet } from "./raw-api.ts";
import { alternating, percentile, type Row, rounded, timed } from "./row.ts";

const { signal } = new AbortController();

/** The list of 500 containers, as our model, beside the same answer as bare JSON. */
export async function benchList(engine: EngineAccess, samples = 40): Promise<Row[]> {
  const dialer = pathDialer(engine.socket, engine.dockerHost);
  const opened = await openEngine({ host: "bench", dialer, deadline: 10_000, now: Date.now }, signal);
  const path = `/v${opened.info.apiVersion}/containers/json?all=true`;
  const works = {
    ours: () => timed(() => opened.queries.listContainers(signal)),
    raw: () => timed(async () => JSON.parse((await rawGet(engine.socket, path)).toString("utf8"))),
  };
  await alternating(3, works);
  const { ours, raw } = await alternating(samples, works);
  const cli = await alternating(5, { cli: () => timed(() => engine.docker(["ps", "--all", "--no-trunc"])) });
  opened.dispose();
  const reached = percentile(ours, 0.5);
  const bare = percentile(raw, 0.5);
  return [
    {
      name: "list of 500 → model",
      unit: "ms",
      target: "≤ 1.25 × raw",
      reached: rounded(reached),
      kept: reached <= 1.25 * bare,
      raw: rounded(bare),
      cli: rounded(percentile(cli.cli, 0.5)),
      samples,
    },
  ];
}
