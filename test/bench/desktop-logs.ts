import type { FrameLocator } from "playwright-core";
import { type Tab, row as tabRow } from "../desktop/simulated-desktop.ts";
import { idleScript, removeContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { until } from "../lab/waiting.ts";
import { type Row, rounded } from "./row.ts";

const BATCH = 2_500;
const BATCHES = 100;
const TOTAL = BATCH * BATCHES;

/** 25,000 lines a second and a bit less, since a program's start comes on top of each pause. */
const script = `until [ -f /go ]; do sleep 0.05; done; i=0; while [ $i -lt ${BATCHES} ]; do
  seq $((i*${BATCH}+1)) $((i*${BATCH}+${BATCH})); i=$((i+1)); sleep 0.09; done; echo the last; ${idleScript}`;

/** Lines of one container that reach the Logs panel of the tab, while it writes as fast as that. */
export async function benchTabLogs(engine: EngineAccess, { tab }: Tab): Promise<Row[]> {
  const name = "0000-writer";
  const id = await runContainer(engine, { name, script });
  try {
    await tabRow(tab, name).hover();
    await tabRow(tab, name).getByRole("button", { name: /^Logs/ }).click();
    await tab.getByText("No lines yet").waitFor();
    const start = performance.now();
    await engine.docker(["exec", id, "touch", "/go"]);
    await tab.locator(".le .ms").getByText("the last", { exact: true }).waitFor({ timeout: 120_000 });
    const seconds = (performance.now() - start) / 1000;
    await until(async () => (await shown(tab)) > TOTAL, { what: "the count of lines", withinMs: 10_000 }).catch(
      () => {},
    );
    const lost = TOTAL + 1 - (await shown(tab));
    const rate = (TOTAL + 1 - lost) / seconds;
    return [
      {
        ...{ name: "lines/s of one log through the channel into the tab of Docker Desktop", unit: "lines/s" },
        ...{ target: "≥ 20,000", reached: rounded(rate), kept: rate >= 20_000, samples: TOTAL },
      },
      {
        ...{ name: "lines that were lost on the way", unit: "lines", target: "0" },
        ...{ reached: lost, kept: lost === 0, samples: TOTAL },
      },
    ];
  } finally {
    await removeContainer(engine, id);
  }
}

/** Lines that the panel holds, and those that it held. */
async function shown(tab: FrameLocator): Promise<number> {
  const [lines = "", dropped = ""] = await tab.locator(".p-logs .status span").allInnerTexts();
  const number = (text: string, pattern: RegExp) => Number(pattern.exec(text)?.[1]?.replaceAll(",", "") ?? 0);
  return number(lines, /^([\d,]+) lines?$/) + number(dropped, /^([\d,]+) older lines? dropped$/);
}
