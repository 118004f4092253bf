import { bytes } from "../text/bytes.ts";
import { percent } from "../text/percent.ts";
import { Cell } from "./cell.tsx";
import { strings } from "./strings.ts";
import { type History, linePath, SAMPLES } from "./usage-history.ts";
import type { UsageModel } from "./usage-model.ts";

const HEIGHT = 14;
/** Percent: what uses less than this has a line near the ground. */
const LEAST_CPU = 10;

interface SparklineProps {
  readonly values: readonly (number | undefined)[];
  readonly least: number;
}

/** A minute at a glance. The value beside it is what is read. */
function Sparkline({ values, least }: SparklineProps) {
  const ceiling = Math.max(least, ...values.map((value) => value ?? 0));
  const line = linePath(values, ceiling, HEIGHT);
  const start = SAMPLES - values.length;
  // The ground is filled only under a line without a break.
  const area = line.lastIndexOf("M") === 0 ? `${line}L${SAMPLES - 1} ${HEIGHT}L${start} ${HEIGHT}Z` : "";
  return (
    <svg class="spark" viewBox={`0 -1 ${SAMPLES - 1} ${HEIGHT + 2}`} preserveAspectRatio="none" aria-hidden="true">
      <path class="spark-area" d={area} />
      <path class="spark-line" d={line} />
    </svg>
  );
}

interface Props {
  readonly usage: UsageModel;
  readonly of: string;
  /** It runs: that there is no value is worth telling. */
  readonly alive: boolean;
}

const NotKnown = () => (
  <span class="muted" title={strings.usageNotKnown}>
    <span aria-hidden="true">–</span>
    <span class="sr">{strings.usageNotKnown}</span>
  </span>
);

/** Drawn anew each second, without the rest of its row. */
export function UsageCells({ usage, of, alive }: Props) {
  const history: History = usage.of(of).value;
  const last = history.at(-1);
  const memory = last?.memory;
  const limit = memory?.limit;
  const cpus = history.map(({ cpuPercent }) => cpuPercent);
  const absent = alive ? <NotKnown /> : null;
  return (
    <>
      <Cell class="num c-cpu">
        {last?.cpuPercent === undefined ? (
          absent
        ) : (
          <>
            <Sparkline values={cpus.slice(cpus.findIndex((value) => value !== undefined))} least={LEAST_CPU} />
            <span>{percent(last.cpuPercent)}</span>
          </>
        )}
      </Cell>
      <Cell
        class="num c-memory"
        {...(memory === undefined || limit === undefined
          ? {}
          : { title: strings.memoryOf(bytes(memory.used), bytes(limit)) })}
      >
        {memory === undefined ? (
          absent
        ) : (
          <>
            <Sparkline values={history.map((sample) => sample.memory?.used)} least={1} />
            <span>{bytes(memory.used)}</span>
          </>
        )}
      </Cell>
    </>
  );
}
