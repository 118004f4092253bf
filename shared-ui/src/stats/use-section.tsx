import { statsRanges } from "@quayside/core/model/stats-history.ts";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Button, IconButton } from "../controls/button.tsx";
import { Notice } from "../controls/notice.tsx";
import { Segmented } from "../controls/segmented.tsx";
import { clockSeconds } from "../text/clock-time.ts";
import { type Card, cards } from "./cards.ts";
import type { ChartLibrary } from "./charts/chart-library.ts";
import type { Picture } from "./line-view.ts";
import { strings } from "./strings.ts";
import { UseCard } from "./use-chart.tsx";
import type { UseModel } from "./use-model.ts";
import { UseTable } from "./use-table.tsx";

const ranges = statsRanges.map((value) => ({ value, label: strings.ranges[value] }));

interface Props {
  readonly use: UseModel;
  readonly charts: () => Promise<ChartLibrary>;
  readonly title: string;
  /** Whose it is, for who only hears it. */
  readonly what: string;
  /** Of the host that it runs on, where that is one and known. */
  readonly cores: number | undefined;
  /** Why there is nothing new, where that is so. */
  readonly note?: string | undefined;
  /** How it is shown is another way now. */
  readonly onChange?: () => void;
  /** Below the charts. */
  readonly after?: ComponentChildren;
}

/** What is used over time: four charts with one crosshair, or the same as a table. */
export function UseSection({ use, charts, title, what, cores, note, onChange, after }: Props) {
  const { library, failed } = useLibrary(charts, !use.asTable.value);
  const picture = use.picture.value;
  const asTable = use.asTable.value || failed;
  const frozen = use.frozen.value;
  const isBlank = !picture.points.some(({ time }) => time >= picture.from && time <= picture.to);
  const blankWords = use.awaits.value ? strings.awaited : strings.nothingThen;
  const words = note ?? (isBlank && use.history.value !== undefined ? blankWords : undefined);
  return (
    <section class="use" aria-label={title}>
      <div class="use-bar">
        <h2>{title}</h2>
        {frozen === undefined ? null : (
          <span class="muted" role="status">
            {strings.pausedAt(clockSeconds(frozen.now))}
          </span>
        )}
        {words === undefined ? null : <span class="muted">{words}</span>}
        <span class="grow" />
        {use.zoom.value === undefined ? null : (
          <Button
            small
            kind="quiet"
            onClick={() => {
              use.zoom.value = undefined;
            }}
          >
            {strings.resetZoom}
          </Button>
        )}
        {failed ? null : (
          <Button
            small
            kind="quiet"
            onClick={() => {
              use.asTable.value = !use.asTable.value;
              onChange?.();
            }}
          >
            {use.asTable.value ? strings.asCharts : strings.asTable}
          </Button>
        )}
        <IconButton
          icon={frozen === undefined ? "pause" : "play"}
          label={frozen === undefined ? strings.pause : strings.resume}
          pressed={frozen !== undefined}
          onClick={() => use.togglePause()}
        />
        <Segmented
          label={strings.range}
          options={ranges}
          value={use.range.value}
          onPick={(range) => {
            use.look(range);
            onChange?.();
          }}
        />
      </div>
      {failed ? <Notice tone="warn" title={strings.chartsFailed} /> : null}
      {asTable ? (
        <UseTable picture={picture} what={what} />
      ) : (
        <Cards use={use} picture={picture} library={library} cores={cores} />
      )}
      {after}
    </section>
  );
}

interface CardsProps {
  readonly use: UseModel;
  readonly picture: Picture;
  readonly library: ChartLibrary | undefined;
  readonly cores: number | undefined;
}

function Cards({ use, picture, library, cores }: CardsProps) {
  const after = ({ id }: Card): string => (id === "cpu" && cores !== undefined ? strings.ofCores(cores) : "");
  return (
    <div class="use-cards">
      {cards.map((card) => (
        <UseCard key={card.id} card={card} use={use} picture={picture} library={library} after={after(card)} />
      ))}
    </div>
  );
}

function useLibrary(charts: () => Promise<ChartLibrary>, wanted: boolean) {
  const [library, setLibrary] = useState<ChartLibrary | undefined>(undefined);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let over = false;
    if (wanted && library === undefined)
      charts().then(
        (loaded) => {
          if (!over) setLibrary(loaded);
        },
        () => {
          if (!over) setFailed(true);
        },
      );
    return () => {
      over = true;
    };
  }, [charts, wanted, library]);
  return { library, failed };
}
