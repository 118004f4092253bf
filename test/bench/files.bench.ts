import type { Quayside } from "@quayside/core/quayside.ts";
import { idleScript, removeContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { until } from "../lab/waiting.ts";
import { alternating, percentile, type Row, rounded, timed } from "./row.ts";

const { signal } = new AbortController();
const FILES = 5_000;
const LIMIT = 500;

/** A directory of 5,000 files in a running container and in a stopped one, beside `ls -l` by the command line. */
export async function benchFiles(quayside: Quayside, host: string, engine: EngineAccess, samples = 15): Promise<Row[]> {
  const fill = `mkdir /many; n=0; while [ $n -lt ${FILES} ]; do n=$((n+1)); : > /many/file-$n.txt; done`;
  const running = await runContainer(engine, { name: "bench-files", script: `${fill}; echo done; ${idleScript}` });
  const stopped = await runContainer(engine, { name: "bench-files-stopped", script: fill });
  try {
    await until(async () => (await engine.docker(["logs", running])).includes("done"), { what: "all files" });
    await until(() => quayside.inventory.container({ host, id: stopped })?.state === "exited", { what: "its end" });
    const list = async (id: string): Promise<void> => {
      const place = { host, kind: "container", id } as const;
      const page = await quayside.files.list(place, "/many", { offset: 0, limit: FILES }, signal);
      if (page.entries.length !== FILES) throw new Error(`only ${page.entries.length} files were listed`);
    };
    const works = {
      running: () => timed(() => list(running)),
      stopped: () => timed(() => list(stopped)),
      cli: () => timed(() => engine.docker(["exec", running, "ls", "-l", "/many"])),
    };
    await alternating(2, works);
    const taken = await alternating(samples, works);
    const row = (name: string, values: readonly number[]): Row => {
      const reached = percentile(values, 0.5);
      return {
        ...{ name, unit: "ms", target: `≤ ${LIMIT}`, reached: rounded(reached), kept: reached <= LIMIT },
        ...{ cli: rounded(percentile(taken.cli, 0.5)), samples },
      };
    };
    return [
      row("directory of 5,000 files, running container", taken.running),
      row("directory of 5,000 files, stopped container", taken.stopped),
    ];
  } finally {
    await Promise.all([running, stopped].map((id) => removeContainer(engine, id)));
  }
}
