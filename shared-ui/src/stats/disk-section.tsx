import { type DiskPartName, type DiskUse, diskParts } from "@quayside/core/model/disk-use.ts";
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { FailureNotice } from "../controls/failure-notice.tsx";
import { bytes } from "../text/bytes.ts";
import { clockTime } from "../text/clock-time.ts";
import { followPalette, type Palette, readPalette } from "./charts/chart-colours.ts";
import type { ChartLibrary, DoughnutChart } from "./charts/chart-library.ts";
import type { DiskModel } from "./disk-model.ts";
import { strings } from "./strings.ts";

const COLOURS: Readonly<Record<DiskPartName, "blue" | "purple" | "green" | "orange">> = {
  ...{ images: "blue", containers: "purple", volumes: "green", buildCache: "orange" },
};

interface Props {
  readonly disk: DiskModel;
  readonly charts: () => Promise<ChartLibrary>;
  readonly host: string;
  readonly now: number;
  /** Why it can't be counted now. */
  readonly reason: string | undefined;
}

/** What lies on the engine's disk: counted on demand, as of a time. */
export function DiskSection({ disk, charts, host, now, reason }: Props) {
  const { use, looking, failure } = disk.state.value;
  return (
    <section class="disk" aria-label={strings.diskOf(host)}>
      <div class="use-bar">
        <h2>{strings.disk}</h2>
        {use === undefined ? null : <span class="muted">{strings.asOf(clockTime(use.at, now))}</span>}
        <span class="grow" />
        {looking === undefined ? (
          <Button small kind={use === undefined ? "secondary" : "quiet"} reason={reason} onClick={() => disk.look()}>
            {use === undefined ? strings.diskLook : strings.diskAgain}
          </Button>
        ) : (
          <>
            <span class="muted" role="status">
              {strings.diskLooking(Math.max(0, now - looking))}
            </span>
            <Button small onClick={() => disk.cancel()}>
              {strings.cancel}
            </Button>
          </>
        )}
      </div>
      {failure === undefined ? null : (
        <FailureNotice title={strings.diskFailed} error={failure} onDismiss={() => disk.cancel()} />
      )}
      {use === undefined ? (
        <p class="muted small">{strings.diskSlow}</p>
      ) : (
        <div class="disk-body">
          <Doughnut use={use} charts={charts} />
          <DiskTable use={use} />
        </div>
      )}
    </section>
  );
}

function DiskTable({ use }: { use: DiskUse }) {
  return (
    <table class="values disk-table">
      <tbody>
        {diskParts.map((name) => {
          const part = use[name];
          if (part === undefined) return null;
          return (
            <tr key={name}>
              <th scope="row">
                <span class={`use-key ${COLOURS[name]}`} aria-hidden="true" /> {strings.diskParts[name]}{" "}
                <span class="muted">{part.count}</span>
              </th>
              <td class="num">{bytes(part.bytes)}</td>
              <td class="muted">
                {part.reclaimable === 0 ? strings.nothingReclaimable : strings.reclaimable(bytes(part.reclaimable))}
                {part.unsized === undefined ? "" : `, ${strings.unsized(part.unsized)}`}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Doughnut({ use, charts }: { use: DiskUse; charts: () => Promise<ChartLibrary> }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [chart, setChart] = useState<DoughnutChart | undefined>(undefined);
  const [palette, setPalette] = useState<Palette>(() => readPalette(document));
  useEffect(() => followPalette(document, () => setPalette(readPalette(document))), []);
  useEffect(() => {
    let drawn: DoughnutChart | undefined;
    let over = false;
    charts().then(
      ({ doughnut }) => {
        if (over || canvas.current === null) return;
        drawn = doughnut(canvas.current);
        setChart(drawn);
      },
      // The table beside it has all that it would show.
      () => {},
    );
    return () => {
      over = true;
      drawn?.dispose();
    };
  }, [charts]);
  const parts = diskParts.flatMap((name) => {
    const part = use[name];
    return part === undefined ? [] : [{ name, bytes: part.bytes }];
  });
  useEffect(() => {
    const shares = parts.map(({ name, bytes: value }) => ({ value, colour: palette[COLOURS[name]] }));
    chart?.show(shares, palette.ground);
  });
  const all = parts.reduce((sum, part) => sum + part.bytes, 0);
  const words = parts.map((part) => `${strings.diskParts[part.name]} ${bytes(part.bytes)}`).join(", ");
  return (
    <div class="doughnut">
      <canvas ref={canvas} role="img" aria-label={strings.diskChart(words)} />
      <div class="doughnut-middle" aria-hidden="true">
        <span class="figure">{bytes(all)}</span>
        <span class="muted small">{strings.total}</span>
      </div>
    </div>
  );
}
