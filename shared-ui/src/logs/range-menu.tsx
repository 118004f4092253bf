import { useSignal } from "@preact/signals";
import { Button } from "../controls/button.tsx";
import { DropDown } from "../controls/drop-down.tsx";
import type { MenuEntry } from "../controls/menu.tsx";
import { Sheet } from "../controls/sheet.tsx";
import { shared } from "../controls/strings.ts";
import { type LogRange, lastMinutes } from "./log-range.ts";
import type { LogsModel } from "./logs-model.ts";
import { strings } from "./strings.ts";

/** Which part of the logs is read: the latest lines, a while, between two times, or all. */
export function RangeMenu({ model }: { model: LogsModel }) {
  const range = model.range.value;
  const choosing = useSignal(false);
  const isLast = (minutes: number): boolean => range.kind === "last" && range.minutes === minutes;
  const groups: MenuEntry[][] = [
    [{ id: "latest", label: strings.range.latest, checked: range.kind === "latest" }],
    lastMinutes.map((minutes) => ({ id: `${minutes}`, label: strings.range.last(minutes), checked: isLast(minutes) })),
    [
      { id: "between", label: strings.range.choose, checked: range.kind === "between" },
      { id: "all", label: strings.range.all, checked: range.kind === "all" },
    ],
  ];
  const pick = (id: string): void => {
    if (id === "between") choosing.value = true;
    else if (id === "latest" || id === "all") model.changeRange({ kind: id });
    else model.changeRange({ kind: "last", minutes: Number(id) });
  };
  const shown = strings.range.shown(range);
  return (
    <>
      <DropDown
        label={strings.labelled(strings.range.label, shown)}
        groups={groups}
        onPick={pick}
        set={range.kind !== "latest"}
      >
        {shown}
      </DropDown>
      {choosing.value ? (
        <RangeSheet
          range={range}
          now={model.now}
          onClose={() => {
            choosing.value = false;
          }}
          onPick={(chosen) => {
            choosing.value = false;
            model.changeRange(chosen);
          }}
        />
      ) : null}
    </>
  );
}

interface SheetProps {
  readonly range: LogRange;
  readonly now: () => number;
  readonly onClose: () => void;
  readonly onPick: (range: LogRange) => void;
}

function RangeSheet({ range, now, onClose, onPick }: SheetProps) {
  const between = range.kind === "between" ? range : { since: now() - 15 * 60_000, until: undefined };
  const from = useSignal(localInput(between.since));
  const to = useSignal(between.until === undefined ? "" : localInput(between.until));
  const since = Date.parse(from.value);
  const until = to.value === "" ? undefined : Date.parse(to.value);
  const wrong = Number.isNaN(since)
    ? strings.range.noStart
    : until !== undefined && !(until > since)
      ? strings.range.backwards
      : undefined;
  const field = (label: string, value: { value: string }) => (
    <label class="range-field">
      <span>{label}</span>
      <input
        type="datetime-local"
        step="1"
        value={value.value}
        onInput={(event) => {
          value.value = event.currentTarget.value;
        }}
      />
    </label>
  );
  const submit = (): void => {
    if (wrong === undefined) onPick({ kind: "between", since, ...(until === undefined ? {} : { until }) });
  };
  return (
    <Sheet
      title={strings.range.title}
      closeLabel={shared.close}
      onClose={onClose}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{shared.cancel}</Button>
          <span class="grow" />
          <Button kind="primary" reason={wrong} onClick={submit}>
            {strings.range.show}
          </Button>
        </>
      }
    >
      {field(strings.range.from, from)}
      {field(strings.range.to, to)}
      <p class="ask muted">{wrong ?? strings.range.openEnd}</p>
    </Sheet>
  );
}

/** As a field for a local time takes it. */
function localInput(time: number): string {
  const date = new Date(time);
  const local = new Date(time - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}
